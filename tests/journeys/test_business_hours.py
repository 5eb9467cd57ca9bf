"""Scenario 7, business hours through the running product: open, closed, holiday, over a change of clocks."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.journeys.conftest import BERLIN, Running
from tests.journeys.reading import journey_of, rung

LINE = "+493055501240"
SETUP = """
from datetime import datetime
from audit.actors import Actor
from extensions.models import Extension
from routing.models import HolidaySet, PhoneNumber
from routing.opening_times import Hours
from routing.public_holidays import public_holidays
from routing.services import add_holiday_set, add_schedule, set_override, update_number
actor = Actor.system("journey")
desks = {
    number: {"destination_kind": "extension", "destination_extension": Extension.objects.get(number=number)}
    for number in ("102", "103", "104")
}
days = public_holidays("DE", "BE", 2026)
row = add_schedule(
    actor,
    name="Journey",
    week={day: (Hours(90, 150), Hours(540, 1020)) for day in range(7)},
    destinations={"open": desks["102"], "closed": desks["103"], "holiday": desks["104"]},
    holiday_sets=[add_holiday_set(actor, name="Journey", days=days)],
)
number = PhoneNumber.objects.get(e164="+493055501240")
update_number(actor, number, version=number.version, label="", destination_kind="schedule", destination_schedule=row)
set_override(actor, row, state="closed", until=datetime.fromisoformat("2026-02-02T12:00:00+01:00"))
"""


@pytest.fixture(scope="module")
def hours(running: Running) -> None:
    """A phone number that leads to 102 while open, 103 while closed, 104 on holidays; open 01:30-02:30 and 09-17.

    On 2 February at ten somebody closes until noon.
    """
    running.set_clock(datetime(2026, 2, 2, 10, 0, tzinfo=BERLIN))
    running.shell(SETUP)


@pytest.fixture
def line(hours, platform) -> Running:
    return platform


def reached(line: Running, at: str, fold: int = 0) -> str:
    """Which extension a call rings when clocks in Berlin show this."""
    line.set_clock(datetime.fromisoformat(at).replace(tzinfo=BERLIN, fold=fold))
    (extension,) = rung(line.call(LINE))
    return extension


def test_calls_go_by_the_hours_of_the_day(line):
    assert reached(line, "2026-03-02T10:00") == "102"
    assert reached(line, "2026-03-02T16:59:59") == "102"
    assert reached(line, "2026-03-02T17:00") == "103"
    assert reached(line, "2026-12-25T10:00") == "104"
    assert reached(line, "2026-12-27T10:00") == "102"


def test_in_the_night_of_spring_the_missing_hour_is_skipped(line):
    assert reached(line, "2026-03-29T01:29") == "103"
    assert reached(line, "2026-03-29T01:59") == "102"
    assert reached(line, "2026-03-29T03:00") == "103"  # one minute later


def test_in_the_night_of_autumn_the_doubled_hour_counts_twice(line):
    assert reached(line, "2026-10-25T02:15", fold=0) == "102"
    assert reached(line, "2026-10-25T02:45", fold=0) == "103"
    assert reached(line, "2026-10-25T02:15", fold=1) == "102"
    assert reached(line, "2026-10-25T02:45", fold=1) == "103"


def test_what_was_set_by_hand_holds_until_its_end_and_no_longer(line):
    assert reached(line, "2026-02-02T11:59:59") == "103"
    assert reached(line, "2026-02-02T12:00") == "102"


def test_the_journey_of_a_call_says_which_state_and_why(line):
    line.set_clock(datetime(2026, 12, 25, 10, 0, tzinfo=BERLIN))

    call = line.call(LINE)

    [first, _end] = journey_of(line, call["token"])
    assert "hours-holiday" in first.outcomes
    assert "Christmas Day, until Sun 01:30" in first.text

"""Business hours of acme, and a clock that stands where a test puts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from audit.models import Entry
from routing.engine.plan import decode_plan
from routing.models import HolidaySet, PhoneNumber, PlanVersion, Schedule
from routing.opening_times import Hours
from routing.public_holidays import PublicHoliday
from routing.services import add_holiday_set, add_schedule
from tenants.context import in_tenant
from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_extension"]

HANG_UP = {"destination_kind": "hang_up"}
OFFICE = dict.fromkeys(range(5), (Hours(540, 1020),))
MONDAY_NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # 12:00 in Berlin


EXCEPTION = {
    "name": "Stocktaking",
    "first_day": date(2026, 3, 5),
    "last_day": None,
    "repeats_yearly": False,
    "hours": (),
    "destination": None,
}


@pytest.fixture
def acme(acme):
    acme.time_zone = "Europe/Berlin"
    acme.save(update_fields=["time_zone"])
    return acme


@pytest.fixture
def set_clock(settings, tmp_path) -> Callable[[datetime], None]:
    """set_clock(at) lets calls and pages take `at` for now."""
    settings.TEST_CLOCK = str(tmp_path / "clock")

    def at(moment: datetime) -> None:
        (tmp_path / "clock").write_text(moment.isoformat())

    return at


@pytest.fixture
def monday_noon(set_clock) -> None:
    set_clock(MONDAY_NOON)


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def make_hours(acme, boss) -> Callable[..., Schedule]:
    """make_hours("Office") is Mon-Fri 09:00-17:00 and hangs up, but for what else is said."""

    def make(name: str = "Office", **more) -> Schedule:
        more.setdefault("week", OFFICE)
        more.setdefault("destinations", {"open": HANG_UP, "closed": HANG_UP, "holiday": None})
        with in_tenant(acme):
            return add_schedule(boss, name=name, **more)

    return make


@pytest.fixture
def make_set(acme, boss) -> Callable[..., HolidaySet]:
    def make(name: str = "Germany", *days: tuple[str, str]) -> HolidaySet:
        wanted = [PublicHoliday(date.fromisoformat(day), called) for day, called in days]
        with in_tenant(acme):
            return add_holiday_set(boss, name=name, days=wanted)

    return make


@pytest.fixture
def lead_number(acme) -> Callable[..., PhoneNumber]:
    """lead_number(schedule) is a phone number of acme whose calls go by these hours."""

    def make(schedule: Schedule, e164: str = "+493055501210") -> PhoneNumber:
        with in_tenant(acme):
            return PhoneNumber.objects.create(
                e164=e164, destination_kind="schedule", destination_schedule=schedule
            )

    return make


def to_extension(extension) -> dict:
    return {"destination_kind": "extension", "destination_extension": extension}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def published():
    """The schedules of the newest plan."""
    return decode_plan(bytes(PlanVersion.objects.order_by("number").last().plan)).schedules


def summary() -> str:
    return PlanVersion.objects.order_by("number").last().summary


def newest() -> Entry:
    return Entry.objects.order_by("pk").last()

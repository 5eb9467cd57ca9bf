"""Scenario 9, conference rooms through the running product: PINs, hosts, a full room, and an end from outside."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import DOMAIN, Running
from tests.journeys.reading import journey_of, reasons_of

LINE = "+493055501277"
GUEST, HOST, WRONG = "471142", "998877", "121234"
SETUP = f"""
from audit.actors import Actor
from routing.services import add_number, add_room
actor = Actor.system("journey")
row = add_room(
    actor, name="Journey", guest_pin="{GUEST}", host_pin="{HOST}", waits_for_host=True, ends_with_host=True,
    most_participants=2,
)
add_number(actor, e164="{LINE}", destination_kind="room", destination_room=row)
print(row.key.hex)
"""


INVITED = {"on": "gather", "digits": f"{GUEST}#"}
HOSTING = {"on": "gather", "digits": f"{HOST}#"}


@pytest.fixture(scope="module")
def room(running: Running) -> str:
    """The name that the room has at the platform."""
    return f"room{running.shell(SETUP).split()[-1]}"


@pytest.fixture
def line(room, platform) -> Running:
    return platform


def reasons(line: Running, token: str, pin: str) -> list[str]:
    """The reason of each step; no step tells the PIN."""
    assert not any(pin in step.text for step in journey_of(line, token))
    return reasons_of(line, token)


def enter_by_hand(line: Running, pin: str) -> str:
    """Somebody who stays in the room until something happens."""
    token = line.start_by_hand(LINE)
    line.until(token, "listening")
    line.act(token, "dtmf", f"{pin}#")
    line.until(token, "room")
    return token


def test_a_guest_waits_for_the_host_and_the_conference_ends_with_the_host(line):
    guest = line.start(LINE, INVITED, {"on": "conference", "hangup_after": 60, "with": 2})
    line.until(guest, "room")

    host = line.call(LINE, HOSTING, {"on": "conference", "hangup_after": 20, "with": 2})["token"]

    line.ended(guest)
    assert reasons(line, host, HOST) == ["room-asks", "room-joined-as-host"]
    assert reasons(line, guest, GUEST) == ["room-asks", "room-joined", "room-left"]


def test_three_wrong_pins_end_the_call_and_the_right_one_is_good_afterwards(line):
    wrong = line.call(LINE, *[{"on": "gather", "digits": f"{WRONG}#"}] * 3)["token"]
    right = line.call(LINE, INVITED, {"on": "conference", "hangup_after": 5})["token"]

    assert reasons(line, wrong, WRONG) == ["room-asks", *["room-wrong-pin"] * 3]
    assert reasons(line, right, GUEST) == ["room-asks", "room-joined"]


def test_a_full_room_says_so(line):
    inside = [enter_by_hand(line, GUEST) for _ in range(2)]

    late = line.call(LINE, INVITED)["token"]

    assert reasons(line, late, GUEST) == ["room-asks", "room-joined", "room-full"]
    for token in inside:
        line.act(token, "hangup")
        line.ended(token)


def test_a_conference_that_is_ended_through_the_api_lets_everybody_go_on(line, room):
    inside = [enter_by_hand(line, pin) for pin in (GUEST, HOST)]
    there = f"/calls/{DOMAIN}/conferences/{room}"

    assert line.rest("DELETE", there) == 204

    left = [line.ended(token)["token"] for token in inside]
    assert reasons(line, left[0], GUEST) == ["room-asks", "room-joined", "room-left"]
    assert reasons(line, left[1], HOST) == ["room-asks", "room-joined-as-host", "room-left"]
    assert line.rest("DELETE", there) == 404

"""Conference rooms through the running web process and simulator: PINs, hosts, and a full room."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import PATIENCE_SECONDS, Running
from tests.journeys.reading import journey_of

DOMAIN = "acme-demo.cloudonix.net"
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


@pytest.fixture(scope="module")
def room(running: Running) -> str:
    """The name that the room has at the platform."""
    return f"room{running.shell(SETUP).split()[-1]}"


def start(running: Running, *pins: str, stays: dict[str, Any] | None = None) -> str:
    steps: list[dict[str, Any]] = [{"on": "gather", "digits": f"{pin}#"} for pin in pins]
    if stays is not None:
        steps.append({"on": "conference", **stays})
    body = {"domain": DOMAIN, "from": "+442079460331", "to": LINE, "script": steps}
    return running.control("calls/inbound", body)["token"]


def ended(running: Running, token: str) -> dict[str, Any]:
    shown = running.control(f"calls/{token}?until=settled&wait={PATIENCE_SECONDS}")
    assert shown["settled"], shown
    return shown


def reasons(running: Running, token: str, pin: str) -> list[str]:
    """The reason of each step; no step tells the PIN."""
    steps = journey_of(running, token)
    assert not any(pin in step.text for step in steps)
    return [step.reason for step in steps]


@pytest.mark.parametrize("plus_prefix", ["on", "off"])
@pytest.mark.parametrize("dial_status_field", ["CallStatus", "DialCallStatus", "both"])
def test_a_guest_waits_for_the_host_and_the_conference_ends_with_the_host(
    running, room, dial_status_field, plus_prefix
):
    before = running.control("switches")
    running.control("switches", {"dial_status_field": dial_status_field, "plus_prefix": plus_prefix})
    guest = start(running, GUEST, stays={"hangup_after": 60, "with": 2})
    running.control(f"calls/{guest}?until=room&wait={PATIENCE_SECONDS}")

    host = start(running, HOST, stays={"hangup_after": 20, "with": 2})

    ended(running, host)
    ended(running, guest)
    running.control("switches", {name: before[name] for name in ("dial_status_field", "plus_prefix")})
    assert reasons(running, host, HOST) == ["room-asks", "room-joined-as-host"]
    assert reasons(running, guest, GUEST) == ["room-asks", "room-joined", "room-left"]


def test_three_wrong_pins_end_the_call(running, room):
    token = start(running, WRONG, WRONG, WRONG)

    ended(running, token)

    assert reasons(running, token, WRONG) == ["room-asks", *["room-wrong-pin"] * 3]


def enter_by_hand(running: Running, pin: str) -> str:
    """Somebody who stays in the room until something happens: a caller without a script."""
    body = {"domain": DOMAIN, "from": "+442079460332", "to": LINE}
    token: str = running.control("calls/inbound", body)["token"]
    running.control(f"calls/{token}?until=listening&wait={PATIENCE_SECONDS}")
    running.control(f"calls/{token}/caller", {"do": "dtmf", "value": f"{pin}#"})
    running.control(f"calls/{token}?until=room&wait={PATIENCE_SECONDS}")
    return token


def test_a_full_room_says_so(running, room):
    inside = [enter_by_hand(running, GUEST) for _ in range(2)]
    late = start(running, GUEST)

    ended(running, late)
    assert reasons(running, late, GUEST) == ["room-asks", "room-joined", "room-full"]

    for token in inside:
        running.control(f"calls/{token}/caller", {"do": "hangup"})
        ended(running, token)

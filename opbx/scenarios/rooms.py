"""The PINs of conference rooms in a scenario: `room_pins` of its [live] table, by room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.objects.rooms import Admission, RoomPinTried


def admission(values: Mapping[str, Any], call: IncomingCall, want: RoomPinTried) -> Admission:  # noqa: ARG001 - of all answerers
    """By a table of admission ("guest", "host") and PIN; the word "locked" for a room that takes none for a while."""
    pins: Any = next(
        (pins for name, pins in values.get("room_pins", {}).items() if key_of(name) == want.room), {}
    )
    if pins == "locked":
        return Admission.LOCKED
    return next((Admission(who) for who, pin in pins.items() if pin == want.pin), Admission.NOBODY)

"""The PINs that feature codes ask for in a scenario: `hours_pins` and `service_pins` of its [live] table, by object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.objects.hours import HoursPinTried
from routing.engine.objects.locks import ServicePinTried
from routing.engine.objects.messages import PinAnswer


def tried_hours_pin(values: Mapping[str, Any], call: IncomingCall, want: HoursPinTried) -> PinAnswer:  # noqa: ARG001 - of all answerers
    return _compared(values.get("hours_pins", {}), want.schedule, want.pin)


def tried_service_pin(values: Mapping[str, Any], call: IncomingCall, want: ServicePinTried) -> PinAnswer:  # noqa: ARG001 - of all answerers
    return _compared(values.get("service_pins", {}), want.extension, want.pin)


def _compared(table: Mapping[str, Any], key: UUID, typed: str) -> PinAnswer:
    """By the table; the word "locked" there stands for what takes no PIN for a while."""
    pin = next((pin for name, pin in table.items() if key_of(name) == key), None)
    if pin is None:
        return PinAnswer.NOT_SET
    if pin == "locked":
        return PinAnswer.LOCKED
    return PinAnswer.RIGHT if pin == typed else PinAnswer.WRONG

"""The calls before in a scenario: `last_dialled` and `last_caller` of its [live] table, by extension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opbx.scenarios.shorthand import key_of
from routing.engine.calls import IncomingCall
from routing.engine.objects.last_numbers import LastCaller, LastDialled, LastNumber
from routing.outside_numbers import outside_number


def last_dialled(values: Mapping[str, Any], call: IncomingCall, want: LastDialled) -> LastNumber | None:  # noqa: ARG001 - of all answerers
    """The number in the table, with "withheld " before it where a code withheld the own one."""
    return _read(values.get("last_dialled", {}), want)


def last_caller(values: Mapping[str, Any], call: IncomingCall, want: LastCaller) -> LastNumber | None:  # noqa: ARG001 - of all answerers
    return _read(values.get("last_caller", {}), want)


def _read(table: Mapping[str, Any], want: LastDialled | LastCaller) -> LastNumber | None:
    text = next((str(text) for name, text in table.items() if key_of(name) == want.extension), "")
    number = text.removeprefix("withheld ")
    return LastNumber(number, outside_number(number, want.region), number != text) if number else None

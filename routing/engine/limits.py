"""Limits of calls: how many at once, in an hour, how many minutes in a day; emergency calls have none."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.live import Want
from routing.engine.objects.outbound import Limits, Line
from routing.engine.reasons import Reason


class Use(msgspec.Struct, frozen=True):
    """calls: at this moment, without the one that asks. calls_an_hour, minutes_a_day: those that left the building.

    An extension's are the calls that it is in, and those outside that left in its name.
    """

    calls: int = 0
    calls_an_hour: int = 0
    minutes_a_day: int = 0


class CallsInUse(Want, frozen=True):
    """How much is used: by the extension with this key, or (None) of what leaves the building."""

    extension: UUID | None = None

    @property
    def provisional(self) -> Use:
        return Use()


def with_more(use: Use, calls: int) -> Use:
    """The same with so many further calls outside."""
    return Use(use.calls + calls, use.calls_an_hour + calls, use.minutes_a_day)


def over_limit(limits: Limits, use: Use) -> Reason | None:
    """Which limit of the organization one more call outside would break."""
    if limits.calls and use.calls >= limits.calls:
        return Reason.LIMIT_OF_CALLS
    if limits.calls_an_hour and use.calls_an_hour >= limits.calls_an_hour:
        return Reason.LIMIT_OF_HOUR
    if limits.minutes_a_day and use.minutes_a_day >= limits.minutes_a_day:
        return Reason.LIMIT_OF_DAY
    return None


def over_own_limit(line: Line, use: Use) -> Reason | None:
    """Which limit of an extension one more call outside would break."""
    if line.calls_an_hour and use.calls_an_hour >= line.calls_an_hour:
        return Reason.OWN_LIMIT_OF_HOUR
    if line.minutes_a_day and use.minutes_a_day >= line.minutes_a_day:
        return Reason.OWN_LIMIT_OF_DAY
    return None


def has_limits(limits: Limits) -> bool:
    return bool(limits.calls or limits.calls_an_hour or limits.minutes_a_day)

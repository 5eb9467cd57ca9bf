"""Business hours by the wall clock: whether a schedule is open at an instant, and why."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from routing.engine.destinations import Destination, HangUp

MINUTES_A_DAY = 24 * 60
_ONE_DAY = timedelta(days=1)


class Cause(enum.IntEnum):
    """What decides; of two that speak about the same day the higher one."""

    WEEK = 0
    HOLIDAY = 1
    EXCEPTION = 2
    OVERRIDE = 3


class Range(msgspec.Struct, frozen=True, array_like=True):
    """Open from a minute of the day until before another one; closes beyond 1440 is on the day after."""

    opens: int
    closes: int


class ExceptionDays(msgspec.Struct, frozen=True):
    """Days with hours of their own; without ranges closed all day.

    is_yearly: they come back each year from the first one on. destination: where calls go while it is closed on
    these days, None for where the schedule sends them.
    """

    name: str
    first: date
    last: date
    ranges: tuple[Range, ...] = ()
    is_yearly: bool = False
    destination: Destination | None = None
    key: UUID | None = None

    def covers(self, day: date) -> bool:
        if not self.is_yearly:
            return self.first <= day <= self.last
        length = self.last - self.first
        # Days that begin in December may reach into January: those of the year before count too.
        return any(
            begin is not None and begin >= self.first and begin <= day <= begin + length
            for begin in (_in_year(self.first, day.year), _in_year(self.first, day.year - 1))
        )


class Holiday(msgspec.Struct, frozen=True, array_like=True):
    """A day on which it is closed from midnight to midnight."""

    day: date
    name: str


class Override(msgspec.Struct, frozen=True):
    """What somebody set by hand; until: when the calendar holds again, None = until somebody changes it."""

    is_open: bool
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        # In UTC: of two times in the same zone Python compares what clocks show, and an hour comes twice.
        return self.until is None or at.astimezone(UTC) < self.until.astimezone(UTC)


class DayRule(msgspec.Struct, frozen=True):
    """What holds on one date: the ranges that begin on it, and who says so."""

    cause: Cause
    ranges: tuple[Range, ...] = ()
    name: str = ""
    exception: ExceptionDays | None = None

    def is_open(self, minute: int) -> bool:
        """Whether one of its ranges holds so many minutes after the midnight it begins with."""
        return any(one.opens <= minute < one.closes for one in self.ranges)


class State(msgspec.Struct, frozen=True):
    """name: of the exception or holiday that decides. until: when an override ends."""

    is_open: bool
    cause: Cause
    name: str = ""
    until: datetime | None = None
    exception: ExceptionDays | None = None


class Schedule(msgspec.Struct, frozen=True, dict=True):
    """A week in a time zone with its exceptions and holidays, and where calls go.

    week: the ranges of each day, Monday first. holiday_destination: for days that an exception or a holiday
    closes, None for the same as closed. by_phone: whether a feature code may open and close it; has_pin: whether that
    asks for a PIN, which is not for a plan to know.
    """

    key: UUID
    name: str
    zone: str
    week: tuple[tuple[Range, ...], ...] = ((),) * 7
    number: str = ""
    open_destination: Destination = HangUp()
    closed_destination: Destination = HangUp()
    holiday_destination: Destination | None = None
    exceptions: tuple[ExceptionDays, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    override: Override | None = None
    is_enabled: bool = True
    by_phone: bool = False
    has_pin: bool = False

    @cached_property
    def _holiday_names(self) -> Mapping[date, str]:
        return {holiday.day: holiday.name for holiday in reversed(self.holidays)}

    @cached_property
    def _exceptions_by_rank(self) -> tuple[ExceptionDays, ...]:
        """The one that says most about a day first: the shortest, then the one that does not come back."""
        return tuple(
            sorted(
                self.exceptions, key=lambda one: (one.last - one.first, one.is_yearly, one.first, one.name)
            )
        )

    def rule_on(self, day: date) -> DayRule:
        for exception in self._exceptions_by_rank:
            if exception.covers(day):
                return DayRule(Cause.EXCEPTION, exception.ranges, exception.name, exception)
        holiday = self._holiday_names.get(day)
        if holiday is not None:
            return DayRule(Cause.HOLIDAY, name=holiday)
        weekday = day.weekday()
        return DayRule(Cause.WEEK, self.week[weekday] if weekday < len(self.week) else ())

    def destination(self, state: State) -> Destination:
        """Where a call goes that arrives in this state."""
        if state.is_open:
            return self.open_destination
        if state.exception is not None and state.exception.destination is not None:
            return state.exception.destination
        if state.cause in {Cause.EXCEPTION, Cause.HOLIDAY} and self.holiday_destination is not None:
            return self.holiday_destination
        return self.closed_destination


@lru_cache(maxsize=1024)
def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name, read once for each process; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a KeyError is what zoneinfo raises for an unknown name
        return UTC


def state_at(schedule: Schedule, at: datetime) -> State:
    """Whether it is open at an instant (aware): an override decides before an exception, a holiday and the week.

    Ranges are wall-clock times. An hour that daylight saving skips opens nothing, an hour that comes twice counts
    both times, and an overnight range lasts from the one time on the clock to the other, however long that is.
    """
    override = schedule.override
    if override is not None and override.holds(at):
        return State(override.is_open, Cause.OVERRIDE, until=override.until)
    return state_on_clock(schedule, at.astimezone(zone_of(schedule.zone)))


def state_on_clock(schedule: Schedule, wall: datetime) -> State:
    """The state by the calendar alone when the clocks of the schedule's zone show this time."""
    today = wall.date()
    minute = wall.hour * 60 + wall.minute
    rule = schedule.rule_on(today)
    if rule.is_open(minute):
        return State(is_open=True, cause=rule.cause, name=rule.name, exception=rule.exception)
    before = schedule.rule_on(today - _ONE_DAY)
    # A night that begins yesterday goes on, unless today is ruled by something that counts more.
    if before.cause >= rule.cause and before.is_open(minute + MINUTES_A_DAY):
        return State(is_open=True, cause=before.cause, name=before.name, exception=before.exception)
    return State(is_open=False, cause=rule.cause, name=rule.name, exception=rule.exception)


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year; None for 29 February where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None

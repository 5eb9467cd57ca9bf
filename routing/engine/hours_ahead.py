"""When business hours change next: exact to the second, over daylight saving too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

import msgspec

from routing.engine.hours import MINUTES_A_DAY, Schedule, State, state_at, state_on_clock, zone_of

# Beyond the next yearly exception nobody plans by the minute.
HORIZON_DAYS = 400
# How far a call looks ahead to tell when it opens or closes: a long weekend, not a year.
DAYS_AHEAD = 5
_ONE_DAY = timedelta(days=1)
_KEPT = "_next_change"  # in the __dict__ of a schedule, beside its cached properties


class Change(msgspec.Struct, frozen=True):
    """at: aware, in UTC. state: the one that begins then."""

    at: datetime
    state: State


def next_change(schedule: Schedule, after: datetime, *, days: int = HORIZON_DAYS) -> Change | None:
    """When it opens or closes next after this instant (aware); None when it does not within so many days.

    Only opening and closing count: a weekend that becomes a holiday goes on being closed.
    """
    now = state_at(schedule, after)
    begin = after.astimezone(UTC)
    override = schedule.override
    if override is not None and override.holds(after):
        if override.until is None:
            return None
        # Nothing moves before it ends; how it is then is a moment to look at like any other.
        begin = override.until.astimezone(UTC)
    if _never_opens(schedule) and not now.is_open:
        return None
    for at, wall in _moments(schedule, begin, days):
        state = state_on_clock(schedule, wall)
        if state.is_open != now.is_open and at > after:
            return Change(at, state)
    return None


class _Ahead(msgspec.Struct, frozen=True):
    """change: the one that is next at any time since `since` and before `until`; None when none comes in good time."""

    since: datetime
    until: datetime
    change: Change | None


def change_soon(schedule: Schedule, after: datetime) -> Change | None:
    """`next_change` within DAYS_AHEAD, for calls: looked for once and kept with the schedule until it has come."""
    override = schedule.override
    if override is not None and override.holds(after):
        return next_change(schedule, after, days=DAYS_AHEAD)
    known: _Ahead | None = schedule.__dict__.get(_KEPT)
    if known is None or not known.since <= after < known.until:
        # A day further than asked for, so that it is right for whoever asks within that day.
        change, until = next_change(schedule, after, days=DAYS_AHEAD + 1), after + _ONE_DAY
        known = _Ahead(after, until if change is None else min(until, change.at), change)
        schedule.__dict__[_KEPT] = known
    found = known.change
    return found if found is not None and found.at < after + DAYS_AHEAD * _ONE_DAY else None


def edges(schedule: Schedule, day: date) -> list[int]:
    """The minutes of a day at which the calendar can change: midnight, and the ends of its ranges."""
    found = {0}
    for one in schedule.rule_on(day).ranges:
        found |= {one.opens, one.closes}
    found |= {one.closes - MINUTES_A_DAY for one in schedule.rule_on(day - _ONE_DAY).ranges}
    return sorted(minute for minute in found if 0 <= minute < MINUTES_A_DAY)


def _never_opens(schedule: Schedule) -> bool:
    return not any(schedule.week) and not any(one.ranges for one in schedule.exceptions)


def _moments(schedule: Schedule, begin: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """All moments from `begin` on at which the state can change, in order: the instant, and what clocks show."""
    zone = zone_of(schedule.zone)
    for start, end, offset in _stretches(zone, begin, days):
        first, last = start + offset, end + offset
        yield start, first
        day = first.date()
        while day <= last.date():
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            for minute in edges(schedule, day):
                wall = midnight + timedelta(minutes=minute)
                if first < wall < last:
                    yield wall - offset, wall
            day += _ONE_DAY


def _stretches(zone: tzinfo, begin: datetime, days: int) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Time cut into pieces in which clocks run evenly: from, until, how far clocks are ahead of UTC.

    No zone changes its clocks twice within a day.
    """
    start = begin
    for _ in range(days):
        end = start + _ONE_DAY
        before, after = _offset(zone, start), _offset(zone, end)
        if before == after:
            yield start, end, before
        else:
            turn = _turn(zone, start, end)
            yield start, turn, before
            yield turn, end, after
        start = end


def _turn(zone: tzinfo, start: datetime, end: datetime) -> datetime:
    """The second at which the clocks change between these two."""
    before = _offset(zone, start)
    # Clocks change at whole seconds: count them from a whole second.
    low, high = int(start.timestamp()), int(end.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)

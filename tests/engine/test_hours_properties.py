"""Business hours against an oracle that knows only tables: minute by minute, in any zone, over any change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.calls import Arrived
from routing.engine.decide import decide
from routing.engine.decisions import Dial
from routing.engine.destinations import ToExtension, ToSchedule
from routing.engine.hours import ExceptionDays, Holiday, Override, Range, Schedule, state_at
from routing.engine.hours_ahead import DAYS_AHEAD, change_soon, next_change
from routing.engine.objects.numbers import Number
from routing.engine.plan import Live
from routing.engine.progress import START
from tests.engine.builders import call_from_outside, extension, key_of, plan_with
from tests.engine.strategies import MANY

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Santiago",  # its clocks change at midnight
    "Africa/Cairo",
    "Pacific/Apia",
    "UTC",
]
# Around each change of clocks of these zones in 2026, and days on which nothing happens.
DAYS = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 4, 24),
    date(2026, 6, 10),
    date(2026, 9, 6),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 10, 30),
    date(2026, 11, 1),
    date(2027, 1, 1),
]
_ONE_DAY = timedelta(days=1)
_KEY = UUID(int=1)
LINE = "+15550100001"

minutes = st.one_of(st.sampled_from([0, 60, 90, 120, 150, 180, 1320, 1440]), st.integers(0, 1440))


@st.composite
def ranges(draw) -> tuple[Range, ...]:
    """Up to three ranges that do not overlap; the last may end on the day after."""
    cuts = sorted(draw(st.lists(minutes.filter(lambda m: m < 1440), min_size=0, max_size=5, unique=True)))
    pairs = [Range(cuts[i], cuts[i + 1]) for i in range(0, len(cuts) - 1, 2)]
    if len(cuts) % 2:
        pairs.append(Range(cuts[-1], draw(st.integers(1, 1440)) + 1440 if draw(st.booleans()) else 1440))
    return tuple(pairs)


@st.composite
def schedules(draw, day: date) -> Schedule:
    near = st.integers(-2, 3).map(lambda days: day + timedelta(days=days))

    @st.composite
    def exceptions(inner) -> ExceptionDays:
        first = inner(near)
        return ExceptionDays(
            inner(st.sampled_from(["A", "B", "C"])),
            first,
            first + timedelta(days=inner(st.integers(0, 2))),
            inner(ranges()),
            is_yearly=inner(st.booleans()),
        )

    until = st.integers(-3000, 4000).map(
        lambda more: (
            datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=more, seconds=more)
        )
    )
    return Schedule(
        _KEY,
        "Any",
        draw(st.sampled_from(ZONES)),
        tuple(draw(ranges()) for _ in range(7)),
        exceptions=tuple(draw(st.lists(exceptions(), max_size=2))),
        holidays=tuple(Holiday(one, "Holiday") for one in draw(st.lists(near, max_size=2, unique=True))),
        override=draw(st.none() | st.builds(Override, is_open=st.booleans(), until=st.none() | until)),
    )


@st.composite
def places(draw) -> tuple[Schedule, datetime]:
    day = draw(st.sampled_from(DAYS))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    at += timedelta(minutes=draw(st.integers(-2000, 3000)), seconds=draw(st.integers(0, 59)))
    return draw(schedules(day)), at


def oracle(schedule: Schedule, at: datetime) -> bool:
    """Walk the rules as the documentation writes them, with a table of minutes for each date."""
    override = schedule.override
    if override is not None and (override.until is None or at < override.until):
        return override.is_open
    wall = at.astimezone(ZoneInfo(schedule.zone)).replace(tzinfo=None, fold=0)
    today, yesterday = wall.date(), wall.date() - _ONE_DAY
    minute = wall.hour * 60 + wall.minute
    rank, table = _table(schedule, today)
    rank_before, table_before = _table(schedule, yesterday)
    return minute in table or (rank_before >= rank and minute + 1440 in table_before)


def _table(schedule: Schedule, day: date) -> tuple[int, set[int]]:
    covering = [one for one in schedule.exceptions if _covers(one, day)]
    if covering:
        chosen = min(covering, key=lambda one: (one.last - one.first, one.is_yearly, one.first, one.name))
        return 2, _minutes(chosen.ranges)
    if any(one.day == day for one in schedule.holidays):
        return 1, set()
    return 0, _minutes(schedule.week[day.weekday()])


def _covers(exception: ExceptionDays, day: date) -> bool:
    length = (exception.last - exception.first).days
    for back in range(length + 1):
        begin = day - timedelta(days=back)
        if begin == exception.first:
            return True
        same = (begin.month, begin.day) == (exception.first.month, exception.first.day)
        if exception.is_yearly and same and begin > exception.first:
            return True
    return False


def _minutes(found: tuple[Range, ...]) -> set[int]:
    return {minute for one in found for minute in range(one.opens, one.closes)}


@settings(max_examples=80, deadline=None)
@given(places())
def test_every_minute_of_two_days_is_as_the_tables_say(place):
    schedule, at = place

    for minute in range(0, 2880, 7):
        instant = at + timedelta(minutes=minute)
        assert state_at(schedule, instant).is_open == oracle(schedule, instant), instant


@settings(max_examples=70, deadline=None)
@given(places())
def test_the_next_change_is_the_first_minute_at_which_the_tables_differ(place):
    schedule, at = place
    now = oracle(schedule, at)

    change = next_change(schedule, at)

    end = at + timedelta(days=3)
    last = min(change.at, end) if change is not None else end
    instant = at.replace(second=0) + timedelta(minutes=1)
    while instant < last:
        assert oracle(schedule, instant) == now, instant
        instant += timedelta(minutes=1)
    if change is not None:
        assert change.at > at
        assert oracle(schedule, change.at) != now
        assert oracle(schedule, change.at - timedelta(seconds=1)) == now
        assert change.state.is_open != now
        assert change.state == state_at(schedule, change.at)


@settings(max_examples=200, deadline=None)
@given(places(), st.lists(st.integers(0, 8 * 86_400), min_size=1, max_size=8))
def test_what_a_call_is_told_of_the_next_change_does_not_depend_on_the_calls_before(place, seconds):
    schedule, at = place

    for later in sorted(seconds):
        instant = at + timedelta(seconds=later)
        afresh = msgspec.structs.replace(schedule)
        assert change_soon(schedule, instant) == next_change(afresh, instant, days=DAYS_AHEAD)


@MANY
@given(places())
def test_who_rings_while_it_is_open_never_rings_while_it_is_closed(place):
    schedule, at = place
    leads = {"open_destination": ToExtension(key_of("101")), "closed_destination": ToExtension(key_of("102"))}
    hours = msgspec.structs.replace(schedule, **leads)
    line = Number(key_of(LINE), LINE, ToSchedule(hours.key))
    plan = msgspec.structs.replace(
        plan_with(extension("101", "Open"), extension("102", "Closed")), numbers=(line,), schedules=(hours,)
    )

    decision = decide(plan, Live(), call_from_outside(LINE), START, Arrived(), at)

    assert isinstance(decision.action, Dial)
    assert decision.action.targets == (("101_acme",) if oracle(hours, at) else ("102_acme",))


@settings(max_examples=60, deadline=None)
@given(places())
def test_a_schedule_survives_its_way_through_a_plan(place):
    schedule, at = place
    data = msgspec.msgpack.encode(schedule)

    assert msgspec.msgpack.decode(data, type=Schedule) == schedule
    assert state_at(msgspec.msgpack.decode(data, type=Schedule), at) == state_at(schedule, at)

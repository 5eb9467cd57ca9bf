"""Schedules as the engine knows them, read from their rows: for compiling, and for pages that ask what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from routing.engine.destinations import Destination, HangUp
from routing.engine.hours import Cause, ExceptionDays, Holiday, Override, Range, Schedule, State
from routing.models import (
    ExceptionRange,
    HolidayDay,
    ScheduleDestination,
    ScheduleException,
    WeekRange,
)
from routing.models import Schedule as ScheduleRow
from routing.opening_times import Hours

# Of one schedule: where its states lead, and its exceptions by their primary keys.
Destinations = Mapping[str | int, Destination]
_States = ScheduleDestination.State


def schedules_with_hours() -> QuerySet[ScheduleRow]:
    """All schedules with what `hours_of` reads, in a constant number of queries."""
    exceptions = ScheduleException.objects.order_by("first_day", "last_day", "key")
    return ScheduleRow.objects.prefetch_related(
        Prefetch("week_ranges", WeekRange.objects.order_by("weekday", "opens")),
        Prefetch("exceptions", exceptions),
        Prefetch("exceptions__ranges", ExceptionRange.objects.order_by("opens")),
        Prefetch("holiday_sets__days", HolidayDay.objects.order_by("day", "name")),
    )


def week_of(row: ScheduleRow) -> dict[int, tuple[Hours, ...]]:
    """Its ranges by weekday, in order; weekdays that are closed are left out."""
    week: dict[int, tuple[Hours, ...]] = {}
    for one in sorted(row.week_ranges.all(), key=lambda one: (one.weekday, one.opens)):
        week[one.weekday] = (*week.get(one.weekday, ()), Hours(one.opens, one.closes))
    return week


def hours_of(row: ScheduleRow, zone: str, destinations: Destinations | None = None) -> Schedule:
    """zone: the organization's, for a schedule without one of its own. destinations: none for who asks when only."""
    where = destinations or {}
    week = week_of(row)
    return Schedule(
        key=row.key,
        name=row.name,
        number=row.number,
        zone=row.time_zone or zone,
        week=tuple(tuple(_range(one) for one in week.get(weekday, ())) for weekday in range(7)),
        open_destination=where.get(_States.OPEN.value, HangUp()),
        closed_destination=where.get(_States.CLOSED.value, HangUp()),
        holiday_destination=where.get(_States.HOLIDAY.value),
        exceptions=tuple(
            ExceptionDays(
                name=one.name,
                first=one.first_day,
                last=one.last_day,
                ranges=tuple(_range(Hours(hours.opens, hours.closes)) for hours in one.ranges.all()),
                is_yearly=one.repeats_yearly,
                destination=where.get(one.pk),
                key=one.key,
            )
            for one in row.exceptions.all()
        ),
        holidays=_holidays(row),
        override=_override(row),
        is_enabled=row.is_enabled,
        by_phone=row.by_phone,
        has_pin=row.has_pin,
    )


def destination_row(row: ScheduleRow, state: State) -> ScheduleDestination | None:
    """The row that says where a call goes in this state, as Schedule.destination chooses; None hangs up."""
    rows = ScheduleDestination.objects.filter(schedule=row)
    if state.is_open:
        return rows.filter(state=_States.OPEN).first()
    key = state.exception.key if state.exception is not None else None
    own = rows.filter(exception__key=key).first() if key is not None else None
    if own is not None:
        return own
    found = {one.state: one for one in rows.filter(exception=None)}
    is_special = state.cause in {Cause.EXCEPTION, Cause.HOLIDAY}
    return (found.get(_States.HOLIDAY) if is_special else None) or found.get(_States.CLOSED)


def _range(hours: Hours) -> Range:
    return Range(hours.opens, hours.end)


def _holidays(row: ScheduleRow) -> tuple[Holiday, ...]:
    """Of all its sets together; of two names for the same day the first."""
    days = sorted((one.day, one.name) for holidays in row.holiday_sets.all() for one in holidays.days.all())
    names = dict(reversed(days))
    return tuple(Holiday(day, names[day]) for day in sorted(names))


def _override(row: ScheduleRow) -> Override | None:
    if not row.override:
        return None
    until: datetime | None = row.override_until
    return Override(row.override == ScheduleRow.Override.OPEN, until)

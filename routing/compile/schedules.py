"""Business hours with their week, exceptions, holidays and destinations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.destinations import Destination, HangUp
from routing.engine.hours import MINUTES_A_DAY, ExceptionDays, Holiday, Override, Range, Schedule
from routing.models import (
    ExceptionRange,
    HolidayDay,
    ScheduleDestination,
    ScheduleException,
    WeekRange,
)
from routing.models import Schedule as ScheduleRow

_States = ScheduleDestination.State
# Of a schedule: the destinations of its states, and those of its exceptions by their primary keys.
_Destinations = dict[int, dict[str | int, Destination]]


def compile_schedules(zone: str) -> tuple[Schedule, ...]:
    """zone: the organization's, for schedules without one of their own."""
    return engine_schedules(ScheduleRow.objects.order_by("key"), zone)


def engine_schedules(rows: Iterable[ScheduleRow], zone: str) -> tuple[Schedule, ...]:
    """These schedules as the engine knows them, in a constant number of queries; pages ask the engine too."""
    found = list(rows)
    if not found:
        return ()
    keys = [row.pk for row in found]
    weeks, destinations = _weeks(keys), _destinations(keys)
    exceptions, holidays = _exceptions(keys, destinations), _holidays(keys)
    return tuple(
        Schedule(
            key=row.key,
            name=row.name,
            number=row.number,
            zone=row.time_zone or zone,
            week=tuple(tuple(weeks[row.pk, weekday]) for weekday in range(7)),
            open_destination=destinations[row.pk].get(_States.OPEN.value, HangUp()),
            closed_destination=destinations[row.pk].get(_States.CLOSED.value, HangUp()),
            holiday_destination=destinations[row.pk].get(_States.HOLIDAY.value),
            exceptions=tuple(exceptions[row.pk]),
            holidays=tuple(holidays[row.pk]),
            override=Override(row.override == ScheduleRow.Override.OPEN, row.override_until)
            if row.override
            else None,
            is_enabled=row.is_enabled,
        )
        for row in found
    )


def _range(opens: int, closes: int) -> Range:
    return Range(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _weeks(keys: list[int]) -> dict[tuple[int, int], list[Range]]:
    found: dict[tuple[int, int], list[Range]] = defaultdict(list)
    rows = WeekRange.objects.filter(schedule__in=keys).order_by("opens")
    for schedule, weekday, opens, closes in rows.values_list("schedule_id", "weekday", "opens", "closes"):
        found[schedule, weekday].append(_range(opens, closes))
    return found


def _destinations(keys: list[int]) -> _Destinations:
    found: _Destinations = defaultdict(dict)
    rows: Any = ScheduleDestination.objects.filter(schedule__in=keys).values_list(
        "schedule_id", "state", "exception_id", *DESTINATION_COLUMNS
    )
    for schedule, state, exception, *destination in rows:
        found[schedule][state if exception is None else exception] = destination_of(*destination)
    return found


def _exceptions(keys: list[int], destinations: _Destinations) -> dict[int, list[ExceptionDays]]:
    ranges: dict[int, list[Range]] = defaultdict(list)
    ranges_of = ExceptionRange.objects.filter(exception__schedule__in=keys).order_by("opens")
    for exception, opens, closes in ranges_of.values_list("exception_id", "opens", "closes"):
        ranges[exception].append(_range(opens, closes))
    found: dict[int, list[ExceptionDays]] = defaultdict(list)
    rows = ScheduleException.objects.filter(schedule__in=keys).order_by("first_day", "last_day", "key")
    for row in rows:
        found[row.schedule_id].append(
            ExceptionDays(
                name=row.name,
                first=row.first_day,
                last=row.last_day,
                ranges=tuple(ranges[row.pk]),
                is_yearly=row.repeats_yearly,
                destination=destinations[row.schedule_id].get(row.pk),
            )
        )
    return found


def _holidays(keys: list[int]) -> dict[int, list[Holiday]]:
    """Of all sets of a schedule together; of two names for the same day the first."""
    found: dict[int, list[Holiday]] = defaultdict(list)
    days = HolidayDay.objects.filter(holiday_set__schedules__in=keys).order_by("day", "name")
    for schedule, day, name in days.values_list("holiday_set__schedules", "day", "name"):
        if schedule in keys and (not found[schedule] or found[schedule][-1].day != day):
            found[schedule].append(Holiday(day, name))
    return found

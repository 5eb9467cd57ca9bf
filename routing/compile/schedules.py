"""Business hours with their week, exceptions, holidays and destinations."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.destinations import Destination
from routing.engine.hours import Schedule
from routing.models import ScheduleDestination
from routing.schedules import hours_of, schedules_with_hours


def compile_schedules(zone: str) -> tuple[Schedule, ...]:
    """zone: the organization's, for schedules without one of their own."""
    rows = list(schedules_with_hours().order_by("key"))
    if not rows:
        return ()
    destinations = _destinations()
    return tuple(hours_of(row, zone, destinations[row.pk]) for row in rows)


def _destinations() -> dict[int, dict[str | int, Destination]]:
    """By schedule: of its states, and of its exceptions by their primary keys."""
    found: dict[int, dict[str | int, Destination]] = defaultdict(dict)
    rows: Any = ScheduleDestination.objects.values_list(
        "schedule_id", "state", "exception_id", *DESTINATION_COLUMNS
    )
    for schedule, state, exception, *destination in rows:
        found[schedule][state if exception is None else exception] = destination_of(*destination)
    return found

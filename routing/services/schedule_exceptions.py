"""Exceptions of business hours: days that are closed, or have hours of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.web.formats import day_words
from routing.models import (
    OBJECT_COLUMNS,
    DestinationKeywords,
    ExceptionRange,
    Schedule,
    ScheduleDestination,
    ScheduleException,
)
from routing.opening_times import Hours, check_day, hours_words
from routing.services.destinations import destination_words
from routing.services.objects import locked_object
from routing.services.schedules import SCHEDULES, States, point_hours
from tenants.guard import guard_configuration

MOST_EXCEPTIONS = 100
MOST_DAYS = 366


class ExceptionValues(TypedDict):
    """last_day: None for one day. hours: () for closed all day. destination: None for where the hours lead anyway."""

    name: str
    first_day: date
    last_day: date | None
    repeats_yearly: bool
    hours: Sequence[Hours]
    destination: DestinationKeywords | None


@transaction.atomic
def add_exception(actor: Actor, schedule: Schedule, **values: Unpack[ExceptionValues]) -> ScheduleException:
    """Add an exception to business hours. Raises NotAcceptable, and Http404 when they were deleted meanwhile."""
    require(actor, "schedules.write")
    guard_configuration()
    row = locked_object(SCHEDULES, schedule)
    if row.exceptions.count() >= MOST_EXCEPTIONS:
        raise NotAcceptable(
            f"Business hours have {MOST_EXCEPTIONS} exceptions at most. Delete one that is over, or use a holiday set.",
            field="name",
        )
    exception = ScheduleException(schedule=row)
    _save(exception, values)
    _tell(actor, row, None, exception_words(exception))
    return exception


@transaction.atomic
def update_exception(
    actor: Actor, exception: ScheduleException, **values: Unpack[ExceptionValues]
) -> ScheduleException:
    """Change an exception. Raises NotAcceptable, and Http404 when it was deleted meanwhile."""
    require(actor, "schedules.write")
    guard_configuration()
    row = locked_object(SCHEDULES, exception.schedule)
    current = _current(exception)
    before = exception_words(current)
    _save(current, values)
    after = exception_words(current)
    if before != after:
        _tell(actor, row, before, after)
    return current


@transaction.atomic
def delete_exception(actor: Actor, exception: ScheduleException) -> None:
    """Let its days be as the week and the holidays say. Raises Http404 when it was deleted meanwhile."""
    require(actor, "schedules.write")
    guard_configuration()
    row = locked_object(SCHEDULES, exception.schedule)
    current = _current(exception)
    before = exception_words(current)
    current.delete()
    _tell(actor, row, before, None)


def exception_words(exception: ScheduleException) -> str:
    """Such as "Stocktaking, 5 Jan 2027: 09:00–12:00, else Hang up"."""
    ranges = [Hours(one.opens, one.closes) for one in exception.ranges.order_by("opens")]
    own = ScheduleDestination.objects.filter(exception=exception).select_related(*OBJECT_COLUMNS.values())
    leads = [f", else {destination_words(row)}" for row in own]
    yearly = ", every year" if exception.repeats_yearly else ""
    days = days_words(exception.first_day, exception.last_day)
    return f"{exception.name}, {days}{yearly}: {hours_words(ranges)}{''.join(leads)}"


def days_words(first: date, last: date) -> str:
    return day_words(first) if first == last else f"{day_words(first)} – {day_words(last)}"


def _current(exception: ScheduleException) -> ScheduleException:
    rows = ScheduleException.objects.select_related("schedule").select_for_update(of=("self",))
    current = rows.filter(pk=exception.pk).first()
    if current is None:
        raise Http404(f"The exception {exception.name} was deleted meanwhile.")
    return current


def _save(exception: ScheduleException, values: ExceptionValues) -> None:
    exception.name = values["name"].strip()
    exception.first_day = values["first_day"]
    exception.last_day = values["last_day"] or values["first_day"]
    exception.repeats_yearly = values["repeats_yearly"]
    _check(exception)
    hours = sorted(values["hours"])
    check_day(hours, field="hours")
    exception.save()
    exception.ranges.all().delete()
    ExceptionRange.objects.bulk_create(
        ExceptionRange(exception=exception, opens=one.opens, closes=one.closes) for one in hours
    )
    own = ScheduleDestination.objects.filter(exception=exception).first()
    if values["destination"] is None:
        if own is not None:
            own.delete()
        return
    own = own or ScheduleDestination(schedule=exception.schedule, state=States.EXCEPTION, exception=exception)
    point_hours(own, values["destination"])
    own.save()


def _check(exception: ScheduleException) -> None:
    try:
        exception.clean_fields(exclude=["schedule"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if exception.last_day < exception.first_day:
        raise NotAcceptable("Enter a last day that is not before the first.", field="last_day")
    if (exception.last_day - exception.first_day).days >= MOST_DAYS:
        raise NotAcceptable(f"Enter {MOST_DAYS} days at most.", field="last_day")


def _tell(actor: Actor, schedule: Schedule, before: str | None, after: str | None) -> None:
    audit.record(actor, "schedule.updated", schedule, {"exception": [before, after]})
    done = "added" if before is None else "deleted" if after is None else "changed"
    configuration_changed(actor, f"An exception of business hours {schedule.name} was {done}")

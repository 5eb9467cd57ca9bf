"""Business hours: the week, the destinations of each state, the holiday sets; exceptions and overrides lie beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db.models import Model

from audit import services as audit
from audit.actors import Actor
from extensions import pins
from opbx.errors import NotAcceptable
from routing.kinds import Changes, Kind, set_columns
from routing.models import (
    DESTINATION_FIELDS,
    OBJECT_COLUMNS,
    DestinationFields,
    DestinationKeywords,
    DestinationKind,
    HolidaySet,
    Schedule,
    ScheduleDestination,
    WeekRange,
)
from routing.opening_times import Hours, Week, check_week, week_words
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.objects import add_object, update_object

States = ScheduleDestination.State
# The states whose destinations the form of a schedule names, in its order; closed by a holiday is optional.
OWN_STATES = (States.OPEN, States.CLOSED, States.HOLIDAY)
# Fields of the form, by weekday.
DAY_FIELDS = tuple(f"day_{weekday}" for weekday in range(7))


class ScheduleValues(TypedDict, total=False):
    """What a person says about a schedule; what is left out stays as it is.

    time_zone: IANA name, "" for the organization's. destinations: by state (OWN_STATES); None for closed by a holiday
    leads where closed leads. by_phone: feature codes may open and close it. phone_pin: asked for then, "" keeps what
    there is; removes_phone_pin: takes it away.
    """

    name: str
    number: str
    time_zone: str
    week: Week
    destinations: Mapping[str, DestinationKeywords | None]
    holiday_sets: Sequence[HolidaySet]
    by_phone: bool
    phone_pin: str
    removes_phone_pin: bool


def add_schedule(actor: Actor, **values: Unpack[ScheduleValues]) -> Schedule:
    """Add business hours. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    said: dict[str, Any] = {"name": "", **values}
    added: Schedule = add_object(actor, SCHEDULES, **said)
    return added


def update_schedule(
    actor: Actor, schedule: Schedule, *, version: int, **values: Unpack[ScheduleValues]
) -> Schedule:
    """Change business hours. version: the one that the editor saw.

    Raises ChangedMeanwhile, and what add_schedule raises.
    """
    return update_object(actor, SCHEDULES, schedule, version=version, **values)


def redirect_schedules(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Send what hours send to an object to another one, or hang up; within the caller's transaction.

    Raises NotAcceptable where hours would be sent to themselves.
    """
    rows = ScheduleDestination.objects.select_related("schedule", "exception", *OBJECT_COLUMNS.values())
    for row in rows.filter(**{column_of(type(leaving)): leaving}).order_by("pk"):
        if row.schedule == leaving:
            continue  # goes with it
        if row.schedule == replacement:
            raise NotAcceptable(
                f"{row.schedule.name} leads to {leaving} and cannot lead to itself. Choose another.",
                field="replacement",
            )
        before = destination_words(row)
        point_to(row, replacement)
        row.save(update_fields=DESTINATION_FIELDS)
        audit.record(actor, "schedule.updated", row.schedule, {row.state: [before, destination_words(row)]})


def point_hours(row: ScheduleDestination, destination: DestinationKeywords, *, prefix: str = "") -> None:
    """`point`, with errors at fields with a prefix; hours cannot lead to themselves. Raises NotAcceptable."""
    try:
        point(row, **destination)
    except NotAcceptable as error:
        raise NotAcceptable(error.message, field=f"{prefix}{error.field}") from error
    if row.destination_schedule is not None and row.destination_schedule == row.schedule:
        raise NotAcceptable(
            "Business hours cannot lead to themselves. Choose another destination.",
            field=f"{prefix}destination_schedule",
        )


def copy_destination(source: DestinationFields, copy: DestinationFields) -> None:
    for column in DESTINATION_FIELDS:
        setattr(copy, column, getattr(source, column))


def _set_values(row: Schedule, values: Mapping[str, Any]) -> Changes:
    if "week" in values:
        check_week(values["week"], fields=DAY_FIELDS)
    changes = _set_pin(row, str(values.get("phone_pin", "")), removes=values.get("removes_phone_pin", False))
    columns = {name: values[name] for name in ("time_zone", "by_phone") if name in values}
    return changes | set_columns(row, columns)


def _set_pin(row: Schedule, pin: str, *, removes: bool) -> Changes:
    had_one = row.has_pin
    if pin.strip():
        pins.set_pin(row, pin, field="phone_pin")
        return {"phone_pin": ["set" if had_one else None, "replaced" if had_one else "set"]}
    if removes and had_one:
        pins.remove_pin(row)
        return {"phone_pin": ["set", None]}
    return {}


def _save_children(row: Schedule, values: Mapping[str, Any]) -> Changes:
    changes: Changes = {}
    if "week" in values:
        changes |= _save_week(row, values["week"])
    for state, destination in values.get("destinations", {}).items():
        changes |= _save_destination(row, States(state), destination)
    if "holiday_sets" in values:
        changes |= _save_holiday_sets(row, values["holiday_sets"])
    return changes


def _save_week(row: Schedule, week: Week) -> Changes:
    before: dict[int, list[Hours]] = {}
    for one in row.week_ranges.order_by("weekday", "opens"):
        before.setdefault(one.weekday, []).append(Hours(one.opens, one.closes))
    wanted = {weekday: list(ranges) for weekday, ranges in week.items() if ranges}
    if before == wanted:
        return {}
    row.week_ranges.all().delete()
    WeekRange.objects.bulk_create(
        WeekRange(schedule=row, weekday=weekday, opens=one.opens, closes=one.closes)
        for weekday, ranges in sorted(wanted.items())
        for one in ranges
    )
    return {"week": [week_words(before), week_words(wanted)]}


def _save_destination(row: Schedule, state: States, destination: DestinationKeywords | None) -> Changes:
    current = row.destinations.select_related(*OBJECT_COLUMNS.values()).filter(state=state).first()
    words = destination_words(current) if current is not None else None
    if destination is None:
        if current is None or state != States.HOLIDAY:
            return {}
        current.delete()
        return {state.value: [words, None]}
    wanted = current or ScheduleDestination(schedule=row, state=state)
    before = leads_to(wanted) if current is not None else None
    point_hours(wanted, destination, prefix=f"{state.value}-")
    if before == leads_to(wanted):
        return {}
    wanted.save()
    return {state.value: [words, destination_words(wanted)]}


def _save_holiday_sets(row: Schedule, wanted: Sequence[HolidaySet]) -> Changes:
    before = set(row.holiday_sets.all())
    if before == set(wanted):
        return {}
    row.holiday_sets.set(wanted)
    return {"holiday_sets": [_names(before), _names(set(wanted))]}


def _names(sets: set[HolidaySet]) -> str:
    return ", ".join(sorted(one.name for one in sets))


def _save_copy(source: Schedule, copy: Schedule) -> None:
    """A copy follows its calendar, and no phone switches it: its PIN would be another one."""
    pins.remove_pin(copy)
    copy.by_phone = False
    copy.override, copy.override_until, copy.override_by, copy.override_at = "", None, "", None
    copy.save()
    copy.holiday_sets.set(source.holiday_sets.all())
    for one in source.week_ranges.all():
        copy.week_ranges.create(weekday=one.weekday, opens=one.opens, closes=one.closes)
    exceptions = {}
    for exception in source.exceptions.prefetch_related("ranges"):
        exceptions[exception.pk] = made = copy.exceptions.create(
            name=exception.name,
            first_day=exception.first_day,
            last_day=exception.last_day,
            repeats_yearly=exception.repeats_yearly,
        )
        for hours in exception.ranges.all():
            made.ranges.create(opens=hours.opens, closes=hours.closes)
    for destination in source.destinations.all():
        row = ScheduleDestination(schedule=copy, state=destination.state)
        row.exception = exceptions[destination.exception_id] if destination.exception_id else None
        copy_destination(destination, row)
        row.save()


SCHEDULES = Kind(
    destination=DestinationKind.SCHEDULE,
    model=Schedule,
    plural="business hours",
    icon="clock",
    words={
        "time_zone": "Time zone",
        "week": "Week",
        States.OPEN.value: "While open",
        States.CLOSED.value: "While closed",
        States.HOLIDAY.value: "On exceptions and holidays",
        States.EXCEPTION.value: "On the days of an exception",
        "holiday_sets": "Holidays",
        "exception": "Exception",
        "override": "Set by hand",
        "by_phone": "Can be switched by phone",
        "phone_pin": "PIN for phones",
    },
    set_values=_set_values,
    save_children=_save_children,
    save_copy=_save_copy,
)

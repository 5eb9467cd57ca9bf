"""Opening and closing by hand: a switch on business hours, for a time or until somebody changes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension
from opbx import clock
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from routing.engine.hours import zone_of
from routing.models import Schedule
from routing.services.objects import locked_object
from routing.services.schedules import SCHEDULES
from tenants.context import current_organization
from tenants.guard import guard_configuration

LONGEST = timedelta(days=366)


@transaction.atomic
def set_override(actor: Actor, schedule: Schedule, *, state: str, until: datetime | None = None) -> Schedule:
    """Open or close by hand, or let the calendar decide again, from the next call on.

    state: of Schedule.Override. until: aware, when the calendar holds again; None = until somebody changes it.
    Raises NotAcceptable, and Http404 when the hours were deleted meanwhile.
    """
    require(actor, "schedules.write")
    guard_configuration()
    row = locked_object(SCHEDULES, schedule)
    if state not in Schedule.Override.values:
        raise NotAcceptable("Choose open, closed, or by the calendar.", field="state")
    now = clock.now()
    wanted_until = _checked(until, now) if state else None
    if (row.override, row.override_until) == (state, wanted_until):
        return row
    before = override_words(row)
    row.override, row.override_until = state, wanted_until
    row.override_by = actor.label[:120] if state else ""
    row.override_at = now if state else None
    # Not the version: whoever edits the hours meanwhile changes other things.
    row.save(update_fields=["override", "override_until", "override_by", "override_at"])
    audit.record(actor, "schedule.overridden", row, {"override": [before, override_words(row)]})
    said = override_words(row)
    configuration_changed(actor, f"Business hours {row.name}: {said[0].lower()}{said[1:]}")
    return row


def set_override_by_phone(
    by: UUID | None, schedule: UUID, *, state: str, until: datetime | None = None
) -> Schedule | None:
    """What a phone of an extension dialled; nothing when the hours are gone, or phones may not switch them any more."""
    row = Schedule.objects.filter(key=schedule, by_phone=True).first()
    if row is None:
        return None
    extension = Extension.objects.filter(key=by).first() if by is not None else None
    who = f"Extension {extension}, by phone" if extension is not None else "A phone"
    return set_override(Actor.system(who), row, state=state, until=until)


def override_words(schedule: Schedule) -> str:
    """Such as "Closed until Tue 3 Mar 2026, 09:00", in the schedule's zone."""
    if not schedule.override:
        return "By the calendar"
    state = str(Schedule.Override(schedule.override).label)
    if schedule.override_until is None:
        return f"{state} until further notice"
    zone = zone_of(schedule.time_zone or current_organization().time_zone)
    wall = schedule.override_until.astimezone(zone)
    return f"{state} until {wall:%a} {wall.day} {wall:%b %Y, %H:%M}"


def _checked(until: datetime | None, now: datetime) -> datetime | None:
    if until is None:
        return None
    if until <= now:
        raise NotAcceptable("Enter a time that is still to come.", field="until")
    if until - now > LONGEST:
        raise NotAcceptable("Enter a time within a year, or choose until further notice.", field="until")
    return until

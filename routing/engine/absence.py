"""An absence: on some days an extension does not ring, and its calls go where its person said."""

from __future__ import annotations

from routing.engine.hours import zone_of
from routing.engine.objects.absences import Absence
from routing.engine.objects.extensions import Extension
from routing.engine.walk import Walk


def absence_now(walk: Walk, extension: Extension) -> Absence | None:
    """The one that holds at this moment. It begins and ends at midnights of the organization's clocks."""
    if not extension.absences:
        return None
    today = walk.now.astimezone(zone_of(walk.plan.zone)).date()
    return next((one for one in extension.absences if one.first <= today <= one.last), None)


def note_of(absence: Absence) -> str:
    """Why and until when: "Summer, until Fri 14 Aug"."""
    until = f"until {absence.last:%a} {absence.last.day} {absence.last:%b}"
    return f"{absence.label}, {until}" if absence.label else until

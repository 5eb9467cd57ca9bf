"""A call at a schedule: it goes on where the hours of this moment send it."""

from __future__ import annotations

from datetime import datetime

from routing.engine.decisions import Decision, StepKind
from routing.engine.destinations import ToSchedule
from routing.engine.hours import Cause, Schedule, State, state_at, zone_of
from routing.engine.hours_ahead import change_soon
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# By who decides: why it is open, why it is closed.
_REASONS = {
    Cause.WEEK: (Reason.HOURS_OPEN, Reason.HOURS_CLOSED),
    Cause.HOLIDAY: (Reason.HOURS_OPEN, Reason.HOURS_HOLIDAY),
    Cause.EXCEPTION: (Reason.HOURS_EXCEPTION_OPEN, Reason.HOURS_EXCEPTION_CLOSED),
    Cause.OVERRIDE: (Reason.HOURS_SET_OPEN, Reason.HOURS_SET_CLOSED),
}


def enter(walk: Walk, destination: ToSchedule) -> Decision:
    """Follow the destination of the state that holds now; closed hours never lead where open ones do."""
    schedule = walk.plan.schedule_by_key.get(destination.key)
    if schedule is None:
        key = destination.key
        return walk.refuse(StepKind.SCHEDULE, Reason.HOURS_GONE, Sentence.NOT_CONNECTED, key=key)
    if not schedule.is_enabled:
        disabled = Reason.HOURS_DISABLED, Sentence.NOT_CONNECTED
        return walk.refuse(StepKind.SCHEDULE, *disabled, schedule.name, schedule.key)
    state = state_at(schedule, walk.now)
    reason = reason_of(state)
    note = note_of(schedule, state, walk.now)
    walk.note(StepKind.SCHEDULE, reason, schedule.name, schedule.key, note=note)
    return walk.follow(schedule.destination(state))


def reason_of(state: State) -> Reason:
    return _REASONS[state.cause][0 if state.is_open else 1]


def note_of(schedule: Schedule, state: State, now: datetime) -> str:
    """Why, and until when as the schedule's clocks show it: "Christmas Day, until Mon 09:00"."""
    change = change_soon(schedule, now)
    until = f"until {moment_words(schedule, change.at, now)}" if change is not None else ""
    return ", ".join(word for word in (state.name, until) if word)


def moment_words(schedule: Schedule, at: datetime, now: datetime) -> str:
    """A moment to come as people name it: "18:00" today, "Mon 09:00" within six days, else "Mon 4 Jan 09:00"."""
    zone = zone_of(schedule.zone)
    wall, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (wall.date() - today).days
    if days == 0:
        return f"{wall:%H:%M}"
    return f"{wall:%a %H:%M}" if 0 < days < 7 else f"{wall:%a} {wall.day} {wall:%b %H:%M}"

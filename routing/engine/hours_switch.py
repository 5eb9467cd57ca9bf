"""Business hours that a phone opens and closes by hand, where they may be switched so."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.code_pin import Guarded, ask_pin
from routing.engine.decisions import Decision, StepKind, SwitchHours, Tell
from routing.engine.hours import Schedule, state_at
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.hours import HoursPinTried
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# What each code sets by hand, and how the trace and the phone are told.
_ACTS = {
    FeatureAct.HOURS_CLOSED: ("closed", Reason.HOURS_CLOSED_BY_PHONE, Sentence.HOURS_CLOSED),
    FeatureAct.HOURS_OPEN: ("open", Reason.HOURS_OPENED_BY_PHONE, Sentence.HOURS_OPEN),
}
_BY_CALENDAR = {True: Sentence.HOURS_BY_CALENDAR_OPEN, False: Sentence.HOURS_BY_CALENDAR_CLOSED}


def dial_hours(walk: Walk, code: FeatureCode, number: str) -> Decision:
    """Switch the hours with this internal number; "" means the only ones that phones may switch."""
    found = _with_number(walk, number) if number else _the_only_ones(walk)
    if isinstance(found, Reason):
        missing = found in {Reason.HOURS_UNKNOWN, Reason.HOURS_NOT_NAMED}
        sentence = Sentence.HOURS_NUMBER_MISSING if missing else Sentence.HOURS_NOT_BY_PHONE
        return walk.refuse(StepKind.FEATURE_CODE, found, sentence, f"{code.code}{number}")
    guarded = _guarded(walk, code.act, found)
    return ask_pin(walk, guarded) if found.has_pin else guarded.done()


def guarded_hours(walk: Walk, act: FeatureAct, key: UUID | None) -> Guarded | None:
    """The hours whose PIN was asked for; None when they are gone, or phones may not switch them any more."""
    schedule = walk.plan.schedule_by_key.get(key) if key is not None else None
    return _guarded(walk, act, schedule) if schedule is not None and _may_be_switched(schedule) else None


def _with_number(walk: Walk, number: str) -> Schedule | Reason:
    schedule = next((one for one in walk.plan.schedules if one.number == number), None)
    if schedule is None:
        return Reason.HOURS_UNKNOWN
    return schedule if _may_be_switched(schedule) else Reason.HOURS_NOT_BY_PHONE


def _the_only_ones(walk: Walk) -> Schedule | Reason:
    found = [one for one in walk.plan.schedules if _may_be_switched(one)]
    if len(found) > 1:
        return Reason.HOURS_NOT_NAMED
    return found[0] if found else Reason.HOURS_NOT_BY_PHONE


def _may_be_switched(schedule: Schedule) -> bool:
    return schedule.by_phone and schedule.is_enabled


def _guarded(walk: Walk, act: FeatureAct, schedule: Schedule) -> Guarded:
    return Guarded(
        act=act,
        step=StepKind.SCHEDULE,
        label=schedule.name,
        key=schedule.key,
        tried=lambda pin: HoursPinTried(schedule.key, pin),
        done=lambda: _switch(walk, act, schedule),
    )


def _switch(walk: Walk, act: FeatureAct, schedule: Schedule) -> Decision:
    """Until somebody switches again: who dials a code cannot say until when."""
    by_calendar = msgspec.structs.replace(schedule, override=None)
    is_open = state_at(by_calendar, walk.now).is_open
    state, reason, sentence = _ACTS.get(act, ("", Reason.HOURS_BY_CALENDAR_BY_PHONE, _BY_CALENDAR[is_open]))
    by = walk.caller.key if walk.caller is not None else None
    walk.effects.append(SwitchHours(schedule.key, state, by=by))
    walk.note(StepKind.SCHEDULE, reason, schedule.name, schedule.key)
    return walk.decision(Tell((SystemWords(sentence, schedule.name),)), reason)

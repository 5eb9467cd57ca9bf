"""A phone dials a feature code: something is switched, and the phone hears that it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from routing.engine.calls import Event
from routing.engine.code_pin import resume_pin
from routing.engine.decisions import Decision, Effect, StepKind, Tell
from routing.engine.hours_switch import dial_hours, guarded_hours
from routing.engine.listening import listen
from routing.engine.lock import dial_lock, guarded_lock
from routing.engine.objects.codes import SWITCHING_HOURS, FeatureAct, FeatureCode
from routing.engine.objects.extensions import Extension
from routing.engine.progress import CodeAsksPin
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.redial import dial_again
from routing.engine.walk import Walk


class SwitchDoNotDisturb(Effect, frozen=True):
    """Let an extension ring, or not."""

    extension: UUID
    on: bool


class ForwardEveryCall(Effect, frozen=True):
    """Send every call to an extension to another one; to: None ends that."""

    extension: UUID
    to: UUID | None = None


_DO_NOT_DISTURB = {
    True: (Reason.DO_NOT_DISTURB_ON, Sentence.DO_NOT_DISTURB_ON),
    False: (Reason.DO_NOT_DISTURB_OFF, Sentence.DO_NOT_DISTURB_OFF),
}


def dial_code(walk: Walk, code: FeatureCode, number: str) -> Decision:
    """Do what a code means. number: what was dialled behind it."""
    caller = walk.caller
    if caller is None:
        refused = Reason.CODE_WITHOUT_EXTENSION, Sentence.NOT_CONNECTED
        return walk.refuse(StepKind.FEATURE_CODE, *refused, code.code)
    return _ACTS[code.act](walk, caller, code, number)


def resume(walk: Walk, state: CodeAsksPin, event: Event) -> Decision:
    """A PIN was typed, or nothing."""
    key = walk.progress.current
    of_hours = state.act in SWITCHING_HOURS
    guarded = (guarded_hours if of_hours else guarded_lock)(walk, state.act, key)
    if guarded is not None:
        return resume_pin(walk, guarded, state.tries, event)
    if of_hours:
        gone = Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE
        return walk.refuse(StepKind.SCHEDULE, *gone, key=key)
    return walk.refuse(StepKind.EXTENSION, Reason.CODE_NOT_ALLOWED, Sentence.CODE_NOT_ALLOWED, key=key)


def spoken_digits(number: str) -> str:
    """One digit after the other, so that 101 is not a hundred and one."""
    return " ".join(number)


def _listen_to(walk: Walk, code: FeatureCode, number: str) -> Decision:
    """The number is that of a box, or of the extension whose box it is."""
    box = walk.plan.voicemail_box_by_number.get(number)
    return listen(walk, box) if box else _listen(walk, walk.plan.extension_by_number.get(number), code)


def _listen(walk: Walk, owner: Extension | None, code: FeatureCode) -> Decision:
    """Let the phone into the box of an extension, whose PIN is asked for."""
    if owner is None:
        refused = Reason.EXTENSION_UNKNOWN, Sentence.EXTENSION_UNKNOWN
        return walk.refuse(StepKind.FEATURE_CODE, *refused, code.code)
    box = walk.plan.voicemail_box_by_extension.get(owner.key)
    if box is not None:
        return listen(walk, box)
    return walk.refuse(StepKind.FEATURE_CODE, Reason.VOICEMAIL_GONE, Sentence.VOICEMAIL_DISABLED, code.code)


def _switch_do_not_disturb(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    if not caller.may_use_do_not_disturb:
        return _not_allowed(walk, code)
    on = code.act is FeatureAct.DO_NOT_DISTURB_ON
    reason, sentence = _DO_NOT_DISTURB[on]
    walk.effects.append(SwitchDoNotDisturb(caller.key, on))
    return _told(walk, code, reason, SystemWords(sentence))


def _forward_all(walk: Walk, caller: Extension, code: FeatureCode, number: str) -> Decision:
    if not caller.may_forward:
        return _not_allowed(walk, code)
    goal = walk.plan.extension_by_number.get(number)
    if goal is None or goal.key == caller.key:
        refused = Reason.FORWARD_TO_NOBODY, Sentence.FORWARD_TO_NOBODY
        return walk.refuse(StepKind.FEATURE_CODE, *refused, f"{code.code}{number}")
    walk.effects.append(ForwardEveryCall(caller.key, goal.key))
    return _told(walk, code, Reason.FORWARD_SET, SystemWords(Sentence.FORWARD_SET, spoken_digits(number)))


def _forward_none(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    if not caller.may_forward:
        return _not_allowed(walk, code)
    walk.effects.append(ForwardEveryCall(caller.key))
    return _told(walk, code, Reason.FORWARD_ENDED, SystemWords(Sentence.FORWARD_ENDED))


def _not_allowed(walk: Walk, code: FeatureCode) -> Decision:
    refused = Reason.CODE_NOT_ALLOWED, Sentence.CODE_NOT_ALLOWED
    return walk.refuse(StepKind.FEATURE_CODE, *refused, code.code)


def _told(walk: Walk, code: FeatureCode, reason: Reason, words: SystemWords) -> Decision:
    walk.note(StepKind.FEATURE_CODE, reason, code.code)
    return walk.decision(Tell((words,)), reason)


def _tell_own_number(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    words = SystemWords(Sentence.OWN_NUMBER, spoken_digits(caller.number))
    return _told(walk, code, Reason.OWN_NUMBER_TOLD, words)


def _ask_for_a_number(walk: Walk, code: FeatureCode) -> Decision:
    """With a number behind it the code was taken off before it came here."""
    return walk.refuse(StepKind.FEATURE_CODE, Reason.CODE_ALONE, Sentence.CODE_ALONE, code.code)


# What each act does for the extension whose phone dialled its code.
_ACTS: Mapping[FeatureAct, Callable[[Walk, Extension, FeatureCode, str], Decision]] = {
    FeatureAct.DO_NOT_DISTURB_ON: lambda walk, caller, code, _: _switch_do_not_disturb(walk, caller, code),
    FeatureAct.DO_NOT_DISTURB_OFF: lambda walk, caller, code, _: _switch_do_not_disturb(walk, caller, code),
    FeatureAct.FORWARD_ALL: _forward_all,
    FeatureAct.FORWARD_NONE: lambda walk, caller, code, _: _forward_none(walk, caller, code),
    FeatureAct.OWN_VOICEMAIL: lambda walk, caller, code, _: _listen(walk, caller, code),
    FeatureAct.VOICEMAIL_OF: lambda walk, _, code, number: _listen_to(walk, code, number),
    FeatureAct.OWN_NUMBER: lambda walk, caller, code, _: _tell_own_number(walk, caller, code),
    FeatureAct.HOURS_CLOSED: lambda walk, _, code, number: dial_hours(walk, code, number),
    FeatureAct.HOURS_OPEN: lambda walk, _, code, number: dial_hours(walk, code, number),
    FeatureAct.HOURS_BY_CALENDAR: lambda walk, _, code, number: dial_hours(walk, code, number),
    FeatureAct.WITHHOLD_NUMBER: lambda walk, _caller, code, _number: _ask_for_a_number(walk, code),
    FeatureAct.SHOW_NUMBER: lambda walk, _caller, code, _number: _ask_for_a_number(walk, code),
    FeatureAct.LOCK: lambda walk, caller, code, _: dial_lock(walk, caller, code),
    FeatureAct.UNLOCK: lambda walk, caller, code, _: dial_lock(walk, caller, code),
    FeatureAct.REDIAL: lambda walk, caller, code, _: dial_again(walk, caller, code),
    FeatureAct.CALL_RETURN: lambda walk, caller, code, _: dial_again(walk, caller, code),
}

"""A phone dials a feature code: something is switched, and the phone hears that it was."""

from __future__ import annotations

from uuid import UUID

from routing.engine.calls import Event
from routing.engine.code_pin import resume_pin
from routing.engine.decisions import Decision, Effect, StepKind, Tell
from routing.engine.hours_switch import dial_hours, guarded_hours
from routing.engine.listening import listen
from routing.engine.objects.codes import FeatureAct, FeatureCode, SpeedDial
from routing.engine.objects.extensions import Extension
from routing.engine.progress import CodeAsksPin
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
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


def dial_code(walk: Walk, code: FeatureCode, number: str) -> Decision:  # noqa: PLR0911 - one for each act
    """Do what a code means. number: what was dialled behind it."""
    caller = walk.caller
    if caller is None:
        refused = Reason.CODE_WITHOUT_EXTENSION, Sentence.NOT_CONNECTED
        return walk.refuse(StepKind.FEATURE_CODE, *refused, code.code)
    match code.act:
        case FeatureAct.DO_NOT_DISTURB_ON | FeatureAct.DO_NOT_DISTURB_OFF:
            return _switch_do_not_disturb(walk, caller, code)
        case FeatureAct.FORWARD_ALL:
            return _forward_all(walk, caller, code, number)
        case FeatureAct.FORWARD_NONE:
            return _forward_none(walk, caller, code)
        case FeatureAct.OWN_VOICEMAIL:
            return _listen(walk, caller, code)
        case FeatureAct.VOICEMAIL_OF:
            box = walk.plan.voicemail_box_by_number.get(number)
            return (
                listen(walk, box) if box else _listen(walk, walk.plan.extension_by_number.get(number), code)
            )
        case FeatureAct.OWN_NUMBER:
            words = SystemWords(Sentence.OWN_NUMBER, spoken_digits(caller.number))
            return _told(walk, code, Reason.OWN_NUMBER_TOLD, words)
        case FeatureAct.HOURS_CLOSED | FeatureAct.HOURS_OPEN | FeatureAct.HOURS_BY_CALENDAR:
            return dial_hours(walk, code, number)
        case FeatureAct.WITHHOLD_NUMBER | FeatureAct.SHOW_NUMBER:
            # With a number behind it the code was taken off before it came here.
            alone = Reason.CODE_ALONE, Sentence.CODE_ALONE
            return walk.refuse(StepKind.FEATURE_CODE, *alone, code.code)


def resume(walk: Walk, state: CodeAsksPin, event: Event) -> Decision:
    """A PIN was typed, or nothing."""
    key = walk.progress.current
    guarded = guarded_hours(walk, state.act, key)
    if guarded is None:
        gone = Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE
        return walk.refuse(StepKind.SCHEDULE, *gone, key=key)
    return resume_pin(walk, guarded, state.tries, event)


def dial_speed_dial(walk: Walk, speed_dial: SpeedDial) -> Decision:
    """Follow a short number."""
    walk.note(StepKind.FEATURE_CODE, Reason.SPEED_DIAL, speed_dial.label, speed_dial.key)
    return walk.follow(speed_dial.destination)


def spoken_digits(number: str) -> str:
    """One digit after the other, so that 101 is not a hundred and one."""
    return " ".join(number)


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

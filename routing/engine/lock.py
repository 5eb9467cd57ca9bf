"""The electronic lock: a locked extension calls nothing outside but the rescue service; its PIN opens it."""

from __future__ import annotations

from uuid import UUID

from routing.engine.code_pin import Guarded, ask_pin
from routing.engine.decisions import Decision, StepKind, Tell
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.extensions import Extension
from routing.engine.objects.locks import ServicePinTried, SwitchLock
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

_DONE = {
    True: (Reason.LOCK_ON, Sentence.LOCK_ON),
    False: (Reason.LOCK_OFF, Sentence.LOCK_OFF),
}


def dial_lock(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    """Ask for the service PIN; an extension without one is locked and unlocked on its page only."""
    if not caller.may_lock:
        refused = Reason.CODE_NOT_ALLOWED, Sentence.CODE_NOT_ALLOWED
        return walk.refuse(StepKind.FEATURE_CODE, *refused, code.code)
    if not caller.has_pin:
        missing = Reason.CODE_PIN_MISSING, Sentence.PIN_MISSING
        return walk.refuse(StepKind.FEATURE_CODE, *missing, code.code)
    return ask_pin(walk, _guarded(walk, code.act, caller))


def guarded_lock(walk: Walk, act: FeatureAct, key: UUID | None) -> Guarded | None:
    """The extension whose PIN was asked for; None when it is gone, or may not be locked by phone any more."""
    extension = walk.plan.extension_by_key.get(key) if key is not None else None
    return _guarded(walk, act, extension) if extension is not None and extension.may_lock else None


def _guarded(walk: Walk, act: FeatureAct, extension: Extension) -> Guarded:
    return Guarded(
        act=act,
        step=StepKind.EXTENSION,
        label=extension.label,
        key=extension.key,
        tried=lambda pin: ServicePinTried(extension.key, pin),
        done=lambda: _switch(walk, extension, on=act is FeatureAct.LOCK),
    )


def _switch(walk: Walk, extension: Extension, *, on: bool) -> Decision:
    reason, sentence = _DONE[on]
    walk.effects.append(SwitchLock(extension.key, on))
    walk.note(StepKind.EXTENSION, reason, extension.label, extension.key)
    return walk.decision(Tell((SystemWords(sentence),)), reason)

"""Codes that call a number again: the one this extension called last, or the one that called it last."""

from __future__ import annotations

import msgspec

from routing.engine.decisions import Decision, StepKind
from routing.engine.dialling import dial_number
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.extensions import Extension
from routing.engine.objects.last_numbers import LastCaller, LastDialled, LastNumber
from routing.engine.objects.outbound import NumberKind
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def dial_again(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    """Find the number and dial it by the same rules as any other."""
    return _redial(walk, caller, code) if code.act is FeatureAct.REDIAL else _call_back(walk, caller, code)


def _redial(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    codes = tuple(one.code for one in walk.plan.feature_codes)
    its = caller.key, caller.number
    found: LastNumber | None = walk.ask(LastDialled(*its, codes, walk.plan.region, walk.plan.outbound.habits))
    if found is None:
        nothing = Reason.NOTHING_DIALLED_YET, Sentence.NO_LAST_NUMBER
        return walk.refuse(StepKind.FEATURE_CODE, *nothing, code.code)
    return _dial(walk, code, found, Reason.REDIALLED)


def _call_back(walk: Walk, caller: Extension, code: FeatureCode) -> Decision:
    its = caller.key, caller.number
    found: LastNumber | None = walk.ask(LastCaller(*its, walk.plan.region, walk.plan.outbound.habits))
    if found is None:
        nobody = Reason.NOBODY_CALLED_YET, Sentence.NO_LAST_CALLER
        return walk.refuse(StepKind.FEATURE_CODE, *nobody, code.code)
    if not _can_be_called(walk, found):
        withheld = Reason.LAST_CALLER_WITHHELD, Sentence.LAST_CALLER_WITHHELD
        return walk.refuse(StepKind.FEATURE_CODE, *withheld, code.code)
    return _dial(walk, code, found, Reason.CALLED_BACK)


def _can_be_called(walk: Walk, found: LastNumber) -> bool:
    """Callers say who they are, and may lie: nobody reaches a short number, or the rescue service, by calling back."""
    if found.outside is not None:
        return found.outside.dial.startswith("+") and found.outside.kind is not NumberKind.EMERGENCY
    return found.number in walk.plan.extension_by_number


def _dial(walk: Walk, code: FeatureCode, found: LastNumber, reason: Reason) -> Decision:
    walk.note(StepKind.FEATURE_CODE, reason, code.code, note=found.number)
    if found.is_withheld:
        walk.note(StepKind.FEATURE_CODE, Reason.NUMBER_WITHHELD, code.code)
    walk.stands_for = found.number
    walk.call = msgspec.structs.replace(
        walk.call,
        dialled=found.number,
        dialled_numbers=(found.number,) if found.number.startswith("+") else (),
        outside=found.outside,
        withholds=True if found.is_withheld else walk.call.withholds,
    )
    return dial_number(walk)

"""A call asks for its first step: who calls, and what was dialled."""

from __future__ import annotations

from typing import assert_never

from routing.engine import emergency
from routing.engine.callers import stopped_at_the_door
from routing.engine.calls import Direction
from routing.engine.decisions import Decision, StepKind
from routing.engine.dialling import dial_number, follow_number
from routing.engine.feature_codes import dial_code
from routing.engine.limits import CallsInUse
from routing.engine.objects.outbound import NumberKind
from routing.engine.outbound import line_of
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def arrive(walk: Walk) -> Decision:
    """Follow what was dialled, by the direction the call comes from."""
    outside = walk.call.outside
    if outside is not None and outside.kind is NumberKind.EMERGENCY:
        # Before everything: a suspended organization and a disabled extension reach the rescue service too.
        return emergency.enter(walk, outside)
    if not walk.live.organization_is_active:
        refused = Reason.ORGANIZATION_SUSPENDED, Sentence.SUSPENDED
        return walk.refuse(StepKind.ORGANIZATION, *refused, walk.plan.organization)
    if not walk.call.dialled:
        return walk.refuse(StepKind.CALL, Reason.NOTHING_DIALLED, Sentence.NUMBER_UNKNOWN)
    match walk.call.direction:
        case Direction.INBOUND:
            return _from_outside(walk)
        case Direction.SUBSCRIBER | Direction.OUTBOUND_API:
            return _from_inside(walk)
        case _:
            assert_never(walk.call.direction)


def _from_outside(walk: Walk) -> Decision:
    number = walk.plan.number_for(walk.call.dialled_numbers)
    if number is None:
        refused = Reason.NUMBER_UNKNOWN, Sentence.NUMBER_UNKNOWN
        return walk.refuse(StepKind.NUMBER, *refused, walk.call.dialled)
    return stopped_at_the_door(walk, number) or follow_number(walk, number)


def _from_inside(walk: Walk) -> Decision:
    caller = walk.caller
    if caller is None:
        walk.note(StepKind.CALLER, Reason.CALLER_UNKNOWN, walk.call.caller)
    elif caller.is_enabled:
        walk.note(StepKind.CALLER, Reason.CALLER_IS_EXTENSION, caller.label, caller.key)
        most = line_of(walk.plan, caller).call_limit
        if most and walk.ask(CallsInUse(caller.key)).calls >= most:
            limit = Reason.CALL_LIMIT, Sentence.LIMIT_REACHED
            return walk.refuse(StepKind.CALLER, *limit, caller.label, caller.key)
    else:
        refused = Reason.CALLER_DISABLED, Sentence.CALLER_DISABLED
        return walk.refuse(StepKind.CALLER, *refused, caller.label, caller.key)
    if walk.call.withholds is not None:
        prefix = Reason.NUMBER_WITHHELD if walk.call.withholds else Reason.NUMBER_SHOWN
        walk.note(StepKind.FEATURE_CODE, prefix, walk.call.prefix)
    meant = walk.plan.dialled_codes.meant_by(walk.call.dialled)
    return dial_code(walk, *meant) if meant is not None else dial_number(walk)

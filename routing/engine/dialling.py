"""What a phone reaches by a number that is no code: a short one, one inside, one of its organization, one outside."""

from __future__ import annotations

from routing.engine import emergency
from routing.engine.callers import caller_of
from routing.engine.decisions import Decision, StepKind
from routing.engine.listening import listen
from routing.engine.objects.callers import fits
from routing.engine.objects.codes import SpeedDial
from routing.engine.objects.numbers import Number
from routing.engine.objects.outbound import NumberKind
from routing.engine.outbound import enter_outside
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def dial_number(walk: Walk) -> Decision:
    """Follow what was dialled; the rescue service goes before everything."""
    outside = walk.call.outside
    if outside is not None and outside.kind is NumberKind.EMERGENCY:
        return emergency.enter(walk, outside)
    inside = _inside(walk)
    if inside is not None:
        return inside
    # A phone may dial a number of its own organization; the call then stays inside.
    readings = (outside.dial,) if outside is not None else ()
    number = walk.plan.number_for((*readings, *walk.call.dialled_numbers))
    if number is not None:
        return follow_number(walk, number)
    if outside is not None:
        return enter_outside(walk, outside)
    unknown = Reason.EXTENSION_UNKNOWN, Sentence.EXTENSION_UNKNOWN
    return walk.refuse(StepKind.EXTENSION, *unknown, walk.call.dialled)


def follow_number(walk: Walk, number: Number) -> Decision:
    """Follow a phone number of the organization, by its rules for who calls."""
    if not number.is_enabled:
        refused = Reason.NUMBER_DISABLED, Sentence.NUMBER_UNKNOWN
        return walk.refuse(StepKind.NUMBER, *refused, number.e164, number.key)
    walk.note(StepKind.NUMBER, Reason.NUMBER_FOUND, number.e164, number.key)
    caller = caller_of(walk)
    for rule in number.rules:
        if fits(rule.pattern, rule.value, caller):
            walk.note(StepKind.NUMBER, Reason.NUMBER_RULE, rule.label, number.key)
            return walk.follow(rule.destination)
    return walk.follow(number.destination)


def _inside(walk: Walk) -> Decision | None:
    """What a short number, or the number of a box or an object leads to; None when it is none of them."""
    speed_dial = walk.plan.speed_dial_by_code.get(walk.call.dialled)
    if speed_dial is not None:
        return _follow_speed_dial(walk, speed_dial)
    box = walk.plan.voicemail_box_by_number.get(walk.call.dialled)
    if box is not None and walk.caller is not None:
        return listen(walk, box)
    wanted = walk.plan.internal_numbers.get(walk.call.dialled)
    return walk.follow(wanted) if wanted is not None else None


def _follow_speed_dial(walk: Walk, speed_dial: SpeedDial) -> Decision:
    walk.note(StepKind.FEATURE_CODE, Reason.SPEED_DIAL, speed_dial.label, speed_dial.key)
    return walk.follow(speed_dial.destination)

"""Who gets through from outside: callers that the organization always lets in, and those that it blocks."""

from __future__ import annotations

from routing.engine.decisions import Decision, Refusal, Refuse, StepKind
from routing.engine.objects.callers import CallerAnswer
from routing.engine.objects.numbers import Number
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# What stands in the place of a number when the caller withholds it, in lower case. The digits spell ANONYMOUS.
_WITHHELD = frozenset(
    {
        "",
        "anonymous",
        "blocked",
        "private",
        "restricted",
        "unavailable",
        "unknown",
        "withheld",
        "266696687",
        "+266696687",
    }
)
# Busy and declined are told apart by the network: 486 and 603. The platform's "rejected" is a busy line as well.
_REFUSALS = {CallerAnswer.DECLINE: Refusal.FAILED, CallerAnswer.BUSY: Refusal.BUSY}


def is_anonymous(caller: str) -> bool:
    """Whether this stands for a caller who withholds the number: the platform sends a word instead, or nothing."""
    return caller.lower() in _WITHHELD


def caller_of(walk: Walk) -> str:
    """What rules compare: the caller's number in E.164, the number of a calling extension, "" when it is withheld."""
    if walk.caller is not None:
        return walk.caller.number
    return "" if is_anonymous(walk.call.caller) else walk.call.caller_number


def stopped_at_the_door(walk: Walk, number: Number) -> Decision | None:
    """What a blocked caller of this number gets; None for everybody who may go on."""
    rule = walk.plan.caller_lists.rule_for(caller_of(walk), number.key, walk.now)
    if rule is None:
        return None
    reason = Reason.CALLER_ALLOWED if rule.allows else Reason.CALLER_BLOCKED
    if rule.allows:
        walk.note(StepKind.CALLER_RULE, reason, rule.label, rule.key)
        return None
    refusal = _REFUSALS.get(rule.answer)
    if refusal is None:
        return walk.refuse(StepKind.CALLER_RULE, reason, Sentence.CALLER_BLOCKED, rule.label, rule.key)
    walk.note(StepKind.CALLER_RULE, reason, rule.label, rule.key)
    return walk.decision(Refuse(refusal), reason)

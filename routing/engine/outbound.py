"""Calls that leave the building: whether, over which trunks and with which number; denied unless a row allows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from routing.engine.calls import Event, Outcome
from routing.engine.decisions import Decision, Dial, End, Speak, StepKind
from routing.engine.destinations import ToOutside
from routing.engine.endings import OVER, outcome_of
from routing.engine.limits import CallsInUse, has_limits, over_limit, over_own_limit, with_more
from routing.engine.objects.extensions import Extension
from routing.engine.objects.outbound import CallingClass, Line, NumberKind, OutsideNumber
from routing.engine.plan import Plan
from routing.engine.progress import OutsideRings
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# Far away it takes a while until it rings, and a voicemail of the other side answers later than ours.
RING_SECONDS = 60
# What callees see instead of a number. [C] The platform's documents do not say how a number is withheld.
WITHHELD = "anonymous"
_REFUSALS = {
    Reason.OUTSIDE_DENIED: Sentence.OUTSIDE_NOT_ALLOWED,
    Reason.NO_CALLING_CLASS: Sentence.OUTSIDE_NOT_ALLOWED,
}
_UNTAKEN = {
    Outcome.BUSY: (Reason.BUSY, Sentence.BUSY),
    Outcome.NO_ANSWER: (Reason.NO_ANSWER, Sentence.NO_ANSWER),
    Outcome.UNAVAILABLE: (Reason.OUTSIDE_UNREACHABLE, Sentence.UNAVAILABLE),
}


class Verdict(msgspec.Struct, frozen=True):
    """reason: OUTSIDE_ALLOWED, EMERGENCY_CALL or why not. row: of the class, which decided; None when none did.

    trunks: the lines to try, in their order; empty when refused.
    """

    reason: Reason
    trunks: tuple[str, ...] = ()
    row: int | None = None

    @property
    def is_allowed(self) -> bool:
        return bool(self.trunks)


def judge(
    number: OutsideNumber,
    calling_class: CallingClass | None,
    all_trunks: tuple[str, ...],
    own_numbers: Collection[str] = (),
) -> Verdict:
    """The verdict on a number for whoever has this class.

    all_trunks: the outbound trunks that are enabled. own_numbers: a call to one of them would leave and come back
    for ever. An emergency number passes before everything else.
    """
    if number.kind is NumberKind.EMERGENCY:
        return Verdict(Reason.EMERGENCY_CALL if all_trunks else Reason.EMERGENCY_WITHOUT_TRUNK, all_trunks)
    if number.dial in own_numbers:
        return Verdict(Reason.OUTSIDE_IS_OWN)
    if calling_class is None:
        return Verdict(Reason.NO_CALLING_CLASS)
    row = next((place for place, one in enumerate(calling_class.rows) if one.matches(number)), None)
    if row is None or not calling_class.rows[row].allows:
        return Verdict(Reason.OUTSIDE_DENIED, row=row)
    trunks = calling_class.trunks if calling_class.trunks is not None else all_trunks
    # What the class names and what is enabled; nothing else is tried in its place.
    usable = tuple(name for name in trunks if name in all_trunks)
    return Verdict(Reason.OUTSIDE_ALLOWED if usable else Reason.NO_TRUNK, usable, row)


def judge_for(plan: Plan, number: OutsideNumber, identity: Extension | None) -> Verdict:
    """The verdict for an extension; None is the organization itself, as for its phone numbers and groups."""
    calling_class = plan.outbound.calling_class(line_of(plan, identity).calling_class)
    return judge(number, calling_class, plan.outbound_trunks, plan.number_by_e164)


def line_of(plan: Plan, identity: Extension | None) -> Line:
    """What the extension, or the organization itself, calls the outside with."""
    own = identity.line if identity is not None else None
    return own if own is not None else plan.outbound.line


def shown_number(plan: Plan, identity: Extension | None) -> str:
    """What callees outside see: one of the organization's own numbers, or that it is withheld."""
    line = line_of(plan, identity)
    return WITHHELD if line.withholds or not line.caller_id else line.caller_id


def _shown_in(walk: Walk) -> str:
    """What callees of this call see: whoever called may have said so by a code, for calls in their own name."""
    wish, sender = walk.call.withholds, walk.sender
    if wish is None or sender is None or walk.sent_on_by is not None:
        return shown_number(walk.plan, sender)
    return WITHHELD if wish else line_of(walk.plan, sender).caller_id or WITHHELD


def enter(walk: Walk, destination: ToOutside) -> Decision:
    """A number, a menu, a short number or a rule sends the call out."""
    return enter_outside(walk, destination.number)


def enter_outside(walk: Walk, number: OutsideNumber) -> Decision:
    """Call a number outside, where whoever sends the call there may."""
    if not walk.may_leave and number.kind is not NumberKind.EMERGENCY:
        nobody = Reason.NO_CALLING_CLASS, Sentence.OUTSIDE_NOT_ALLOWED
        return walk.refuse(StepKind.OUTBOUND, *nobody, number.dial)
    plan, identity = walk.plan, walk.sender
    calling_class = plan.outbound.calling_class(line_of(plan, identity).calling_class)
    verdict = judge_for(plan, number, identity)
    owner = identity.key if identity is not None else None
    note = calling_class.name if calling_class is not None else ""
    if number.kind is not NumberKind.EMERGENCY and _is_locked(walk):
        walk.note(StepKind.OUTBOUND, Reason.EXTENSION_LOCKED, number.dial, owner=owner, note=note)
        return walk.decision(Speak(Sentence.EXTENSION_LOCKED), Reason.EXTENSION_LOCKED)
    if not verdict.is_allowed:
        walk.note(StepKind.OUTBOUND, verdict.reason, number.dial, owner=owner, note=note)
        sentence = _REFUSALS.get(verdict.reason, Sentence.NOT_CONNECTED)
        return walk.decision(Speak(sentence), verdict.reason)
    for reached in reached_limits(walk, number, identity):
        walk.note(StepKind.OUTBOUND, reached.limit, number.dial, owner=owner, note=reached.note)
        if reached.stops:
            return walk.decision(Speak(Sentence.LIMIT_REACHED), reached.limit)
    reason = verdict.reason if verdict.reason is Reason.EMERGENCY_CALL else Reason.OUTSIDE_RINGING
    walk.note(StepKind.OUTBOUND, reason, number.dial, owner=owner, note=note)
    dial = Dial((number.dial,), RING_SECONDS, _shown_in(walk), "", verdict.trunks)
    return walk.decision(dial, reason, OutsideRings(number.dial))


def _is_locked(walk: Walk) -> bool:
    """Whether the call would leave in the name of a locked extension that makes it; what it forwards goes on."""
    return walk.caller is not None and walk.sent_on_by is None and walk.caller.key in walk.live.locked


class Reached(msgspec.Struct, frozen=True):
    """A limit that one more call outside would break. stops: whether it does; else it is only noted."""

    limit: Reason
    stops: bool

    @property
    def note(self) -> str:
        """For the trace."""
        return "" if self.stops else "only noted"


def reached_limits(
    walk: Walk, number: OutsideNumber, identity: Extension | None, beside: int = 0
) -> Iterator[Reached]:
    """The limits that one more call to this number reaches, the extension's own first; whoever asks notes them.

    Emergency calls have none. beside: how many others the same step makes in the name of the organization.
    """
    if number.kind is NumberKind.EMERGENCY:
        return
    limits, line = walk.plan.outbound.limits, line_of(walk.plan, identity)
    found: list[Reason | None] = []
    if identity is not None and (line.calls_an_hour or line.minutes_a_day):
        found.append(over_own_limit(line, walk.ask(CallsInUse(identity.key))))
    if has_limits(limits):
        found.append(over_limit(limits, with_more(walk.ask(CallsInUse()), beside)))
    for over in found:
        if over is not None:
            yield Reached(over, not limits.only_noted)


def resume(walk: Walk, state: OutsideRings, event: Event) -> Decision:
    """The call outside is over: nothing else is tried, the caller hears how it ended."""
    outcome = outcome_of(event)
    over = OVER.get(outcome)
    if over is not None:
        walk.note(StepKind.DIAL, over, state.dial)
        return walk.decision(End(), over)
    reason, sentence = _UNTAKEN[outcome]
    return walk.refuse(StepKind.DIAL, reason, sentence, state.dial)

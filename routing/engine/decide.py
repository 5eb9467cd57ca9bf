"""The one function that decides what happens to a call; webhook, what-if, verifier and replay all call it."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from routing.engine.calls import Arrived, DialEnded, Direction, Event, IncomingCall, Outcome
from routing.engine.decisions import Action, Decision, Dial, End, Sentence, Speak, StepKind, TraceEntry
from routing.engine.destinations import Destination, HangUp, ToExtension
from routing.engine.plan import Extension, Live, Number, Plan
from routing.engine.progress import MAX_HOPS, Progress
from routing.engine.reasons import Reason

# How a Dial that nobody answered goes on.
_AFTER_DIAL: dict[Outcome, tuple[Reason, Sentence | None]] = {
    Outcome.ANSWERED: (Reason.ANSWERED, None),
    Outcome.CANCELLED: (Reason.CANCELLED, None),
    Outcome.BUSY: (Reason.BUSY, Sentence.BUSY),
    Outcome.NO_ANSWER: (Reason.NO_ANSWER, Sentence.NO_ANSWER),
    Outcome.UNAVAILABLE: (Reason.UNAVAILABLE, Sentence.UNAVAILABLE),
}


def decide(  # noqa: PLR0917 - the six things a decision depends on, in the order of the design
    plan: Plan, live: Live, call: IncomingCall, progress: Progress, event: Event, now: datetime
) -> Decision:
    """Return the next step of a call: the same arguments give the same answer, and bad data never raises.

    progress: START for a call that arrives, else what the link of the finished step carried.
    now: aware; the only clock the engine knows.
    """
    walk = _Walk(plan, live, call, progress, now)
    match event:
        case DialEnded(outcome=outcome):
            return walk.after_dial(outcome)
        case Arrived():
            return walk.arrive()
        case _:
            assert_never(event)


class _Walk:
    """The way of one call through the plan within one request; gathers the trace as it goes."""

    __slots__ = ("call", "caller", "hops", "live", "now", "plan", "progress", "trace", "visited")

    def __init__(self, plan: Plan, live: Live, call: IncomingCall, progress: Progress, now: datetime) -> None:
        self.plan = plan
        self.live = live
        self.call = call
        self.progress = progress
        self.now = now
        self.caller = calling_extension(plan, call)
        self.hops = progress.hops
        self.visited = progress.visited
        self.trace: list[TraceEntry] = []

    # Events.

    def arrive(self) -> Decision:
        if not self.live.organization_is_active:
            refused = Reason.ORGANIZATION_SUSPENDED, Sentence.SUSPENDED
            return self._refuse(StepKind.ORGANIZATION, *refused, self.plan.organization)
        if not self.call.dialled:
            return self._refuse(StepKind.CALL, Reason.NOTHING_DIALLED, Sentence.NUMBER_UNKNOWN)
        match self.call.direction:
            case Direction.INBOUND:
                return self._from_outside()
            case Direction.SUBSCRIBER | Direction.OUTBOUND_API:
                return self._from_inside()
            case _:
                assert_never(self.call.direction)

    def after_dial(self, outcome: Outcome) -> Decision:
        if self.progress.current is None:
            self._note(StepKind.DIAL, Reason.OUT_OF_TURN)
            return self._decision(End(), Reason.OUT_OF_TURN)
        extension = self.plan.extension_by_key.get(self.progress.current)
        reason, sentence = _AFTER_DIAL[outcome]
        if sentence is not None:
            return self._refuse(StepKind.DIAL, reason, sentence, _name_of(extension), self.progress.current)
        self._note(StepKind.DIAL, reason, _name_of(extension), self.progress.current)
        return self._decision(End(), reason)

    # Where the call comes from.

    def _from_outside(self) -> Decision:
        number = self.plan.number_for(self.call.dialled_numbers)
        if number is None:
            return self._refuse(
                StepKind.NUMBER, Reason.NUMBER_UNKNOWN, Sentence.NUMBER_UNKNOWN, self.call.dialled
            )
        return self._follow_number(number)

    def _from_inside(self) -> Decision:
        caller = self.caller
        if caller is None:
            self._note(StepKind.CALLER, Reason.CALLER_UNKNOWN, self.call.caller)
        elif caller.is_enabled:
            self._note(StepKind.CALLER, Reason.CALLER_IS_EXTENSION, _name_of(caller), caller.key)
        else:
            refused = Reason.CALLER_DISABLED, Sentence.CALLER_DISABLED
            return self._refuse(StepKind.CALLER, *refused, _name_of(caller), caller.key)
        wanted = self.plan.extension_by_number.get(self.call.dialled)
        if wanted is not None:
            return self._follow(ToExtension(wanted.key))
        # A phone may dial a number of its own organization; the call then stays inside.
        number = self.plan.number_for(self.call.dialled_numbers)
        if number is not None:
            return self._follow_number(number)
        refused = Reason.EXTENSION_UNKNOWN, Sentence.EXTENSION_UNKNOWN
        return self._refuse(StepKind.EXTENSION, *refused, self.call.dialled)

    # Where it goes.

    def _follow_number(self, number: Number) -> Decision:
        if not number.is_enabled:
            refused = Reason.NUMBER_DISABLED, Sentence.NUMBER_UNKNOWN
            return self._refuse(StepKind.NUMBER, *refused, number.e164, number.key)
        self._note(StepKind.NUMBER, Reason.NUMBER_FOUND, number.e164, number.key)
        return self._follow(number.destination)

    def _follow(self, destination: Destination) -> Decision:
        match destination:
            case HangUp():
                self._note(StepKind.CALL, Reason.HUNG_UP)
                return self._decision(End(), Reason.HUNG_UP)
            case ToExtension(key=key):
                return self._refused_entry(key) or self._ring_extension(key)
            case _:
                assert_never(destination)

    def _refused_entry(self, key: UUID) -> Decision | None:
        """Count the hop; a refusal when the call has been here before or has come too far."""
        if key in self.visited:
            return self._refuse(StepKind.CALL, Reason.LOOP, Sentence.NOT_CONNECTED, key=key)
        if self.hops >= MAX_HOPS:
            return self._refuse(StepKind.CALL, Reason.TOO_MANY_HOPS, Sentence.NOT_CONNECTED, key=key)
        self.hops += 1
        self.visited = (*self.visited, key)
        return None

    def _ring_extension(self, key: UUID) -> Decision:
        extension = self.plan.extension_by_key.get(key)
        if extension is None:
            return self._refuse(StepKind.EXTENSION, Reason.EXTENSION_GONE, Sentence.UNAVAILABLE, key=key)
        refused = self._why_it_cannot_ring(extension)
        if refused is not None:
            return self._refuse(StepKind.EXTENSION, *refused, _name_of(extension), key)
        self._note(StepKind.EXTENSION, Reason.RINGING, _name_of(extension), key)
        attempt = self.progress.attempt + 1 if self.progress.current == key else 1
        dial = Dial(extension.sip_usernames, extension.ring_seconds, *self._caller_as_shown())
        return self._decision(dial, Reason.RINGING, current=key, attempt=attempt)

    def _why_it_cannot_ring(self, extension: Extension) -> tuple[Reason, Sentence] | None:
        if self.caller is not None and self.caller.key == extension.key:
            return Reason.CALLED_ITSELF, Sentence.CALLED_ITSELF
        if not extension.is_enabled:
            return Reason.EXTENSION_DISABLED, Sentence.EXTENSION_DISABLED
        if not extension.sip_usernames:
            return Reason.NO_SIP_ACCOUNT, Sentence.UNAVAILABLE
        return None

    def _caller_as_shown(self) -> tuple[str, str]:
        """Number and name on the ringing phone: an extension shows as itself, never as its SIP account."""
        if self.caller is not None:
            return self.caller.number, self.caller.name
        return self.call.caller_number, self.call.caller_name

    # Answers.

    def _note(self, step: StepKind, outcome: Reason, label: str = "", key: UUID | None = None) -> None:
        self.trace.append(TraceEntry(step, outcome, label, key))

    def _refuse(
        self, step: StepKind, reason: Reason, sentence: Sentence, label: str = "", key: UUID | None = None
    ) -> Decision:
        self._note(step, reason, label, key)
        return self._decision(Speak(sentence), reason)

    def _decision(
        self, action: Action, reason: Reason, current: UUID | None = None, attempt: int = 0
    ) -> Decision:
        progress = Progress(hops=self.hops, visited=self.visited, current=current, attempt=attempt)
        return Decision(action, progress, reason, tuple(self.trace))


def calling_extension(plan: Plan, call: IncomingCall) -> Extension | None:
    # Only a phone's identity is vouched for by the platform; a trunk or a program may claim any caller.
    if call.direction is not Direction.SUBSCRIBER:
        return None
    return plan.extension_by_sip_username.get(call.caller) or plan.extension_by_number.get(call.caller)


def _name_of(extension: Extension | None) -> str:
    return f"{extension.number} {extension.name}".strip() if extension is not None else ""

"""The one function that decides what happens to a call; webhook, what-if, verifier and replay all call it."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from routing.engine.calls import Arrived, DialEnded, Direction, Event, IncomingCall, Outcome
from routing.engine.decisions import (
    Action,
    Decision,
    Dial,
    End,
    Greet,
    Sentence,
    Speak,
    StepKind,
    TraceEntry,
)
from routing.engine.destinations import Destination, HangUp, ToExtension, ToVoicemailBox
from routing.engine.forwarding import Cause, Origin, both_outcomes
from routing.engine.plan import Extension, Live, Number, Plan
from routing.engine.progress import MAX_HOPS, Progress
from routing.engine.reasons import Reason

# What an extension that did not take a call means: the rule to ask, and what the caller hears when there is none.
_Untaken = tuple[Cause, Reason, Sentence]
_OVER = {Outcome.ANSWERED: Reason.ANSWERED, Outcome.CANCELLED: Reason.CANCELLED}
_UNTAKEN: dict[Outcome, _Untaken] = {
    Outcome.BUSY: (Cause.BUSY, Reason.BUSY, Sentence.BUSY),
    Outcome.NO_ANSWER: (Cause.NO_ANSWER, Reason.NO_ANSWER, Sentence.NO_ANSWER),
    Outcome.UNAVAILABLE: (Cause.UNAVAILABLE, Reason.UNAVAILABLE, Sentence.UNAVAILABLE),
}
_DISABLED: _Untaken = (Cause.UNAVAILABLE, Reason.EXTENSION_DISABLED, Sentence.EXTENSION_DISABLED)
_WITHOUT_PHONE: _Untaken = (Cause.UNAVAILABLE, Reason.NO_SIP_ACCOUNT, Sentence.UNAVAILABLE)
# It counts as busy, but nobody is on the phone, so the sentence does not say so.
_NOT_DISTURBED: _Untaken = (Cause.BUSY, Reason.DO_NOT_DISTURB, Sentence.UNAVAILABLE)
_FORWARDED = {
    Cause.ALWAYS: Reason.FORWARDED_ALWAYS,
    Cause.NO_ANSWER: Reason.FORWARDED_NO_ANSWER,
    Cause.BUSY: Reason.FORWARDED_BUSY,
    Cause.UNAVAILABLE: Reason.FORWARDED_UNAVAILABLE,
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
        over = _OVER.get(outcome)
        if over is not None:
            self._note(StepKind.DIAL, over, _name_of(extension), self.progress.current)
            return self._decision(End(), over)
        if extension is None:
            _, reason, sentence = _UNTAKEN[outcome]
            return self._refuse(StepKind.DIAL, reason, sentence, key=self.progress.current)
        if self.progress.tried is not None:
            self._note(StepKind.DIAL, Reason.MOBILE_NOT_TAKEN, _name_of(extension), extension.key)
            outcome = both_outcomes(self.progress.tried, outcome)
        cause, reason, sentence = _UNTAKEN[outcome]
        self._note(StepKind.DIAL, reason, _name_of(extension), extension.key)
        if self.progress.tried is None and self._mobile_may_ring(extension):
            return self._ring_mobile(extension, outcome)
        return self._not_taken(extension, cause, reason, sentence)

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
                return self._refused_entry(key) or self._call_extension(key)
            case ToVoicemailBox(key=key):
                return self._refused_entry(key) or self._greet(key)
            case _:
                assert_never(destination)

    def _refused_entry(self, key: UUID) -> Decision | None:
        """Count the hop; a refusal when the call has been here before or has come too far."""
        is_forwarded_back = bool(self.visited) and self.caller is not None and self.caller.key == key
        if key in self.visited or is_forwarded_back:
            return self._refuse(StepKind.CALL, Reason.LOOP, Sentence.NOT_CONNECTED, key=key)
        if self.hops >= MAX_HOPS:
            return self._refuse(StepKind.CALL, Reason.TOO_MANY_HOPS, Sentence.NOT_CONNECTED, key=key)
        self.hops += 1
        self.visited = (*self.visited, key)
        return None

    def _call_extension(self, key: UUID) -> Decision:
        extension = self.plan.extension_by_key.get(key)
        if extension is None:
            return self._refuse(StepKind.EXTENSION, Reason.EXTENSION_GONE, Sentence.UNAVAILABLE, key=key)
        if self.caller is not None and self.caller.key == key:
            itself = Reason.CALLED_ITSELF, Sentence.CALLED_ITSELF
            return self._refuse(StepKind.EXTENSION, *itself, _name_of(extension), key)
        always = extension.forward(Cause.ALWAYS, self.origin)
        if always is not None:
            return self._forward(extension, Cause.ALWAYS, always)
        untaken = self._untaken_before_ringing(extension)
        if untaken is None:
            return self._ring(extension, Reason.RINGING, extension.sip_usernames)
        self._note(StepKind.EXTENSION, untaken[1], _name_of(extension), key)
        if untaken is _WITHOUT_PHONE and self._mobile_may_ring(extension):
            return self._ring_mobile(extension, Outcome.UNAVAILABLE)
        return self._not_taken(extension, *untaken)

    def _untaken_before_ringing(self, extension: Extension) -> _Untaken | None:
        if not extension.is_enabled:
            return _DISABLED
        if extension.key in self.live.do_not_disturb:
            return _NOT_DISTURBED
        return None if extension.sip_usernames else _WITHOUT_PHONE

    # An extension: its phones, its mobile, its rules.

    @property
    def origin(self) -> Origin:
        return Origin.EXTERNAL if self.caller is None else Origin.INTERNAL

    def _mobile_may_ring(self, extension: Extension) -> bool:
        """Whether its mobile rings when its phones did not take the call; why not is in the trace."""
        mobile = extension.mobile
        if mobile is None or not extension.is_enabled or extension.key in self.live.do_not_disturb:
            return False
        refused = mobile.refused or (None if self.plan.outbound_trunks else Reason.MOBILE_WITHOUT_TRUNK)
        if refused is not None:
            self._note(StepKind.EXTENSION, refused, _name_of(extension), extension.key)
        return refused is None

    def _ring_mobile(self, extension: Extension, tried: Outcome) -> Decision:
        """Ring the mobile through the trunks: in a Dial of its own, because trunks count for all its targets."""
        numbers = () if extension.mobile is None else (extension.mobile.number,)
        return self._ring(extension, Reason.MOBILE_RINGING, numbers, self.plan.outbound_trunks, tried)

    def _ring(
        self,
        extension: Extension,
        reason: Reason,
        targets: tuple[str, ...],
        trunks: tuple[str, ...] = (),
        tried: Outcome | None = None,
    ) -> Decision:
        key = extension.key
        self._note(StepKind.EXTENSION, reason, _name_of(extension), key)
        attempt = self.progress.attempt + 1 if self.progress.current == key else 1
        dial = Dial(targets, extension.ring_seconds, *self._caller_as_shown(), trunks)
        return self._decision(dial, reason, current=key, attempt=attempt, tried=tried)

    def _not_taken(self, extension: Extension, cause: Cause, reason: Reason, sentence: Sentence) -> Decision:
        """Follow the rule for this cause; without one, say why and hang up. reason: is in the trace already."""
        destination = extension.forward(cause, self.origin)
        if destination is None:
            return self._decision(Speak(sentence), reason)
        return self._forward(extension, cause, destination)

    def _forward(self, extension: Extension, cause: Cause, destination: Destination) -> Decision:
        self._note(StepKind.FORWARDING, _FORWARDED[cause], _name_of(extension), extension.key)
        return self._follow(destination)

    def _greet(self, key: UUID) -> Decision:
        box = self.plan.voicemail_box_by_key.get(key)
        if box is None:
            return self._refuse(StepKind.VOICEMAIL, Reason.VOICEMAIL_GONE, Sentence.UNAVAILABLE, key=key)
        reason = Reason.VOICEMAIL_GREETED if box.is_enabled else Reason.VOICEMAIL_DISABLED
        self.trace.append(TraceEntry(StepKind.VOICEMAIL, reason, box.name, key, owner=box.extension))
        if not box.is_enabled:
            return self._decision(Speak(Sentence.VOICEMAIL_DISABLED), reason)
        return self._decision(Greet(key, box.greeting), reason)

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
        self,
        action: Action,
        reason: Reason,
        current: UUID | None = None,
        attempt: int = 0,
        tried: Outcome | None = None,
    ) -> Decision:
        progress = Progress(
            hops=self.hops, visited=self.visited, current=current, attempt=attempt, tried=tried
        )
        return Decision(action, progress, reason, tuple(self.trace))


def calling_extension(plan: Plan, call: IncomingCall) -> Extension | None:
    # Only a phone's identity is vouched for by the platform; a trunk or a program may claim any caller.
    if call.direction is not Direction.SUBSCRIBER:
        return None
    return plan.extension_by_sip_username.get(call.caller) or plan.extension_by_number.get(call.caller)


def _name_of(extension: Extension | None) -> str:
    return f"{extension.number} {extension.name}".strip() if extension is not None else ""

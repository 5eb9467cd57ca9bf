"""The way of one call through the plan within one request: what every kind of object needs to do its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from routing.engine.calls import Direction, IncomingCall
from routing.engine.decisions import (
    Action,
    Decision,
    Effect,
    End,
    Speak,
    StepKind,
    TraceEntry,
)
from routing.engine.destinations import Destination, HangUp
from routing.engine.forwarding import Origin
from routing.engine.live import Live, Want
from routing.engine.objects.extensions import Extension
from routing.engine.plan import Plan
from routing.engine.progress import MAX_HEARD, MAX_HOPS, Progress, State
from routing.engine.prompts import Prompt, Sentence
from routing.engine.reasons import Reason

# What is done with a call that reaches an object of a kind.
Enter = Callable[["Walk", Any], Decision]


class Walk:
    """Gathers the trace, the prompts, the effects and the wants as it goes; made anew for each request.

    entries: for each class of destination what follows it.
    """

    __slots__ = (
        "before",
        "call",
        "caller",
        "effects",
        "entries",
        "heard",
        "hops",
        "is_lost",
        "is_transferred",
        "live",
        "now",
        "plan",
        "progress",
        "sent_on_by",
        "stands_for",
        "trace",
        "visited",
        "wants",
    )

    def __init__(  # noqa: PLR0917 - what `decide` is given, in its order
        self,
        plan: Plan,
        live: Live,
        call: IncomingCall,
        progress: Progress,
        now: datetime,
        entries: Mapping[type[Any], Enter],
    ) -> None:
        self.plan = plan
        self.live = live
        self.call = call
        self.progress = progress
        self.now = now
        self.entries = entries
        self.caller = calling_extension(plan, call)
        self.hops = progress.hops
        self.visited = progress.visited
        self.is_lost = progress.is_lost
        self.is_transferred = progress.is_transferred
        self.heard = progress.heard
        self.sent_on_by = progress.sent_on_by
        self.stands_for = ""
        self.trace: list[TraceEntry] = []
        self.effects: list[Effect] = []
        self.wants: list[Want] = []
        self.before: tuple[Prompt, ...] = ()

    @property
    def origin(self) -> Origin:
        if self.is_transferred:
            return Origin.TRANSFERRED
        return Origin.EXTERNAL if self.caller is None else Origin.INTERNAL

    @property
    def sender(self) -> Extension | None:
        """In whose name the call would leave the building: whoever sent it on last, else the phone that calls.

        None is the organization itself, for callers from outside and programs; `may_leave` has the phones of nobody.
        """
        if self.sent_on_by is None:
            return self.caller
        return self.plan.extension_by_key.get(self.sent_on_by)

    @property
    def may_leave(self) -> bool:
        """Whether anybody answers for the call if it leaves: a phone that belongs to no extension has no class."""
        is_phone = self.call.direction is Direction.SUBSCRIBER
        return self.sender is not None or (self.sent_on_by is None and not is_phone)

    # Where it goes.

    def follow(self, destination: Destination) -> Decision:
        """Go on at a destination; a circle and a way that is too long end in the fall-back."""
        if isinstance(destination, HangUp):
            self.note(StepKind.CALL, Reason.HUNG_UP)
            return self.decision(End(), Reason.HUNG_UP)
        key: UUID | None = getattr(destination, "key", None)
        refusal = self._refused_entry(key)
        return refusal or self.entries[type(destination)](self, destination)

    def person_chose(self) -> None:
        """A person pressed a key or spoke: what follows is a way of its own, which may come back here."""
        self.hops, self.visited = 0, ()

    def _refused_entry(self, key: UUID | None) -> Decision | None:
        """Count the hop; what ends the call when it has been here before or has come too far."""
        is_forwarded_back = bool(self.visited) and self.caller is not None and self.caller.key == key
        if (key is not None and key in self.visited) or is_forwarded_back:
            return self._lost(Reason.LOOP, key)
        if self.hops >= MAX_HOPS:
            return self._lost(Reason.TOO_MANY_HOPS, key)
        self.hops += 1
        if key is not None:
            self.visited = (*self.visited, key)
        return None

    def _lost(self, reason: Reason, key: UUID | None) -> Decision:
        fallback = self.plan.fallback
        if fallback is None or self.is_lost:
            return self.refuse(StepKind.CALL, reason, Sentence.NOT_CONNECTED, key=key)
        self.note(StepKind.CALL, reason, key=key)
        # The fall-back may be an object on the circle: it is followed once more, and only once.
        self.is_lost, self.hops, self.visited = True, 0, ()
        return self.follow(fallback)

    # What it needs to know, and what it gathers.

    def ask(self, want: Want) -> Any:  # noqa: ANN401 - each want has an answer of its own
        """The answer to a want; its provisional one while it is not known, which makes the decision provisional."""
        if want in self.live.answers:
            return self.live.answers[want]
        if want not in self.wants:
            self.wants.append(want)
        return want.provisional

    def say_first(self, key: UUID, *prompts: Prompt) -> None:
        """Let the caller hear this before the action that follows, once in the call for the object with this key."""
        if prompts and key not in self.heard:
            self.before = (*self.before, *prompts)
            self.heard = (*self.heard, key)[-MAX_HEARD:]

    def note(  # noqa: PLR0917 - the columns of a trace entry, in their order
        self,
        step: StepKind,
        outcome: Reason,
        label: str = "",
        key: UUID | None = None,
        owner: UUID | None = None,
        note: str = "",
    ) -> None:
        self.trace.append(TraceEntry(step, outcome, label, key, owner, note))

    # Answers.

    def refuse(
        self, step: StepKind, reason: Reason, sentence: Sentence, label: str = "", key: UUID | None = None
    ) -> Decision:
        """Note why, say it, hang up."""
        self.note(step, reason, label, key)
        return self.decision(Speak(sentence), reason)

    def decision(
        self,
        action: Action,
        reason: Reason,
        state: State | None = None,
        current: UUID | None = None,
    ) -> Decision:
        """The answer of this step. state, current: what the next request of the call finds; none ends the call."""
        progress = Progress(
            hops=self.hops,
            visited=self.visited,
            steps=self.progress.steps + 1,
            current=current,
            state=state,
            is_lost=self.is_lost,
            is_transferred=self.is_transferred,
            heard=self.heard,
            sent_on_by=self.sent_on_by,
        )
        return Decision(
            action,
            progress,
            reason,
            tuple(self.trace),
            tuple(self.effects),
            tuple(self.wants),
            self.before,
            self.stands_for,
        )


def calling_extension(plan: Plan, call: IncomingCall) -> Extension | None:
    """The extension whose phone calls; None for everybody else."""
    # Only a phone's identity is vouched for by the platform; a trunk or a program may claim any caller.
    if call.direction is not Direction.SUBSCRIBER:
        return None
    return plan.extension_by_sip_username.get(call.caller) or plan.extension_by_number.get(call.caller)

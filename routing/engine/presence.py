"""Which extensions are in a call after a step of it, and who sent it out: what the limits of extensions count."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.decisions import Decision, Dial, TraceEntry
from routing.engine.objects.extensions import Extension
from routing.engine.reasons import Reason

# What the trace says of an extension whose phones, or whose mobile, ring from this step on.
RINGS = frozenset({Reason.RINGING, Reason.MOBILE_RINGING, Reason.MEMBER_RINGS})


class Presence(msgspec.Struct, frozen=True):
    """in_call: who calls, and who rings or talks alone, until the next step. ringing: those that ring together.

    At most one of these takes the call and nobody tells which, so they count for ring_seconds or until the answer.
    sent_by: in whose name the call leaves the building with this step, None when in no extension's.
    """

    in_call: tuple[UUID, ...] = ()
    ringing: tuple[UUID, ...] = ()
    ring_seconds: int = 0
    sent_by: UUID | None = None


NOBODY = Presence()


def presence_of(decision: Decision, caller: Extension | None) -> Presence:
    """Who is in the call from this step on; nobody when the step ends it. caller: the extension whose phone calls.

    Whoever forwarded the call is not: its phones are free again.
    """
    if decision.progress.state is None:
        return NOBODY
    in_call = (caller.key,) if caller is not None else ()
    if not isinstance(decision.action, Dial):
        return Presence(in_call)
    called = tuple(dict.fromkeys(_called(decision.trace)))
    if len(called) <= 1:
        return Presence((*in_call, *called), sent_by=_sent_by(decision.trace[-1]))
    return Presence(in_call, called, decision.action.ring_seconds)


def _sent_by(ringing: TraceEntry) -> UUID | None:
    if ringing.outcome is Reason.MOBILE_RINGING:
        return ringing.key
    return ringing.owner if ringing.outcome is Reason.OUTSIDE_RINGING else None


def _called(trace: tuple[TraceEntry, ...]) -> list[UUID]:
    return [entry.key for entry in trace if entry.outcome in RINGS and entry.key is not None]

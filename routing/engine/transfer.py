"""A caller who is sent on by somebody who had the call."""

from __future__ import annotations

from routing.engine.calls import Event
from routing.engine.decisions import Decision, StepKind
from routing.engine.progress import SentOn
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def resume(walk: Walk, state: SentOn, event: Event) -> Decision:
    """Go on where the caller was sent: from here on forwarding rules for transferred calls hold."""
    del event  # how the talk ended that was cut short does not matter
    by = walk.plan.extension_by_key.get(state.by) if state.by is not None else None
    walk.is_transferred = True
    walk.person_chose()
    if by is None:
        walk.note(StepKind.CALL, Reason.TRANSFERRED)
    else:
        walk.note(StepKind.FORWARDING, Reason.TRANSFERRED, by.label, by.key)
    # If it leaves the building, it does so in the name of the extension that sends it on, whoever calls.
    walk.sent_on_by = state.by
    return walk.follow(state.to)

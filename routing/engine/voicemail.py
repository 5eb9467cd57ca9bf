"""A call at a voicemail box."""

from __future__ import annotations

from routing.engine.decisions import Decision, Speak, StepKind, Tell
from routing.engine.destinations import ToVoicemailBox
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def enter(walk: Walk, destination: ToVoicemailBox) -> Decision:
    """Let the box greet the caller, then hang up."""
    key = destination.key
    box = walk.plan.voicemail_box_by_key.get(key)
    if box is None:
        return walk.refuse(StepKind.VOICEMAIL, Reason.VOICEMAIL_GONE, Sentence.UNAVAILABLE, key=key)
    reason = Reason.VOICEMAIL_GREETED if box.is_enabled else Reason.VOICEMAIL_DISABLED
    walk.note(StepKind.VOICEMAIL, reason, box.name, key, owner=box.extension)
    if not box.is_enabled:
        return walk.decision(Speak(Sentence.VOICEMAIL_DISABLED), reason)
    return walk.decision(Tell((box.greeting,)), reason)

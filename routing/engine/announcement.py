"""A call at an announcement."""

from __future__ import annotations

from routing.engine.decisions import Decision, StepKind, Tell
from routing.engine.destinations import ToAnnouncement
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def enter(walk: Walk, destination: ToAnnouncement) -> Decision:
    """Let the caller hear it, then hang up."""
    key = destination.key
    announcement = walk.plan.announcement_by_key.get(key)
    if announcement is None:
        gone = Reason.ANNOUNCEMENT_GONE, Sentence.NOT_AVAILABLE
        return walk.refuse(StepKind.ANNOUNCEMENT, *gone, key=key)
    if not announcement.is_enabled:
        off = Reason.ANNOUNCEMENT_DISABLED, Sentence.NOT_AVAILABLE
        return walk.refuse(StepKind.ANNOUNCEMENT, *off, announcement.name, key)
    walk.note(StepKind.ANNOUNCEMENT, Reason.ANNOUNCEMENT_HEARD, announcement.name, key)
    return walk.decision(Tell((announcement.prompt,)), Reason.ANNOUNCEMENT_HEARD)

"""A call at a voicemail box: the greeting, and the message that the caller leaves."""

from __future__ import annotations

from routing.engine.calls import Event, Recorded
from routing.engine.decisions import Decision, Record, Speak, StepKind
from routing.engine.destinations import ToVoicemailBox
from routing.engine.objects.messages import MessageLeft
from routing.engine.progress import TakesMessage
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


def enter(walk: Walk, destination: ToVoicemailBox) -> Decision:
    """Let the box greet the caller and record what they say after the tone."""
    key = destination.key
    box = walk.plan.voicemail_box_by_key.get(key)
    if box is None:
        return walk.refuse(StepKind.VOICEMAIL, Reason.VOICEMAIL_GONE, Sentence.UNAVAILABLE, key=key)
    reason = Reason.VOICEMAIL_GREETED if box.is_enabled else Reason.VOICEMAIL_DISABLED
    walk.note(StepKind.VOICEMAIL, reason, box.name, key, owner=box.extension)
    if not box.is_enabled:
        return walk.decision(Speak(Sentence.VOICEMAIL_DISABLED), reason)
    return walk.decision(Record(key, (box.greeting,), box.most_seconds), reason, TakesMessage(), key)


def resume(walk: Walk, state: TakesMessage, event: Event) -> Decision:  # noqa: ARG001 - every state is taken up alike
    """The caller is still there after the recording, or after none: tell them what became of it."""
    key = walk.progress.current
    box = walk.plan.voicemail_box_by_key.get(key) if key is not None else None
    label, owner = (box.name, box.extension) if box is not None else ("", None)
    if key is None or not isinstance(event, Recorded):
        walk.note(StepKind.VOICEMAIL, Reason.NO_MESSAGE, label, key, owner=owner)
        return walk.decision(Speak(Sentence.NO_MESSAGE), Reason.NO_MESSAGE)
    walk.note(StepKind.VOICEMAIL, Reason.MESSAGE_LEFT, label, key, owner=owner)
    walk.effects.append(MessageLeft(key, event.url, event.seconds))
    return walk.decision(Speak(Sentence.MESSAGE_SAVED), Reason.MESSAGE_LEFT)

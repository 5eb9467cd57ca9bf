"""Codes that ask for a PIN before they do what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from routing.engine.calls import Event, Gathered
from routing.engine.decisions import Ask, Decision, StepKind, Tell
from routing.engine.live import Want
from routing.engine.objects.codes import FeatureAct
from routing.engine.objects.messages import PinAnswer
from routing.engine.progress import CodeAsksPin
from routing.engine.prompts import Prompt, Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# In one call; what the PIN is of is locked after a few more, however many calls they come from.
MOST_PINS = 3
_PIN_SECONDS = 10


@dataclass(frozen=True)
class Guarded:
    """What a PIN is of. act: what was dialled. tried: the question about a PIN. done: what the right one does."""

    act: FeatureAct
    step: StepKind
    label: str
    key: UUID
    tried: Callable[[str], Want]
    done: Callable[[], Decision]


def ask_pin(walk: Walk, guarded: Guarded) -> Decision:
    """Ask for the PIN, for the first time in this call."""
    walk.note(guarded.step, Reason.CODE_PIN_ASKED, guarded.label, guarded.key)
    return _ask(walk, guarded, Reason.CODE_PIN_ASKED, 0)


def resume_pin(walk: Walk, guarded: Guarded, tries: int, event: Event) -> Decision:
    """Go on with the right PIN; ask again a few times. tries: how often it was wrong in this call."""
    pin = event.keys() if isinstance(event, Gathered) else ""
    if not pin:
        return _again(walk, guarded, tries + 1, Reason.CODE_PIN_ASKED)
    match walk.ask(guarded.tried(pin)):
        case PinAnswer.RIGHT:
            return guarded.done()
        case PinAnswer.LOCKED:
            return _refuse(walk, guarded, Reason.CODE_PIN_LOCKED, Sentence.PIN_LOCKED)
        case PinAnswer.NOT_SET:
            return _refuse(walk, guarded, Reason.CODE_PIN_MISSING, Sentence.PIN_MISSING)
        case _:
            return _again(walk, guarded, tries + 1, Reason.CODE_PIN_WRONG)


def _again(walk: Walk, guarded: Guarded, tries: int, reason: Reason) -> Decision:
    walk.note(guarded.step, reason, guarded.label, guarded.key)
    said = (SystemWords(Sentence.PIN_WRONG),) if reason is Reason.CODE_PIN_WRONG else ()
    if tries >= MOST_PINS:
        return walk.decision(Tell((*said, SystemWords(Sentence.GOODBYE))), reason)
    return _ask(walk, guarded, reason, tries, *said)


def _ask(walk: Walk, guarded: Guarded, reason: Reason, tries: int, *before: Prompt) -> Decision:
    prompts = (*before, SystemWords(Sentence.ENTER_PIN))
    ask = Ask(prompts, first_seconds=_PIN_SECONDS, next_seconds=_PIN_SECONDS // 2)
    return walk.decision(ask, reason, CodeAsksPin(guarded.act, tries), guarded.key)


def _refuse(walk: Walk, guarded: Guarded, reason: Reason, sentence: Sentence) -> Decision:
    return walk.refuse(guarded.step, reason, sentence, guarded.label, guarded.key)

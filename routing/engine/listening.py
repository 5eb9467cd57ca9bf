"""Hearing the messages of a voicemail box by phone, after its PIN.

Whoever calls says which box: `listen` is entered by an extension that dials its own number, by a phone that dials the
number of a shared box, and by feature codes.
"""

from __future__ import annotations

from collections.abc import Callable

from routing.engine.calls import Event, Gathered
from routing.engine.decisions import Ask, Decision, StepKind, Tell
from routing.engine.objects.messages import (
    BoxPinTried,
    MessageDeleted,
    MessageHeard,
    MessagesOf,
    MessageToPlay,
    PinAnswer,
    Waiting,
)
from routing.engine.objects.voicemail import VoicemailBox
from routing.engine.progress import EntersPin, Listens
from routing.engine.prompts import Prompt, Sentence, SystemWords
from routing.engine.prompts import Sound as SoundPrompt
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# In one call; the box itself is locked after a few more, however many calls they come from.
MOST_PINS = 3
MOST_SILENCES = 2
AGAIN, NEXT, DELETE, LEAVE = "1", "2", "3", "*"
_PIN_SECONDS = 10


def listen(walk: Walk, box: VoicemailBox) -> Decision:
    """Ask for the PIN; a box without one is not opened by phone."""
    if not box.has_pin:
        return _refuse(walk, box, Reason.VOICEMAIL_PIN_MISSING, Sentence.VOICEMAIL_PIN_MISSING)
    _note(walk, box, Reason.VOICEMAIL_PIN_ASKED)
    return _ask_pin(walk, box, Reason.VOICEMAIL_PIN_ASKED, EntersPin(), SystemWords(Sentence.ENTER_PIN))


def resume_pin(walk: Walk, state: EntersPin, event: Event) -> Decision:
    """Open the box with the right PIN; ask again a few times."""
    box = _box(walk)
    if box is None:
        return _gone(walk)
    pin = event.keys() if isinstance(event, Gathered) else ""
    if not pin:
        return _wrong_pin(walk, box, state, Reason.VOICEMAIL_PIN_ASKED)
    # Both are asked for at once, so that the right PIN costs no further round.
    answer, waiting = walk.ask(BoxPinTried(box.key, pin)), walk.ask(MessagesOf(box.key))
    if answer is PinAnswer.RIGHT:
        return _open(walk, box, waiting)
    if answer is PinAnswer.LOCKED:
        return _refuse(walk, box, Reason.VOICEMAIL_PIN_LOCKED, Sentence.PIN_LOCKED)
    if answer is PinAnswer.NOT_SET:
        return _refuse(walk, box, Reason.VOICEMAIL_PIN_MISSING, Sentence.VOICEMAIL_PIN_MISSING)
    return _wrong_pin(walk, box, state, Reason.VOICEMAIL_PIN_WRONG)


def resume(walk: Walk, state: Listens, event: Event) -> Decision:
    """Do what the key says with the message that was played."""
    box = _box(walk)
    if box is None:
        return _gone(walk)
    key = event.digits[:1] if isinstance(event, Gathered) else ""
    if key == LEAVE:
        return _leave(walk, box, SystemWords(Sentence.GOODBYE))
    act = (_CONFIRMED if state.confirms else _KEYS).get(key, _keep if state.confirms and key else _menu)
    return act(walk, box, state) if key else _nothing_pressed(walk, box, state)


# The PIN.


def _ask_pin(walk: Walk, box: VoicemailBox, reason: Reason, state: EntersPin, *prompts: Prompt) -> Decision:
    ask = Ask(prompts, first_seconds=_PIN_SECONDS, next_seconds=_PIN_SECONDS // 2)
    return walk.decision(ask, reason, state, box.key)


def _wrong_pin(walk: Walk, box: VoicemailBox, state: EntersPin, reason: Reason) -> Decision:
    """Nothing was pressed, or the wrong one: ask again, or end the call."""
    _note(walk, box, reason)
    tries = state.tries + 1
    was_wrong = reason is Reason.VOICEMAIL_PIN_WRONG
    said = (SystemWords(Sentence.PIN_WRONG),) if was_wrong else ()
    if tries >= MOST_PINS:
        return walk.decision(Tell((*said, SystemWords(Sentence.GOODBYE))), reason)
    return _ask_pin(walk, box, reason, EntersPin(tries), *said, SystemWords(Sentence.ENTER_PIN))


# The messages.


def _open(walk: Walk, box: VoicemailBox, waiting: Waiting) -> Decision:
    """Say how many there are, then play the first one."""
    _note(walk, box, Reason.VOICEMAIL_OPENED)
    if waiting.message is None:
        return walk.decision(Tell((SystemWords(Sentence.NO_MESSAGES),)), Reason.VOICEMAIL_OPENED)
    return _play(walk, box, int(walk.now.timestamp()), waiting.message, how_many(waiting.new))


def how_many(new: int) -> SystemWords:
    """The sentence that tells the number of new messages."""
    if new == 0:
        return SystemWords(Sentence.NO_NEW_MESSAGES)
    return SystemWords(Sentence.ONE_NEW_MESSAGE) if new == 1 else SystemWords(Sentence.NEW_MESSAGES, str(new))


def _play(
    walk: Walk, box: VoicemailBox, began: int, message: MessageToPlay | None, *first: Prompt
) -> Decision:
    """Play a message, after which it is heard, and say which keys do what; None: that was the last one."""
    if message is None:
        return _leave(walk, box, *first, SystemWords(Sentence.NO_MORE_MESSAGES))
    walk.effects.append(MessageHeard(message.key))
    state = Listens(began, message.key)
    return _ask_key(walk, box, state, *first, SoundPrompt(message.file), SystemWords(Sentence.MESSAGE_KEYS))


def _again(walk: Walk, box: VoicemailBox, state: Listens) -> Decision:
    waiting = walk.ask(MessagesOf(box.key, state.began, again=state.message))
    return _play(walk, box, state.began, waiting.message)


def _ask_deletion(walk: Walk, box: VoicemailBox, state: Listens) -> Decision:
    asks = Listens(state.began, state.message, confirms=True)
    return _ask_key(walk, box, asks, SystemWords(Sentence.CONFIRM_DELETION))


def _keep(walk: Walk, box: VoicemailBox, state: Listens) -> Decision:
    return _menu(walk, box, state, SystemWords(Sentence.MESSAGE_KEPT))


def _next(walk: Walk, box: VoicemailBox, state: Listens, *first: Prompt) -> Decision:
    waiting = walk.ask(MessagesOf(box.key, state.began, after=state.message))
    return _play(walk, box, state.began, waiting.message, *first)


def _delete(walk: Walk, box: VoicemailBox, state: Listens) -> Decision:
    by = walk.caller.label if walk.caller is not None else walk.call.caller_number
    walk.effects.append(MessageDeleted(state.message, by))
    _note(walk, box, Reason.MESSAGE_DELETED)
    return _next(walk, box, state, SystemWords(Sentence.MESSAGE_DELETED))


def _menu(walk: Walk, box: VoicemailBox, state: Listens, *first: Prompt) -> Decision:
    again = Listens(state.began, state.message, silences=state.silences)
    return _ask_key(walk, box, again, *first, SystemWords(Sentence.MESSAGE_KEYS))


def _nothing_pressed(walk: Walk, box: VoicemailBox, state: Listens) -> Decision:
    """Say the keys again; somebody who stays silent has left the phone."""
    if state.silences + 1 >= MOST_SILENCES:
        return _leave(walk, box, SystemWords(Sentence.GOODBYE))
    return _menu(walk, box, Listens(state.began, state.message, silences=state.silences + 1))


def _ask_key(walk: Walk, box: VoicemailBox, state: Listens, *prompts: Prompt) -> Decision:
    ask = Ask(prompts, most_digits=1, finish_on="")
    return walk.decision(ask, Reason.VOICEMAIL_OPENED, state, box.key)


# What the keys do while a message is played, and when its deletion was asked about.
_Act = Callable[[Walk, VoicemailBox, Listens], Decision]
_KEYS: dict[str, _Act] = {AGAIN: _again, NEXT: _next, DELETE: _ask_deletion}
_CONFIRMED: dict[str, _Act] = {DELETE: _delete}


def _leave(walk: Walk, box: VoicemailBox, *prompts: Prompt) -> Decision:
    _note(walk, box, Reason.VOICEMAIL_LEFT)
    return walk.decision(Tell(prompts), Reason.VOICEMAIL_LEFT)


def _box(walk: Walk) -> VoicemailBox | None:
    key = walk.progress.current
    return walk.plan.voicemail_box_by_key.get(key) if key is not None else None


def _gone(walk: Walk) -> Decision:
    key = walk.progress.current
    return walk.refuse(StepKind.VOICEMAIL, Reason.VOICEMAIL_GONE, Sentence.UNAVAILABLE, key=key)


def _refuse(walk: Walk, box: VoicemailBox, reason: Reason, sentence: Sentence) -> Decision:
    _note(walk, box, reason)
    return walk.decision(Tell((SystemWords(sentence),)), reason)


def _note(walk: Walk, box: VoicemailBox, reason: Reason) -> None:
    walk.note(StepKind.VOICEMAIL, reason, box.name, box.key, owner=box.extension)

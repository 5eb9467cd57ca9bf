"""A call at a conference room: the PIN, and who waits for whom."""

from __future__ import annotations

from routing.engine.calls import Event, Gathered, Outcome
from routing.engine.decisions import Ask, Decision, End, Join, Speak, StepKind, Tell
from routing.engine.destinations import ToRoom
from routing.engine.endings import outcome_of
from routing.engine.objects.rooms import Admission, Room, RoomPinTried
from routing.engine.progress import RoomAsks, RoomJoined
from routing.engine.prompts import Prompt, Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

MOST_TRIES = 3
# The longest PIN there is.
_MOST_DIGITS = 10


def enter(walk: Walk, destination: ToRoom) -> Decision:
    """Ask for a PIN where the room knows one, else join it."""
    room = walk.plan.room_by_key.get(destination.key)
    if room is None:
        return walk.refuse(StepKind.ROOM, Reason.ROOM_GONE, Sentence.UNAVAILABLE, key=destination.key)
    if not room.is_enabled:
        refused = Reason.ROOM_DISABLED, Sentence.ROOM_DISABLED
        return walk.refuse(StepKind.ROOM, *refused, room.name, room.key)
    if not room.asks_guests and not room.knows_hosts:
        return _join(walk, room, Admission.GUEST)
    return _ask(walk, room, 1, Reason.ROOM_ASKS)


def resume_asking(walk: Walk, state: RoomAsks, event: Event) -> Decision:
    """A PIN was typed, or nothing: who the caller is."""
    room = _room_of(walk)
    if room is None:
        return walk.refuse(StepKind.ROOM, Reason.ROOM_GONE, Sentence.UNAVAILABLE, key=walk.progress.current)
    pin = event.keys() if isinstance(event, Gathered) else ""
    if not pin:
        if not room.asks_guests:
            return _join(walk, room, Admission.GUEST)
        return _again(walk, room, state, Reason.ROOM_NO_PIN)
    admission: Admission = walk.ask(RoomPinTried(room.key, pin))
    match admission:
        case Admission.HOST | Admission.GUEST:
            return _join(walk, room, admission)
        case Admission.LOCKED:
            walk.note(StepKind.ROOM, Reason.ROOM_LOCKED, room.name, room.key)
            return walk.decision(Speak(Sentence.ROOM_LOCKED), Reason.ROOM_LOCKED)
        case _:
            return _again(walk, room, state, Reason.ROOM_WRONG_PIN)


def resume_joined(walk: Walk, state: RoomJoined, event: Event) -> Decision:  # noqa: ARG001 - as every kind
    """The caller has left the room, or was not let in because it is full."""
    outcome = outcome_of(event)
    room = _room_of(walk)
    name = room.name if room is not None else ""
    if outcome in {Outcome.ANSWERED, Outcome.CANCELLED}:
        walk.note(StepKind.ROOM, Reason.ROOM_LEFT, name, walk.progress.current)
        return walk.decision(End(), Reason.ROOM_LEFT)
    return walk.refuse(StepKind.ROOM, Reason.ROOM_FULL, Sentence.ROOM_FULL, name, walk.progress.current)


def _room_of(walk: Walk) -> Room | None:
    key = walk.progress.current
    return walk.plan.room_by_key.get(key) if key is not None else None


def _ask(walk: Walk, room: Room, attempt: int, reason: Reason, *before: Prompt) -> Decision:
    if reason is Reason.ROOM_ASKS:  # asked again, the trace says already why
        walk.note(StepKind.ROOM, reason, room.name, room.key)
    question = Sentence.ROOM_ASKS_PIN if room.asks_guests else Sentence.ROOM_ASKS_HOST
    ask = Ask((*before, SystemWords(question)), most_digits=_MOST_DIGITS)
    return walk.decision(ask, reason, RoomAsks(attempt), room.key)


def _again(walk: Walk, room: Room, state: RoomAsks, reason: Reason) -> Decision:
    walk.note(StepKind.ROOM, reason, room.name, room.key)
    wrong = SystemWords(Sentence.ROOM_WRONG_PIN)
    if state.attempt >= MOST_TRIES:
        return walk.decision(Tell((wrong, SystemWords(Sentence.NOT_CONNECTED))), reason)
    return _ask(walk, room, state.attempt + 1, reason, *([wrong] if reason is Reason.ROOM_WRONG_PIN else []))


def _join(walk: Walk, room: Room, admission: Admission) -> Decision:
    is_host = admission is Admission.HOST
    reason = Reason.ROOM_JOINED_AS_HOST if is_host else Reason.ROOM_JOINED
    walk.note(StepKind.ROOM, reason, room.name, room.key)
    join = Join(
        room.platform_name,
        starts=is_host or not room.waits_for_host,
        ends=is_host and room.ends_with_host,
        muted=room.guests_only_listen and not is_host,
        most_participants=room.most_participants,
        beeps=room.beeps,
    )
    return walk.decision(join, reason, RoomJoined(), room.key)

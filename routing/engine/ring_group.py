"""A call at a ring group: who rings, in which order, and what follows when nobody takes it."""

from __future__ import annotations

from routing.engine.absence import absence_now
from routing.engine.calls import Event, Outcome
from routing.engine.decisions import Decision, Dial, End, StepKind
from routing.engine.destinations import ToRingGroup
from routing.engine.endings import OVER, outcome_of
from routing.engine.extension import caller_as_shown, has_its_calls
from routing.engine.objects.extensions import Extension
from routing.engine.objects.ring_groups import Member, RingGroup, Strategy
from routing.engine.outbound import line_of
from routing.engine.progress import MAX_STEPS, GroupRings
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.turns import LongestWaiting, MemberAnswered, NextTurn
from routing.engine.walk import Walk

_UNTAKEN = {
    Outcome.BUSY: Reason.BUSY,
    Outcome.NO_ANSWER: Reason.NO_ANSWER,
    Outcome.UNAVAILABLE: Reason.UNAVAILABLE,
}

# So many steps of a call are kept for what follows the group, however large it is.
LEFT_FOR_FALLBACK = 20
# Why a member may not ring and takes its turns all the same.
_TAKE_TURNS = {None, Reason.MEMBER_CALLS, Reason.BUSY_LEVEL}
# A member that can ring: its place in the group's order, and its phones.
_Rings = tuple[int, Extension]


def enter(walk: Walk, destination: ToRingGroup) -> Decision:
    """Ring the first member, or all of them."""
    key = destination.key
    group = walk.plan.ring_group_by_key.get(key)
    if group is None:
        return walk.refuse(StepKind.RING_GROUP, Reason.GROUP_GONE, Sentence.UNAVAILABLE, key=key)
    if not group.is_enabled:
        return walk.refuse(StepKind.RING_GROUP, Reason.GROUP_DISABLED, Sentence.UNAVAILABLE, group.name, key)
    return _next(walk, group, GroupRings())


def resume(walk: Walk, state: GroupRings, event: Event) -> Decision:
    """Somebody answered, the caller gave up, or whoever is next rings."""
    key = walk.progress.current
    outcome = outcome_of(event)
    group = walk.plan.ring_group_by_key.get(key) if key is not None else None
    over = OVER.get(outcome)
    if group is None:
        if over is None:
            return walk.refuse(StepKind.RING_GROUP, Reason.GROUP_GONE, Sentence.UNAVAILABLE, key=key)
        walk.note(StepKind.DIAL, over)
        return walk.decision(End(), over)
    rang = _rung_extension(walk, group, state)
    if over is not None:
        if over is Reason.ANSWERED and rang is not None and group.strategy is Strategy.LEAST_RECENT:
            walk.effects.append(MemberAnswered(group.key, str(rang.key)))
        _note_end(walk, group, rang, over)
        return walk.decision(End(), over)
    _note_end(walk, group, rang, _UNTAKEN[outcome])
    return _next(walk, group, state)


def _rung_extension(walk: Walk, group: RingGroup, state: GroupRings) -> Extension | None:
    """Whose phones rang alone; None when all rang together."""
    if state.place is None or state.place >= len(group.members):
        return None
    return walk.plan.extension_by_key.get(group.members[state.place].extension)


def _note_end(walk: Walk, group: RingGroup, rang: Extension | None, reason: Reason) -> None:
    if rang is not None:
        walk.note(StepKind.DIAL, reason, rang.label, rang.key)
    else:
        walk.note(StepKind.RING_GROUP, reason, group.name, group.key)


def _next(walk: Walk, group: RingGroup, state: GroupRings) -> Decision:
    """Ring whoever is next in this round, or in a following one; after the last one go to the fall-back."""
    if walk.progress.steps >= MAX_STEPS - LEFT_FOR_FALLBACK:
        return _nobody(walk, group, Reason.GROUP_NOT_TAKEN)
    able = _able(walk, group, is_told=state.round > 0)
    if not able:
        return _nobody(walk, group, Reason.GROUP_EMPTY)
    if group.strategy is Strategy.SIMULTANEOUS:
        if state.round >= group.rounds:
            return _nobody(walk, group, Reason.GROUP_NOT_TAKEN)
        return _ring(walk, group, [phone for _, phone in able], GroupRings(state.round + 1))
    left = [(place, phone) for place, phone in able if not state.tried >> place & 1]
    if state.round == 0 or not left:
        if state.round >= group.rounds:
            return _nobody(walk, group, Reason.GROUP_NOT_TAKEN)
        start = state.start if state.round else _start(walk, group)
        state, left = GroupRings(state.round + 1, start), able
    place, phone = _first(walk, group, state, left)
    tried = state.tried | 1 << place
    return _ring(walk, group, [phone], GroupRings(state.round, state.start, tried, place))


def _able(walk: Walk, group: RingGroup, *, is_told: bool) -> list[_Rings]:
    """The members that can ring now, in their order. is_told: why the others cannot is in the trace already."""
    found = []
    for place, member in enumerate(group.members):
        extension = walk.plan.extension_by_key.get(member.extension)
        if extension is None:
            continue
        why_not = _why_not(walk, extension)
        if why_not is None:
            found.append((place, extension))
        elif not is_told:
            walk.note(StepKind.RING_GROUP, Reason.MEMBER_SKIPPED, extension.label, note=why_not.text)
    return found


def _why_not(walk: Walk, extension: Extension) -> Reason | None:
    if walk.caller is not None and walk.caller.key == extension.key:
        return Reason.MEMBER_CALLS
    if not extension.is_enabled:
        return Reason.EXTENSION_DISABLED
    if absence_now(walk, extension) is not None:
        return Reason.ABSENT
    if extension.key in walk.live.do_not_disturb:
        return Reason.DO_NOT_DISTURB
    if not extension.sip_usernames:
        return Reason.NO_SIP_ACCOUNT
    return Reason.BUSY_LEVEL if has_its_calls(walk, extension) else None


def _start(walk: Walk, group: RingGroup) -> int:
    """The place at which every round of this call begins: the next one's turn, or the first member's.

    A member that makes the call itself, or has its calls, keeps its place in the rotation, so that its calls do not
    shift the others'.
    """
    if group.strategy is not Strategy.ROUND_ROBIN:
        return 0
    turns = [place for place, member in enumerate(group.members) if _takes_turns(walk, member)]
    turn: int = walk.ask(NextTurn(group.key, walk.call.session))
    return turns[turn % len(turns)]


def _takes_turns(walk: Walk, member: Member) -> bool:
    extension = walk.plan.extension_by_key.get(member.extension)
    return extension is not None and _why_not(walk, extension) in _TAKE_TURNS


def _first(walk: Walk, group: RingGroup, state: GroupRings, left: list[_Rings]) -> _Rings:
    """Which of these rings: the one that waits longest, or the first one from the start of the round on."""
    if group.strategy is not Strategy.LEAST_RECENT:
        count = len(group.members)
        return min(left, key=lambda rings: (rings[0] - state.start) % count)
    chosen = walk.ask(_longest_waiting(walk, group, state))
    return next((rings for rings in left if rings[0] == chosen), left[0])


def _longest_waiting(walk: Walk, group: RingGroup, state: GroupRings) -> LongestWaiting:
    """Asked about busy members too, with their levels: so one statement tells who is busy and whose turn it is."""
    candidates, levels = [], []
    for place, member in enumerate(group.members):
        extension = walk.plan.extension_by_key.get(member.extension)
        if extension is None or state.tried >> place & 1:
            continue
        if _why_not(walk, extension) in {None, Reason.BUSY_LEVEL}:
            candidates.append((place, member.identity))
            levels.append(line_of(walk.plan, extension).most_calls)
    return LongestWaiting(
        group.key,
        walk.call.session,
        tuple(candidates),
        group.since_answered,
        group.ring_seconds,
        tuple(levels) if any(levels) else (),
    )


def _ring(walk: Walk, group: RingGroup, phones: list[Extension], state: GroupRings) -> Decision:
    reason = Reason.GROUP_RINGS
    numbers = ", ".join([phone.number for phone in phones])
    walk.note(StepKind.RING_GROUP, reason, group.name, group.key, note=numbers)
    for phone in phones:
        walk.note(StepKind.EXTENSION, Reason.MEMBER_RINGS, phone.label, phone.key)
    targets = tuple(username for phone in phones for username in phone.sip_usernames)
    caller_id, caller_name = caller_as_shown(walk)
    if group.caller_name_prefix:
        caller_name = f"{group.caller_name_prefix} {caller_name or caller_id}".strip()
    dial = Dial(targets, group.ring_seconds, caller_id, caller_name)
    walk.say_first(group.key, *group.before)
    return walk.decision(dial, reason, state, group.key)


def _nobody(walk: Walk, group: RingGroup, reason: Reason) -> Decision:
    walk.note(StepKind.RING_GROUP, reason, group.name, group.key)
    return walk.follow(group.fallback)

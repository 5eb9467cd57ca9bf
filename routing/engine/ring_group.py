"""A call at a ring group: who rings, in which order, and what follows when nobody takes it."""

from __future__ import annotations

from collections.abc import Sequence

from routing.engine.absence import absence_now
from routing.engine.calls import Event, Outcome
from routing.engine.decisions import Decision, Dial, End, StepKind
from routing.engine.destinations import ToRingGroup
from routing.engine.endings import OVER, outcome_of
from routing.engine.extension import caller_as_shown, has_its_calls
from routing.engine.objects.extensions import Extension
from routing.engine.objects.outbound import NumberKind, OutsideNumber
from routing.engine.objects.ring_groups import Member, RingGroup, Strategy
from routing.engine.outbound import judge_for, line_of, reached_limits, shown_number
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
# What rings: the phones of an extension, or the number outside of a member.
_Phone = Extension | Member
# A member that can ring: its place in the group's order, and what rings.
_Rings = tuple[int, _Phone]


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
    rang = _rang_alone(group, state)
    if over is not None:
        if over is Reason.ANSWERED and rang is not None and group.strategy is Strategy.LEAST_RECENT:
            walk.effects.append(MemberAnswered(group.key, rang.identity))
        _note_end(walk, group, rang, over)
        return walk.decision(End(), over)
    _note_end(walk, group, rang, _UNTAKEN[outcome])
    return _next(walk, group, state)


def _rang_alone(group: RingGroup, state: GroupRings) -> Member | None:
    """The member that rang alone; None when several rang together."""
    if state.place is None or state.place >= len(group.members):
        return None
    return group.members[state.place]


def _note_end(walk: Walk, group: RingGroup, rang: Member | None, reason: Reason) -> None:
    phone = _phone_of(walk, rang) if rang is not None else None
    if phone is None:
        walk.note(StepKind.RING_GROUP, reason, group.name, group.key)
    elif isinstance(phone, Extension):
        walk.note(StepKind.DIAL, reason, phone.label, phone.key)
    else:
        reason = Reason.OUTSIDE_UNREACHABLE if reason is Reason.UNAVAILABLE else reason
        walk.note(StepKind.DIAL, reason, phone.identity)


def _next(walk: Walk, group: RingGroup, state: GroupRings) -> Decision:
    """Ring whoever is next in this round, or in a following one; after the last one go to the fall-back."""
    if walk.progress.steps >= MAX_STEPS - LEFT_FOR_FALLBACK:
        return _nobody(walk, group, Reason.GROUP_NOT_TAKEN)
    able = _able(walk, group, is_told=state.round > 0)
    if not able:
        return _nobody(walk, group, Reason.GROUP_EMPTY)
    was_passed_over = False
    while True:
        left = [(place, phone) for place, phone in able if not state.tried >> place & 1]
        if state.round == 0 or not left:
            if state.round >= group.rounds:
                return _nobody(walk, group, Reason.GROUP_NOT_TAKEN)
            start = state.start if state.round else _start(walk, group)
            state, left = GroupRings(state.round + 1, start), able
        chosen = _chosen(walk, group, state, left, asks=not was_passed_over)
        ringing = _within_limits(walk, chosen, is_told=state.round > 1)
        tried = state.tried | sum(1 << place for place, _ in chosen)
        place = chosen[0][0] if group.strategy is not Strategy.SIMULTANEOUS else None
        state = GroupRings(state.round, state.start, tried, place)
        if ringing:
            return _ring(walk, group, [phone for _, phone in ringing], state)
        was_passed_over = True


# Who can ring.


def _phone_of(walk: Walk, member: Member) -> _Phone | None:
    if member.outside is not None:
        return member
    return walk.plan.extension_by_key.get(member.extension) if member.extension is not None else None


def _able(walk: Walk, group: RingGroup, *, is_told: bool) -> list[_Rings]:
    """The members that can ring now, in their order. is_told: why the others cannot is in the trace already."""
    found = []
    for place, member in enumerate(group.members):
        phone = _phone_of(walk, member)
        if phone is None:
            continue
        why_not = _why_not(walk, phone)
        if why_not is None:
            found.append((place, phone))
        elif not is_told:
            walk.note(StepKind.RING_GROUP, Reason.MEMBER_SKIPPED, _label(phone), note=why_not.text)
    return found


def _label(phone: _Phone) -> str:
    return phone.label if isinstance(phone, Extension) else phone.name


def _why_not(walk: Walk, phone: _Phone) -> Reason | None:
    if isinstance(phone, Member):
        return _why_not_outside(walk, phone.outside) if phone.outside is not None else None
    if walk.caller is not None and walk.caller.key == phone.key:
        return Reason.MEMBER_CALLS
    return _why_not_inside(walk, phone)


def _why_not_inside(walk: Walk, phone: Extension) -> Reason | None:
    if not phone.is_enabled:
        return Reason.EXTENSION_DISABLED
    if absence_now(walk, phone) is not None:
        return Reason.ABSENT
    if phone.key in walk.live.do_not_disturb:
        return Reason.DO_NOT_DISTURB
    if not phone.sip_usernames:
        return Reason.NO_SIP_ACCOUNT
    return Reason.BUSY_LEVEL if has_its_calls(walk, phone) else None


def _why_not_outside(walk: Walk, number: OutsideNumber) -> Reason | None:
    """The organization calls it, with its own calling class, whoever calls the group."""
    if walk.call.caller_number == number.dial:
        return Reason.MEMBER_CALLS
    if number.kind is NumberKind.EMERGENCY:
        return Reason.OUTSIDE_DENIED
    if not walk.may_leave:
        return Reason.NO_CALLING_CLASS
    verdict = judge_for(walk.plan, number, None)
    return None if verdict.is_allowed else verdict.reason


def _within_limits(walk: Walk, chosen: Sequence[_Rings], *, is_told: bool) -> list[_Rings]:
    """Those of them that may ring by the limits of calls outside; why the others do not is noted, once in a call."""
    kept, outside = [], 0
    for place, phone in chosen:
        if isinstance(phone, Member) and phone.outside is not None:
            reached = list(reached_limits(walk, phone.outside, None, beside=outside))
            stopping = next((one for one in reached if one.stops), None)
            if stopping is not None:
                if not is_told:
                    why = stopping.limit.text
                    walk.note(StepKind.RING_GROUP, Reason.MEMBER_SKIPPED, phone.name, note=why)
                continue
            for one in reached:
                walk.note(StepKind.OUTBOUND, one.limit, phone.outside.dial, note=one.note)
            outside += 1
        kept.append((place, phone))
    return kept


# Whose turn it is.


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
    phone = _phone_of(walk, member)
    return phone is not None and _why_not(walk, phone) in _TAKE_TURNS


def _chosen(
    walk: Walk, group: RingGroup, state: GroupRings, left: list[_Rings], *, asks: bool
) -> list[_Rings]:
    """Which of these ring next. Trunks count for all targets of a Dial, so numbers outside have one of their own."""
    if group.strategy is Strategy.SIMULTANEOUS:
        return [rings for rings in left if isinstance(rings[1], Extension)] or left
    return [_first(walk, group, state, left, asks=asks)]


def _first(walk: Walk, group: RingGroup, state: GroupRings, left: list[_Rings], *, asks: bool) -> _Rings:
    """Which of these rings: the one that waits longest, or the first one from the start of the round on.

    asks: whether this is the first choice of the step, because one step takes one turn.
    """
    if group.strategy is not Strategy.LEAST_RECENT or not asks:
        count = len(group.members)
        return min(left, key=lambda rings: (rings[0] - state.start) % count)
    chosen = walk.ask(_longest_waiting(walk, group, state))
    return next((rings for rings in left if rings[0] == chosen), left[0])


def _longest_waiting(walk: Walk, group: RingGroup, state: GroupRings) -> LongestWaiting:
    """Asked about busy members too, with their levels: so one statement tells who is busy and whose turn it is."""
    candidates, levels = [], []
    for place, member in enumerate(group.members):
        phone = _phone_of(walk, member)
        if phone is None or state.tried >> place & 1:
            continue
        if _why_not(walk, phone) in {None, Reason.BUSY_LEVEL}:
            candidates.append((place, member.identity))
            levels.append(line_of(walk.plan, phone).most_calls if isinstance(phone, Extension) else 0)
    return LongestWaiting(
        group.key,
        walk.call.session,
        tuple(candidates),
        group.since_answered,
        group.ring_seconds,
        tuple(levels) if any(levels) else (),
    )


# What is done.


def _ring(walk: Walk, group: RingGroup, phones: Sequence[_Phone], state: GroupRings) -> Decision:
    """Ring these, which are either all extensions or all outside."""
    extensions = [phone for phone in phones if isinstance(phone, Extension)]
    members = [phone for phone in phones if isinstance(phone, Member)]
    names = [*[phone.number for phone in extensions], *[member.name for member in members]]
    walk.note(StepKind.RING_GROUP, Reason.GROUP_RINGS, group.name, group.key, note=", ".join(names))
    walk.say_first(group.key, *group.before)
    caller_id, caller_name = caller_as_shown(walk)
    if group.caller_name_prefix:
        caller_name = f"{group.caller_name_prefix} {caller_name or caller_id}".strip()
    if members:
        return _ring_outside(walk, group, members, caller_name or caller_id, state)
    for phone in extensions:
        walk.note(StepKind.EXTENSION, Reason.MEMBER_RINGS, phone.label, phone.key)
    targets = tuple(username for phone in extensions for username in phone.sip_usernames)
    dial = Dial(targets, group.ring_seconds, caller_id, caller_name)
    return walk.decision(dial, Reason.GROUP_RINGS, state, group.key)


def _ring_outside(
    walk: Walk, group: RingGroup, members: Sequence[Member], caller: str, state: GroupRings
) -> Decision:
    """With the organization's own number, as carriers demand; who calls stands in the name."""
    numbers = [member.outside for member in members if member.outside is not None]
    for member in members:
        walk.note(StepKind.OUTBOUND, Reason.OUTSIDE_RINGING, member.identity, note=member.label)
    # One calling class allowed them all, so they have the same trunks.
    trunks = judge_for(walk.plan, numbers[0], None).trunks
    targets = tuple(number.dial for number in numbers)
    dial = Dial(targets, group.ring_seconds, shown_number(walk.plan, None), caller, trunks)
    return walk.decision(dial, Reason.OUTSIDE_RINGING, state, group.key)


def _nobody(walk: Walk, group: RingGroup, reason: Reason) -> Decision:
    walk.note(StepKind.RING_GROUP, reason, group.name, group.key)
    return walk.follow(group.fallback)

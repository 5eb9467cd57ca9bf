"""Ring groups as the engine follows them: who rings when, and what follows."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.calls import Arrived, DialEnded, Direction, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Dial, End, Record, Speak
from routing.engine.destinations import ToExtension, ToRingGroup
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Live
from routing.engine.progress import MAX_STEPS, START
from routing.engine.reasons import Reason
from routing.engine.turns import LongestWaiting, MemberAnswered, NextTurn
from tests.engine.builders import (
    NOON,
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    next_step,
    number_to_group,
    plan_with,
    ring_group,
)
from tests.engine.groups import CALL, MAIN, OUTSIDE, PEOPLE, plan_of, rung_in_turn, targets
from tests.engine.strategies import MANY


def test_a_simultaneous_group_rings_all_phones_of_all_members_in_one_dial():
    people = (extension("101", phones=("101_a", "101_b")), extension("102"))
    plan = plan_of(Strategy.SIMULTANEOUS, people=people, ring_seconds=25)

    decision = first_step(plan, CALL)

    assert decision.action == Dial(("101_a", "101_b", "102_acme"), 25, "+442071838750", "Ada")
    assert decision.reason is Reason.GROUP_RINGS
    assert set(decision.extension_keys) == {key_of("101"), key_of("102")}


def test_a_sequential_group_rings_one_member_after_the_other_then_the_fall_back():
    rang, end = rung_in_turn(plan_of(Strategy.SEQUENTIAL))

    assert rang == ["101", "102", "103"]
    assert isinstance(end.action, Record)
    assert end.reason is Reason.VOICEMAIL_GREETED


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNAVAILABLE])
def test_whatever_keeps_a_member_from_answering_the_next_one_rings(outcome):
    rang, _ = rung_in_turn(plan_of(Strategy.SEQUENTIAL), outcome=outcome)

    assert rang == ["101", "102", "103"]


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.CANCELLED])
@pytest.mark.parametrize("strategy", Strategy)
def test_an_answered_call_and_one_whose_caller_gave_up_are_over(strategy, outcome):
    plan = plan_of(strategy)

    end = next_step(plan, CALL, first_step(plan, CALL), outcome)

    assert end.action == End()
    assert end.reason.value == outcome.value


@pytest.mark.parametrize(
    ("strategy", "rang"),
    [
        (Strategy.SIMULTANEOUS, ["101,102,103"] * 2),
        (Strategy.SEQUENTIAL, ["101", "102", "103"] * 2),
        (Strategy.ROUND_ROBIN, ["102", "103", "101"] * 2),
    ],
)
def test_the_members_are_gone_through_as_often_as_there_are_rounds(strategy, rang):
    assert rung_in_turn(plan_of(strategy, rounds=2), turn=1)[0] == rang


@pytest.mark.parametrize(("turn", "rang"), [(0, "101"), (1, "102"), (2, "103"), (3, "101")])
def test_with_round_robin_each_call_begins_one_member_further(turn, rang):
    assert rung_in_turn(plan_of(Strategy.ROUND_ROBIN), turn=turn)[0][0] == rang


def test_round_robin_without_an_answer_takes_a_turn_by_the_session():
    plan = plan_of(Strategy.ROUND_ROBIN)

    began = {
        targets(first_step(plan, msgspec.structs.replace(CALL, session=f"session {number}")))
        for number in range(40)
    }

    assert len(began) == 3


def test_those_who_cannot_ring_are_passed_over_and_the_trace_says_why():
    people = (
        extension("101", is_enabled=False),
        extension("102", phones=()),
        extension("103"),
        extension("104"),
    )
    live = Live(do_not_disturb=frozenset({key_of("103")}))

    decision = first_step(plan_of(Strategy.SIMULTANEOUS, people=people), CALL, live)

    assert targets(decision) == ("104_acme",)
    skipped = [
        (entry.label, entry.note) for entry in decision.trace if entry.outcome is Reason.MEMBER_SKIPPED
    ]
    assert skipped == [
        ("101", Reason.EXTENSION_DISABLED.text),
        ("102", Reason.NO_SIP_ACCOUNT.text),
        ("103", Reason.DO_NOT_DISTURB.text),
    ]
    assert decision.extension_keys == (key_of("104"),)


def test_do_not_disturb_holds_for_the_next_member_of_a_call_that_rings_already():
    plan = plan_of(Strategy.SEQUENTIAL)
    first = first_step(plan, CALL)
    live = Live(do_not_disturb=frozenset({key_of("102")}))

    second = decide(plan, live, CALL, first.progress, ended(Outcome.NO_ANSWER), NOON)

    assert targets(second) == ("103_acme",)


def test_a_member_that_calls_its_own_group_does_not_ring():
    rang, _ = rung_in_turn(
        plan_with(*PEOPLE, ring_group("Sales", "101", "102", strategy=Strategy.SEQUENTIAL, number="300")),
        call_from_phone("101_acme", "300"),
    )

    assert rang == ["102"]


def test_the_calls_of_a_member_do_not_shift_the_turns_of_the_others():
    plan = plan_with(
        *PEOPLE, ring_group("Sales", "101", "102", "103", strategy=Strategy.ROUND_ROBIN, number="300")
    )

    began = [rung_in_turn(plan, call_from_phone("101_acme", "300"), turn=turn)[0][0] for turn in range(3)]

    assert began == ["102", "102", "103"]


@pytest.mark.parametrize("strategy", Strategy)
def test_a_group_in_which_nobody_can_ring_goes_to_its_fall_back_at_once_and_takes_no_turn(strategy):
    people = (extension("101", phones=()),)

    decision = first_step(plan_of(strategy, people=people), CALL)

    assert decision.reason is Reason.VOICEMAIL_GREETED
    assert Reason.GROUP_EMPTY in [entry.outcome for entry in decision.trace]
    assert decision.wants == ()


def test_a_disabled_group_and_one_that_is_gone_are_not_available():
    disabled = first_step(plan_of(Strategy.SEQUENTIAL, is_enabled=False), CALL)
    gone = first_step(plan_with(number_to_group(MAIN, "Sales")), CALL)

    assert (type(disabled.action), disabled.reason) == (Speak, Reason.GROUP_DISABLED)
    assert (type(gone.action), gone.reason) == (Speak, Reason.GROUP_GONE)


def test_a_group_that_is_gone_while_it_rings_still_ends_an_answered_call_in_silence():
    first = first_step(plan_of(Strategy.SEQUENTIAL), CALL)
    without = plan_with(*PEOPLE)

    assert next_step(without, CALL, first, Outcome.ANSWERED).action == End()
    assert next_step(without, CALL, first, Outcome.BUSY).reason is Reason.GROUP_GONE


def test_the_prefix_stands_before_the_callers_name_or_number():
    plan = plan_of(Strategy.SEQUENTIAL, caller_name_prefix="Sales:")

    named = first_step(plan, CALL)
    nameless = first_step(plan, call_from_outside(MAIN))

    assert named.action.caller_name == "Sales: Ada"
    assert nameless.action.caller_name == "Sales: +442071838750"
    assert nameless.action.caller_id == "+442071838750"


def test_groups_that_fall_back_to_each_other_end():
    first = ring_group("Sales", "101", strategy=Strategy.SEQUENTIAL, fallback=ToRingGroup(key_of("Support")))
    second = ring_group("Support", "102", fallback=ToRingGroup(key_of("Sales")))

    rang, end = rung_in_turn(plan_with(*PEOPLE, first, second, number_to_group(MAIN, "Sales")))

    assert rang == ["101", "102"]
    assert end.reason is Reason.LOOP


def test_after_a_group_an_extension_keeps_its_own_rules_and_ring_time():
    plan = plan_of(Strategy.SEQUENTIAL, people=PEOPLE[:1], fallback=ToExtension(key_of("102")))
    plan = msgspec.structs.replace(plan, extensions=PEOPLE)

    rang, end = rung_in_turn(plan)

    assert rang == ["101", "102"]
    assert end.reason is Reason.NO_ANSWER


def test_the_longest_waiting_is_asked_for_at_each_step_among_those_that_did_not_ring():
    plan = plan_of(Strategy.LEAST_RECENT, ring_seconds=15)
    [want] = first_step(plan, CALL).wants
    assert want == LongestWaiting(
        key_of("Sales"),
        "s1",
        tuple((at, str(key_of(n))) for at, n in enumerate(("101", "102", "103"))),
        False,
        15,
    )
    first = first_step(plan, CALL, Live(answers={want: 1}))
    assert targets(first) == ("102_acme",)

    [want] = next_step(plan, CALL, first, Outcome.NO_ANSWER).wants

    assert [place for place, _ in want.candidates] == [0, 2]


def test_who_took_a_call_of_a_least_recent_group_is_kept():
    plan = plan_of(Strategy.LEAST_RECENT)
    [want] = first_step(plan, CALL).wants
    first = first_step(plan, CALL, Live(answers={want: 2}))

    end = next_step(plan, CALL, first, Outcome.ANSWERED)

    assert end.effects == (MemberAnswered(key_of("Sales"), str(key_of("103"))),)


def test_only_groups_that_take_turns_ask_for_live_values():
    for strategy in Strategy:
        wants = first_step(plan_of(strategy), CALL).wants
        kinds = {Strategy.ROUND_ROBIN: [NextTurn], Strategy.LEAST_RECENT: [LongestWaiting]}
        assert [type(want) for want in wants] == kinds.get(strategy, [])


def test_a_group_too_large_for_the_steps_of_a_call_still_reaches_its_fall_back():
    people = tuple(extension(str(100 + number)) for number in range(50))

    rang, end = rung_in_turn(plan_of(Strategy.SEQUENTIAL, people=people, rounds=9))

    assert len(rang) < MAX_STEPS
    assert end.reason is Reason.VOICEMAIL_GREETED


@MANY
@given(st.data())
def test_round_robin_is_fair_within_one_over_any_interleaving(data):
    """Calls begin, go on and end in any order; whoever can ring is the first of as many calls as anybody else."""
    count = data.draw(st.integers(1, 6), label="members")
    people = tuple(extension(str(101 + number)) for number in range(count))
    off = data.draw(st.sets(st.sampled_from(people), max_size=count - 1), label="in do not disturb")
    live = Live(do_not_disturb=frozenset(one.key for one in off))
    numbers = data.draw(st.lists(st.sampled_from(OUTSIDE), max_size=3, unique=True), label="outside")
    members = data.draw(st.permutations([*people, *numbers]), label="order")
    plan = plan_of(Strategy.ROUND_ROBIN, people=members, rounds=2)
    begun = dict.fromkeys([*[f"{one.number}_acme" for one in people if one not in off], *numbers], 0)
    turns, open_calls = 0, []
    for _ in range(data.draw(st.integers(1, 40), label="events")):
        if open_calls and data.draw(st.booleans()):
            at = data.draw(st.integers(0, len(open_calls) - 1))
            call, before = open_calls.pop(at)
            after = decide(
                plan, live, call, before.progress, ended(data.draw(st.sampled_from(Outcome))), NOON
            )
            assert not after.wants  # a call takes one turn, however many members it passes
            if isinstance(after.action, Dial):
                open_calls.append((call, after))
        else:
            call = IncomingCall(f"s{turns}", Direction.INBOUND, "+44", "+44", MAIN, (MAIN,))
            [want] = decide(plan, live, call, START, Arrived(), NOON).wants
            first = decide(plan, live.with_answers({want: turns}), call, START, Arrived(), NOON)
            turns += 1
            begun[targets(first)[0]] += 1
            open_calls.append((call, first))

    assert max(begun.values()) - min(begun.values()) <= 1


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_in_each_round_every_member_that_can_ring_rings_once(data):
    count = data.draw(st.integers(1, 8))
    inside = [extension(str(101 + number)) for number in range(count)]
    numbers = data.draw(st.lists(st.sampled_from(OUTSIDE), max_size=3, unique=True))
    people = data.draw(st.permutations([*inside, *numbers]))
    strategy = data.draw(st.sampled_from([one for one in Strategy if one is not Strategy.SIMULTANEOUS]))
    rounds = data.draw(st.integers(1, 3))

    rang, _ = rung_in_turn(
        plan_of(strategy, people=people, rounds=rounds), turn=data.draw(st.integers(0, 99))
    )

    count, expected = len(people), sorted([*[one.number for one in inside], *numbers])
    assert [sorted(rang[at : at + count]) for at in range(0, len(rang), count)] == [expected] * rounds


def ended(outcome: Outcome) -> DialEnded:
    return DialEnded(outcome)

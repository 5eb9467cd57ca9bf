"""Ring groups with numbers outside among their members."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import Outcome
from routing.engine.decisions import Dial
from routing.engine.limits import CallsInUse, Use
from routing.engine.objects.outbound import Limits
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Live
from routing.engine.reasons import Reason
from routing.engine.turns import MemberAnswered
from tests.engine.builders import (
    OWN_LINE,
    call_from_phone,
    first_step,
    key_of,
    next_step,
    outbound,
    plan_with,
    ring_group,
)
from tests.engine.groups import CALL, OUTSIDE, PEOPLE, plan_of, rung_in_turn, targets


def test_outside_numbers_ring_after_the_extensions_and_never_in_one_dial_with_them():
    plan = plan_of(Strategy.SIMULTANEOUS, people=(PEOPLE[0], OUTSIDE[0], PEOPLE[1], OUTSIDE[1]), rounds=2)

    rang, end = rung_in_turn(plan)

    outside = f"{OUTSIDE[0]},{OUTSIDE[1]}"
    assert rang == ["101,102", outside, "101,102", outside]
    assert end.reason is Reason.VOICEMAIL_GREETED


def test_an_outside_number_sees_the_organizations_own_number_and_the_caller_in_the_name():
    decision = first_step(plan_of(Strategy.SEQUENTIAL, people=OUTSIDE[:1], caller_name_prefix="Sales:"), CALL)

    assert decision.action == Dial((OUTSIDE[0],), 20, OWN_LINE, "Sales: Ada", ("carrier-out",))
    assert decision.reason is Reason.OUTSIDE_RINGING
    assert decision.extension_keys == ()


def test_a_phone_that_belongs_to_nobody_rings_no_outside_number():
    people = (PEOPLE[0], OUTSIDE[0])
    group = ring_group("Sales", "101", OUTSIDE[0], number="300")
    plan = plan_with(*people[:1], group, outbound=outbound(), outbound_trunks=("carrier-out",))

    rang, _ = rung_in_turn(plan, call_from_phone("nobody", "300"))

    assert rang == ["101"]


def test_where_the_class_allows_nothing_a_group_of_outside_numbers_is_empty():
    plan = msgspec.structs.replace(plan_of(Strategy.SEQUENTIAL, people=OUTSIDE), outbound_trunks=())

    decision = first_step(plan, CALL)

    assert Reason.GROUP_EMPTY in [entry.outcome for entry in decision.trace]
    skipped = [entry for entry in decision.trace if entry.outcome is Reason.MEMBER_SKIPPED]
    assert {entry.note for entry in skipped} == {Reason.NO_TRUNK.text}


@pytest.mark.parametrize("strategy", Strategy)
def test_over_the_limit_extensions_still_ring_and_the_step_takes_one_turn(strategy):
    plan = plan_of(strategy, people=(OUTSIDE[0], PEOPLE[0], OUTSIDE[1]))
    full = msgspec.structs.replace(plan.outbound, limits=Limits(calls=1))
    plan = msgspec.structs.replace(plan, outbound=full)
    # The first member's turn, which is an outside one, while a call is outside already.
    answers = {
        want: Use(1, 1) if isinstance(want, CallsInUse) else 0 for want in first_step(plan, CALL).wants
    }
    answers[CallsInUse()] = Use(1, 1)

    decision = first_step(plan, CALL, Live(answers=answers))

    assert not decision.wants
    assert targets(decision) == ("101_acme",)


def test_an_outside_number_that_took_a_call_counts_as_having_answered():
    plan = plan_of(Strategy.LEAST_RECENT, people=(PEOPLE[0], OUTSIDE[0]))
    [want] = first_step(plan, CALL).wants
    first = first_step(plan, CALL, Live(answers={want: 1}))

    end = next_step(plan, CALL, first, Outcome.ANSWERED)

    assert end.effects == (MemberAnswered(key_of("Sales"), OUTSIDE[0]),)

"""Who is in a call after a step of it, as busy levels and call limits count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from routing.engine.calls import Outcome
from routing.engine.decide import decide
from routing.engine.destinations import HangUp, ToExtension, ToVoicemailBox
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Mobile
from routing.engine.presence import NOBODY, Presence, presence_of
from routing.engine.walk import calling_extension
from tests.engine import test_properties as any_call
from tests.engine.builders import (
    NOON,
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    next_step,
    number,
    number_to_group,
    outbound,
    outside,
    plan_with,
    ring_group,
    voicemail_box,
)
from tests.engine.ways import ways_to

LINE = "+15550100001"
OUTSIDER, PHONE = call_from_outside(LINE), call_from_phone("109_acme", LINE.removeprefix("+"))
CALLER = extension("109", "Caller")


def keys(*numbers: str) -> tuple:
    return tuple(key_of(number) for number in numbers)


def present(plan, call, *outcomes: Outcome) -> Presence:
    decision = first_step(plan, call)
    for outcome in outcomes:
        decision = next_step(plan, call, decision, outcome)
    return presence_of(decision, calling_extension(plan, call))


def test_the_extension_that_rings_and_the_phone_that_calls_are_in_it():
    plan = plan_with(CALLER, extension("101"), number(LINE, "101"))

    assert present(plan, OUTSIDER) == Presence(keys("101"))
    assert present(plan, PHONE) == Presence(keys("109", "101"))


@pytest.mark.parametrize("outcome", Outcome)
def test_nobody_is_in_a_call_that_is_over(outcome):
    plan = plan_with(CALLER, extension("101"), number(LINE, "101"))

    assert present(plan, PHONE, outcome) == NOBODY


def test_a_refused_call_has_nobody():
    assert present(plan_with(CALLER), PHONE) == NOBODY


@pytest.mark.parametrize("cause", [Cause.ALWAYS, Cause.BUSY])
def test_whoever_forwarded_it_is_out_of_it(cause):
    rule = Forward(cause, ToExtension(key_of("102")), ToExtension(key_of("102")))
    plan = plan_with(extension("101", forwards=(rule,)), extension("102"), number(LINE, "101"))
    outcomes = () if cause is Cause.ALWAYS else (Outcome.BUSY,)

    assert present(plan, OUTSIDER, *outcomes) == Presence(keys("102"))


def test_an_extension_whose_mobile_rings_is_in_it():
    plan = plan_with(
        extension("101", mobile=Mobile(outside("+491715550183"))),
        number(LINE, "101"),
        outbound_trunks=("carrier-out",),
        outbound=outbound(),
    )

    assert present(plan, OUTSIDER, Outcome.NO_ANSWER) == Presence(keys("101"), sent_by=key_of("101"))


def group_of(strategy: Strategy):
    members = extension("101"), extension("102"), extension("103")
    group = ring_group("Sales", "101", "102", "103", strategy=strategy, ring_seconds=25)
    return plan_with(CALLER, *members, group, number_to_group(LINE, "Sales"))


def test_members_that_ring_together_are_told_apart_from_who_is_in_it():
    assert present(group_of(Strategy.SIMULTANEOUS), PHONE) == Presence(
        keys("109"), keys("101", "102", "103"), 25
    )


def test_a_member_that_rings_alone_is_in_it():
    plan = group_of(Strategy.SEQUENTIAL)

    assert present(plan, OUTSIDER) == Presence(keys("101"))
    assert present(plan, OUTSIDER, Outcome.BUSY) == Presence(keys("102"))


def test_a_message_for_an_extension_leaves_it_free():
    box = voicemail_box("Anna", extension=key_of("101"))
    to_box = ToVoicemailBox(box.key)
    rule = Forward(Cause.NO_ANSWER, to_box, to_box)
    plan = plan_with(CALLER, extension("101", forwards=(rule,)), box, number(LINE, "101"))

    assert present(plan, PHONE, Outcome.NO_ANSWER) == Presence(keys("109"))
    assert present(plan, OUTSIDER, Outcome.NO_ANSWER) == NOBODY


@pytest.mark.parametrize("name", ["menu key", "agent"])
def test_a_phone_at_a_menu_or_an_agent_is_in_it(name):
    way = next(one for one in ways_to(HangUp()) if one.name == name)
    plan = plan_with(CALLER, **way.parts)
    dialled = next(iter(plan.internal_numbers.keys() - {"109"}))

    assert present(plan, call_from_phone("109_acme", dialled)) == Presence(keys("109"))


@settings(max_examples=200, deadline=None)
@given(any_call.plans, any_call.lives, any_call.calls, any_call.progresses, any_call.events)
def test_only_a_call_that_goes_on_has_anybody(plan, live, call, progress, event):
    decision = decide(plan, live, call, progress, event, NOON)
    found = presence_of(decision, calling_extension(plan, call))

    assert len(set(found.ringing)) == len(found.ringing)
    assert set(found.in_call) | set(found.ringing) <= {*decision.extension_keys, *plan.extension_by_key}
    if decision.progress.state is None:
        assert found == NOBODY

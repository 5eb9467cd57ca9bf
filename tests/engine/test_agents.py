"""A call at an AI agent."""

from __future__ import annotations

import pytest

from routing.engine.calls import DialEnded, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Consult, Dial, End, Speak
from routing.engine.destinations import ToAgent, ToExtension
from routing.engine.live import Live
from routing.engine.objects.agents import Agent
from routing.engine.objects.numbers import Number
from routing.engine.plan import Plan
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import NOON, call_from_outside, call_from_phone, extension, first_step, key_of

LINE = "+15550100001"
CALL = call_from_outside(LINE)


def plan_with_agent(*extensions, **options) -> Plan:
    agent = Agent(key_of("Ava"), "Ava", "vapi", "agent_1", **options)
    line = Number(key_of(LINE), LINE, ToAgent(agent.key))
    return Plan("Acme", numbers=(line,), agents=(agent,), extensions=extensions)


def after(plan, before, outcome):
    return decide(plan, Live(), CALL, before.progress, DialEnded(outcome), NOON)


def test_the_caller_is_connected_with_the_agent():
    decision = first_step(plan_with_agent(signs_in=True), CALL)

    assert decision.action == Consult(key_of("Ava"), "vapi", "agent_1", CALL.caller_number, signs_in=True)
    assert decision.reason is Reason.AGENT_CONSULTED


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.CANCELLED])
def test_a_talk_that_is_over_ends_the_call(outcome):
    plan = plan_with_agent(extension("101"), fallback=ToExtension(key_of("101")))

    assert after(plan, first_step(plan, CALL), outcome).action == End()


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNAVAILABLE])
def test_an_agent_that_cannot_be_reached_leads_to_its_fallback(outcome):
    plan = plan_with_agent(extension("101"), fallback=ToExtension(key_of("101")))

    decision = after(plan, first_step(plan, CALL), outcome)

    assert isinstance(decision.action, Dial)
    assert [entry.outcome for entry in decision.trace] == [Reason.AGENT_NOT_REACHED, Reason.RINGING]


def test_agents_that_fall_back_to_each_other_end_the_call():
    one = Agent(key_of("Ava"), "Ava", "vapi", "a", fallback=ToAgent(key_of("Ben")))
    two = Agent(key_of("Ben"), "Ben", "vapi", "b", fallback=ToAgent(key_of("Ava")))
    plan = Plan("Acme", numbers=(Number(key_of(LINE), LINE, ToAgent(one.key)),), agents=(one, two))

    decision = after(plan, first_step(plan, CALL), Outcome.BUSY)
    decision = after(plan, decision, Outcome.BUSY)

    assert (decision.action, decision.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.LOOP)


def test_a_phone_reaches_it_by_its_internal_number():
    plan = plan_with_agent(extension("101"), number="700")

    assert isinstance(first_step(plan, call_from_phone("101_acme", "700")).action, Consult)


def test_a_disabled_agent_and_one_that_is_gone_say_so():
    disabled = first_step(plan_with_agent(is_enabled=False), CALL)
    gone = first_step(Plan("Acme", numbers=(Number(key_of(LINE), LINE, ToAgent(key_of("Ava"))),)), CALL)

    assert (disabled.action, disabled.reason) == (Speak(Sentence.NOT_AVAILABLE), Reason.AGENT_DISABLED)
    assert gone.reason is Reason.AGENT_GONE

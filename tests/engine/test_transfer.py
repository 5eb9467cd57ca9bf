"""Callers who are sent on by somebody who had the call."""

from __future__ import annotations

import pytest

from routing.engine.calls import DialEnded, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Speak
from routing.engine.destinations import Destination, ToExtension, ToOutside
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import Line
from routing.engine.plan import Live, Plan
from routing.engine.progress import Progress, SentOn
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    NOON,
    call_from_outside,
    call_from_phone,
    extension,
    key_of,
    next_step,
    outbound,
    outside,
    plan_with,
)

LINE = "+15550100001"
MOBILE = "+15550190123"
OUTSIDE = call_from_outside(LINE)


def to(number: str) -> ToExtension:
    return ToExtension(key_of(number))


def anna(**options):
    return extension("101", "Anna", **options)


def reasons(decision) -> list[Reason]:
    return [entry.outcome for entry in decision.trace]


def sent_on(plan: Plan, call, to: Destination, by: str | None = "101", outcome=Outcome.UNAVAILABLE):
    """The step with which a caller goes on whom 101 had."""
    start = Progress(state=SentOn(to, key_of(by) if by is not None else None))
    return decide(plan, Live(), call, start, DialEnded(outcome), NOON)


@pytest.mark.parametrize("call", [OUTSIDE, call_from_phone("104_acme", "101")], ids=["outside", "phone"])
def test_a_caller_who_was_sent_on_follows_the_rule_for_transferred_calls(call):
    rules = Forward(Cause.BUSY, internal=to("103"), external=to("103"), transferred=to("105"))
    others = [extension(number, "Desk") for number in ("103", "104", "105")]
    plan = plan_with(anna(), extension("102", "Bert", forwards=(rules,)), *others)

    ringing = sent_on(plan, call, ToExtension(key_of("102")))
    after = next_step(plan, call, ringing, Outcome.BUSY)

    assert ringing.action.targets == ("102_acme",)
    assert reasons(ringing) == [Reason.TRANSFERRED, Reason.RINGING]
    assert ringing.trace[0].label == "101 Anna"
    assert after.action.targets == ("105_acme",)


def test_rules_for_callers_from_outside_do_not_hold_for_those_who_were_sent_on():
    bert = extension("102", "Bert", forwards=(Forward(Cause.BUSY, external=to("103")),))
    plan = plan_with(anna(), bert, extension("103", "Desk"))

    after = next_step(plan, OUTSIDE, sent_on(plan, OUTSIDE, ToExtension(key_of("102"))), Outcome.BUSY)

    assert after.action == Speak(Sentence.BUSY)


def test_who_is_sent_outside_goes_in_the_name_of_the_extension_that_had_the_call():
    number_outside = ToOutside(outside(MOBILE))
    lines = {"outbound": outbound(), "outbound_trunks": ("carrier-out",)}
    free, bound = plan_with(anna(), **lines), plan_with(anna(line=Line(key_of("none"))), **lines)

    assert sent_on(free, OUTSIDE, number_outside).action.targets == (MOBILE,)
    assert isinstance(sent_on(bound, OUTSIDE, number_outside).action, Speak)


def test_where_a_caller_is_sent_to_may_be_gone_and_they_hear_so():
    decision = sent_on(plan_with(anna()), OUTSIDE, ToExtension(key_of("999")), by=None)

    assert decision.action == Speak(Sentence.UNAVAILABLE)
    assert reasons(decision) == [Reason.TRANSFERRED, Reason.EXTENSION_GONE]

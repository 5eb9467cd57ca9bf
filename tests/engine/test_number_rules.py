"""Rules of a phone number: calls of some callers go elsewhere; and the words before the caller's name."""

from __future__ import annotations

import pytest

from routing.engine.calls import Outcome
from routing.engine.decisions import Dial
from routing.engine.destinations import ToExtension
from routing.engine.objects.callers import CallerPattern
from routing.engine.objects.numbers import NumberRule
from routing.engine.reasons import Reason
from tests.engine.builders import (
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    next_step,
    number,
    plan_with,
)

OFFICE, CALLER = "+493055501210", "+442071838750"


def rule(value: str, to: str, pattern: CallerPattern = CallerPattern.PREFIX) -> NumberRule:
    return NumberRule(pattern, value, value or "anonymous", ToExtension(key_of(to)))


def rings(*rules: NumberRule, caller: str = CALLER) -> tuple[str, ...]:
    parts = [extension(digits) for digits in ("101", "102", "103")]
    plan = plan_with(*parts, number(OFFICE, "101", rules=rules))
    action = first_step(plan, call_from_outside(OFFICE, caller)).action
    assert isinstance(action, Dial)
    return action.targets


def test_the_first_rule_that_fits_holds_and_without_one_the_destination():
    assert rings() == ("101_acme",)
    assert rings(rule("+49", "102")) == ("101_acme",)
    assert rings(rule("+4420", "102"), rule("+44", "103")) == ("102_acme",)
    assert rings(rule("+44", "103"), rule("+4420", "102")) == ("103_acme",)
    assert rings(rule(CALLER, "102", CallerPattern.NUMBER)) == ("102_acme",)


@pytest.mark.parametrize("word", ["anonymous", "", "restricted"])
def test_a_rule_for_callers_without_a_number_fits_them_alone(word):
    nameless = rule("", "102", CallerPattern.ANONYMOUS)

    assert rings(nameless, caller=word) == ("102_acme",)
    assert rings(nameless) == ("101_acme",)
    assert rings(rule("+", "102"), caller=word) == ("101_acme",)


def test_an_extension_that_dials_the_number_is_known_by_its_own_number():
    plan = plan_with(
        extension("101"),
        extension("102"),
        extension("103"),
        number(OFFICE, "101", rules=(rule("102", "103", CallerPattern.NUMBER),)),
    )

    action = first_step(plan, call_from_phone("102_acme", OFFICE[1:])).action

    assert isinstance(action, Dial)
    assert action.targets == ("103_acme",)


def test_the_rule_stands_in_the_journey():
    plan = plan_with(extension("101"), extension("102"), number(OFFICE, "101", rules=(rule("+44", "102"),)))

    trace = first_step(plan, call_from_outside(OFFICE, CALLER)).trace

    assert [entry.outcome for entry in trace] == [Reason.NUMBER_FOUND, Reason.NUMBER_RULE, Reason.RINGING]


@pytest.mark.parametrize(("name", "shown"), [("Anna", "Sales: Anna"), ("", f"Sales: {CALLER}")])
def test_phones_show_the_prefix_of_the_number_before_the_caller_also_after_a_forward(name, shown):
    from routing.engine.forwarding import Cause, Forward

    to_102 = Forward(Cause.NO_ANSWER, ToExtension(key_of("102")), ToExtension(key_of("102")))
    plan = plan_with(
        extension("101", forwards=(to_102,)),
        extension("102"),
        number(OFFICE, "101", caller_name_prefix="Sales:"),
    )
    call = call_from_outside(OFFICE, CALLER, name)

    first = first_step(plan, call)
    second = next_step(plan, call, first, Outcome.NO_ANSWER)

    assert isinstance(first.action, Dial)
    assert isinstance(second.action, Dial)
    assert first.action.caller_name == second.action.caller_name == shown


def test_a_call_between_extensions_shows_no_prefix():
    plan = plan_with(
        extension("101"), extension("102", "Bert"), number(OFFICE, "101", caller_name_prefix="Sales:")
    )

    action = first_step(plan, call_from_phone("102_acme", "101")).action

    assert isinstance(action, Dial)
    assert action.caller_name == "Bert"

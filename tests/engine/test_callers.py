"""Callers from outside who never get through, and those who always do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routing.engine.decisions import Dial, Refusal, Refuse, Speak
from routing.engine.objects.callers import CallerAnswer, CallerPattern, CallerRule
from routing.engine.plan import Plan
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    NOON,
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    number,
    plan_with,
)

OFFICE, SHOP, CALLER = "+493055501210", "+493055501220", "+442071838750"


def rule(value: str, **options) -> CallerRule:
    kind = CallerPattern.NUMBER
    if value.endswith("*"):
        kind, value = CallerPattern.PREFIX, value[:-1]
    elif not value:
        kind = CallerPattern.ANONYMOUS
    return CallerRule(key_of(f"{value}{options}"), kind, value, label=value or "anonymous", **options)


def plan_of(*rules: CallerRule) -> Plan:
    return plan_with(extension("101"), number(OFFICE, "101"), number(SHOP, "101"), caller_rules=rules)


def outcome(*rules: CallerRule, caller: str = CALLER, dialled: str = OFFICE):
    return first_step(plan_of(*rules), call_from_outside(dialled, caller))


def test_a_blocked_caller_is_declined_before_anything_answers():
    decision = outcome(rule(CALLER))

    assert decision.action == Refuse(Refusal.FAILED)
    assert decision.reason is Reason.CALLER_BLOCKED
    assert [entry.label for entry in decision.trace] == [CALLER]


def test_the_rule_says_what_a_blocked_caller_gets():
    assert outcome(rule(CALLER, answer=CallerAnswer.BUSY)).action == Refuse(Refusal.BUSY)
    assert outcome(rule(CALLER, answer=CallerAnswer.SENTENCE)).action == Speak(Sentence.CALLER_BLOCKED)


@pytest.mark.parametrize(
    ("rules", "gets_through"),
    [
        ([], True),
        ([rule("+4420*")], False),
        ([rule("+49*")], True),
        ([rule("+*")], False),
        ([rule("+44*"), rule(CALLER, allows=True)], True),
        ([rule("+442071*", allows=True), rule(CALLER)], True),
        ([rule("")], True),
        ([rule(CALLER, phone_number=key_of(SHOP))], True),
        ([rule(CALLER, phone_number=key_of(OFFICE))], False),
        ([rule(CALLER, until=NOON)], True),
        ([rule(CALLER, until=NOON + timedelta(seconds=1))], False),
        ([rule(CALLER), rule("+44*", allows=True, until=NOON)], False),
    ],
)
def test_an_allowed_caller_goes_before_a_blocked_one_and_an_expired_rule_counts_for_nothing(
    rules, gets_through
):
    assert isinstance(outcome(*rules).action, Dial) is gets_through


def test_of_several_rules_that_block_the_most_particular_one_answers():
    busy, sentence = CallerAnswer.BUSY, CallerAnswer.SENTENCE

    assert outcome(rule("+44*"), rule("+4420*", answer=busy)).action == Refuse(Refusal.BUSY)
    assert outcome(rule("+4420*"), rule(CALLER, answer=busy)).action == Refuse(Refusal.BUSY)
    of_the_office = rule(CALLER, answer=sentence, phone_number=key_of(OFFICE))
    assert outcome(rule(CALLER), of_the_office).action == Speak(Sentence.CALLER_BLOCKED)


@pytest.mark.parametrize("word", ["anonymous", "Anonymous", "restricted", "Unavailable", "", "266696687"])
def test_a_caller_who_withholds_the_number_is_known_by_a_word_or_by_nothing(word):
    assert isinstance(outcome(rule(""), caller=word).action, Refuse)
    assert isinstance(outcome(rule("+*"), caller=word).action, Dial)


def test_a_phone_of_the_organization_is_nobody_from_outside():
    parts = extension("101"), extension("102"), number(OFFICE, "101")
    plan = plan_with(*parts, caller_rules=(rule("+*"), rule("")))

    assert isinstance(first_step(plan, call_from_phone("102_acme", "101")).action, Dial)
    assert isinstance(first_step(plan, call_from_phone("102_acme", OFFICE[1:])).action, Dial)


def test_an_allowed_caller_stands_in_the_journey():
    decision = outcome(rule(CALLER, allows=True))

    assert [entry.outcome for entry in decision.trace][:2] == [Reason.CALLER_ALLOWED, Reason.NUMBER_FOUND]


def test_five_thousand_rules_are_not_looked_through_one_by_one():
    rules = [rule(f"+4930{place:07}") for place in range(5000)]
    lists = plan_of(*rules).caller_lists

    assert lists.rule_for("+49300000042", key_of(OFFICE), NOON) == rules[42]
    assert len(list(lists._about("+49300000042", key_of(OFFICE)))) == 1

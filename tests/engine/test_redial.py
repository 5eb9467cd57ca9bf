"""Codes that call again: the last number, and the last caller."""

from __future__ import annotations

import pytest

from routing.engine.decisions import Dial, Speak
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.last_numbers import LastCaller, LastDialled, LastNumber
from routing.engine.objects.outbound import Line, NumberKind, OutsideNumber
from routing.engine.outbound import WITHHELD
from routing.engine.plan import Live
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    OWN_LINE,
    call_from_phone,
    calling_class,
    extension,
    first_step,
    key_of,
    number,
    outbound,
    outside,
    plan_with,
)

CODES = (
    FeatureCode("*66", FeatureAct.REDIAL),
    FeatureCode("*69", FeatureAct.CALL_RETURN),
    FeatureCode("*78", FeatureAct.DO_NOT_DISTURB_ON),
)
CLASS = calling_class(NumberKind.MOBILE)
MOBILE = outside("+491715550183")
PLAN = plan_with(
    extension("101", "Anna", line=Line(CLASS.key, OWN_LINE)),
    extension("102", "Bert"),
    number("+493055501210", "102"),
    feature_codes=CODES,
    region="DE",
    outbound=outbound(CLASS),
    outbound_trunks=("carrier",),
)


def again(code: str, found: LastNumber | None, **state):
    """The decision on a code, the wish that it asked for answered."""
    call = call_from_phone("101_acme", code)
    (want,) = first_step(PLAN, call, Live(**state)).wants
    assert isinstance(want, LastDialled if code == "*66" else LastCaller)
    assert (want.extension, want.number) == (key_of("101"), "101")
    return first_step(PLAN, call, Live(answers={want: found}, **state))


@pytest.mark.parametrize("code", ["*66", "*69"])
@pytest.mark.parametrize(
    ("found", "rings"),
    [
        (LastNumber(MOBILE.dial, MOBILE), (MOBILE.dial,)),
        (LastNumber("102"), ("102_acme",)),
        (LastNumber("+493055501210", outside("+493055501210")), ("102_acme",)),
    ],
)
def test_the_last_number_or_caller_is_called(code, found, rings):
    decision = again(code, found)

    assert isinstance(decision.action, Dial)
    assert decision.action.targets == rings
    assert decision.stands_for == found.number


@pytest.mark.parametrize("code", ["*66", "*69"])
def test_all_rules_of_calls_outside_hold(code):
    london = outside("+442071838750", NumberKind.INTERNATIONAL, "GB")

    assert again(code, LastNumber(london.dial, london)).reason is Reason.OUTSIDE_DENIED
    locked = again(code, LastNumber(MOBILE.dial, MOBILE), locked=frozenset({key_of("101")}))
    assert locked.reason is Reason.EXTENSION_LOCKED


def test_a_number_that_was_called_withheld_is_called_so_again():
    assert again("*66", LastNumber(MOBILE.dial, MOBILE, is_withheld=True)).action.caller_id == WITHHELD
    assert again("*66", LastNumber(MOBILE.dial, MOBILE)).action.caller_id == OWN_LINE


@pytest.mark.parametrize(
    ("code", "sentence"), [("*66", Sentence.NO_LAST_NUMBER), ("*69", Sentence.NO_LAST_CALLER)]
)
def test_without_a_call_before_the_phone_hears_so(code, sentence):
    assert again(code, None).action == Speak(sentence)


@pytest.mark.parametrize(
    "found",
    [
        LastNumber("anonymous"),
        LastNumber(""),
        LastNumber("*78"),
        LastNumber("112", OutsideNumber("112", NumberKind.EMERGENCY, "DE")),
        LastNumber("115", OutsideNumber("115", NumberKind.SERVICE, "DE")),
    ],
)
def test_who_claims_to_be_something_else_than_a_caller_is_not_called_back(found):
    decision = again("*69", found)

    assert (decision.reason, decision.effects) == (Reason.LAST_CALLER_WITHHELD, ())


def test_no_code_is_dialled_again():
    decision = again("*66", LastNumber("*78"))

    assert (decision.reason, decision.effects) == (Reason.EXTENSION_UNKNOWN, ())


def test_the_rescue_service_that_was_called_is_called_again():
    rescue = OutsideNumber("112", NumberKind.EMERGENCY, "DE")

    assert again("*66", LastNumber("112", rescue)).reason is Reason.EMERGENCY_CALL

"""A code before a number withholds or shows the caller's own, in this one call."""

from __future__ import annotations

import pytest

from routing.engine.calls import Outcome
from routing.engine.decisions import Dial, Speak
from routing.engine.destinations import ToOutside
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.codes import FeatureAct, FeatureCode, SpeedDial
from routing.engine.objects.outbound import Line, NumberKind
from routing.engine.outbound import WITHHELD
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.numbering import read_numbers
from tests.engine.builders import (
    OWN_LINE,
    call_from_outside,
    call_from_phone,
    calling_class,
    extension,
    first_step,
    key_of,
    next_step,
    number,
    outbound,
    outside,
    plan_with,
)

CODES = (
    FeatureCode("*31", FeatureAct.WITHHOLD_NUMBER),
    FeatureCode("*32", FeatureAct.SHOW_NUMBER),
    FeatureCode("*78", FeatureAct.DO_NOT_DISTURB_ON),
)
CLASS = calling_class(NumberKind.NATIONAL, NumberKind.MOBILE)
OWN = "+493055501211"
MOBILE = "+491715550183"
TAXI = SpeedDial(key_of("taxi"), "*01", "Taxi", ToOutside(outside(MOBILE)))


def plan_of(*parts, withholds: bool = False, **options):
    line = Line(CLASS.key, OWN, withholds)
    settings = {"region": "DE", "outbound": outbound(CLASS), "outbound_trunks": ("carrier",)}
    codes = {"feature_codes": CODES, "speed_dials": (TAXI,)}
    return plan_with(
        extension("101", "Anna", line=line),
        extension("102", "Bert", line=Line(CLASS.key, OWN_LINE)),
        *parts,
        **{**settings, **codes, **options},
    )


def dialled(text: str, *parts, **options):
    plan = plan_of(*parts, **options)
    return first_step(plan, read_numbers(call_from_phone("101_acme", text), plan))


@pytest.mark.parametrize(
    "text", ["*3101715550183", "*31#01715550183", "*31*01715550183", "*31+491715550183", "*31*01"]
)
def test_the_number_is_withheld(text):
    decision = dialled(text)

    assert isinstance(decision.action, Dial)
    assert (decision.action.targets, decision.action.caller_id) == ((MOBILE,), WITHHELD)
    assert Reason.NUMBER_WITHHELD in {entry.outcome for entry in decision.trace}


def test_without_the_code_everything_is_as_it_is_set():
    assert dialled("01715550183").action.caller_id == OWN
    assert dialled("01715550183", withholds=True).action.caller_id == WITHHELD


def test_a_number_that_is_usually_withheld_is_shown():
    assert dialled("*3201715550183", withholds=True).action.caller_id == OWN
    assert dialled("*3201715550183").action.caller_id == OWN


@pytest.mark.parametrize("text", ["*31112", "*31#112", "*31*112"])
def test_an_emergency_call_never_withholds(text):
    decision = dialled(text)

    assert decision.reason is Reason.EMERGENCY_CALL
    assert (decision.action.targets, decision.action.caller_id) == (("112",), OWN)


def test_a_number_that_may_not_be_called_may_not_be_called_withheld():
    assert dialled("*3100442071838750").reason is Reason.OUTSIDE_DENIED


def test_inside_the_caller_shows_and_a_forwarded_call_shows_who_forwards():
    assert dialled("*31102").action.caller_id == "101"
    away = ToOutside(outside(MOBILE))
    bert = extension(
        "103", "Carl", line=Line(CLASS.key, OWN_LINE), forwards=(Forward(Cause.ALWAYS, away, away),)
    )
    assert dialled("*31103", bert).action.caller_id == OWN_LINE


def test_the_end_of_such_a_call_is_read_as_any_other():
    plan = plan_of()
    call = read_numbers(call_from_phone("101_acme", "*31#01715550183"), plan)

    busy = next_step(plan, call, first_step(plan, call), Outcome.BUSY)

    assert (busy.action, busy.reason) == (Speak(Sentence.BUSY), Reason.BUSY)


@pytest.mark.parametrize("text", ["*31", "*32"])
def test_the_code_alone_asks_for_a_number(text):
    decision = dialled(text)

    assert (decision.action, decision.reason) == (Speak(Sentence.CODE_ALONE), Reason.CODE_ALONE)


def test_no_other_code_is_dialled_behind_it():
    decision = dialled("*31*78")

    assert decision.effects == ()
    assert decision.reason is Reason.EXTENSION_UNKNOWN


def test_callers_from_outside_have_no_such_code():
    plan = plan_of(number("+493055501210", "101"))

    call = read_numbers(call_from_outside("*31101"), plan)

    assert call.withholds is None
    assert first_step(plan, call).reason is Reason.NUMBER_UNKNOWN


def test_a_code_that_is_off_withholds_nothing():
    assert dialled("*3101715550183", feature_codes=()).reason is Reason.EXTENSION_UNKNOWN

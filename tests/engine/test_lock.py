"""The electronic lock: what a locked extension may still call, and the codes that lock and unlock it."""

from __future__ import annotations

import pytest

from routing.engine.calls import Gathered
from routing.engine.decide import decide
from routing.engine.decisions import Ask, Dial, Speak, Tell
from routing.engine.destinations import ToOutside
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.locks import ServicePinTried, SwitchLock
from routing.engine.objects.messages import PinAnswer
from routing.engine.objects.outbound import Line, NumberKind, OutsideNumber
from routing.engine.plan import Live
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from routing.numbering import read_numbers
from tests.engine.builders import (
    NOON,
    OWN_LINE,
    call_from_outside,
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
from tests.engine.ways import entrances, ways_to

CODES = (FeatureCode("*33", FeatureAct.LOCK), FeatureCode("*34", FeatureAct.UNLOCK))
CLASS = calling_class(NumberKind.NATIONAL, NumberKind.MOBILE)
MOBILE = outside("+491715550183")
LOCKED = Live(locked=frozenset({key_of("101")}))


def plan_of(*parts, **options):
    line = Line(CLASS.key, OWN_LINE)
    anna = extension("101", "Anna", line=line, **{"has_pin": True, **options})
    settings = {"region": "DE", "outbound": outbound(CLASS), "outbound_trunks": ("carrier",)}
    return plan_with(anna, *parts, feature_codes=CODES, **settings)


def dialled(text: str, *parts, live: Live = LOCKED, **options):
    plan = plan_of(*parts, **options)
    return first_step(plan, read_numbers(call_from_phone("101_acme", text), plan), live)


def test_a_locked_extension_calls_nothing_outside():
    decision = dialled("01715550183")

    assert (decision.action, decision.reason) == (Speak(Sentence.EXTENSION_LOCKED), Reason.EXTENSION_LOCKED)
    assert isinstance(dialled("01715550183", live=Live()).action, Dial)


@pytest.mark.parametrize("way", list(ways_to(ToOutside(MOBILE))), ids=lambda way: way.name)
def test_no_object_is_a_way_around_the_lock(way):
    seen = 0
    for who, plan, call in entrances(plan_of(), way, forwarder={}):
        if who != "phone":
            continue
        seen += 1
        decision = first_step(plan, call, LOCKED)
        for event in way.events:
            decision = decide(plan, LOCKED, call, decision.progress, event, NOON)

        assert decision.reason is Reason.EXTENSION_LOCKED
    assert seen


@pytest.mark.parametrize("text", ["112", "110"])
def test_the_rescue_service_is_always_reached(text):
    assert dialled(text).reason is Reason.EMERGENCY_CALL
    straight = ToOutside(OutsideNumber("112", NumberKind.EMERGENCY, "DE"))
    menu = next(way for way in ways_to(straight) if way.name == "at once")
    who, plan, call = next(one for one in entrances(plan_of(), menu, forwarder={}) if one[0] == "phone")
    assert who
    assert first_step(plan, call, LOCKED).action.targets == ("112",)


def test_inside_it_calls_and_is_called_as_ever():
    assert dialled("102", extension("102")).action.targets == ("102_acme",)
    plan = plan_of(number("+493055501210", "101"))
    assert first_step(plan, call_from_outside("+493055501210"), LOCKED).action.targets == ("101_acme",)


def test_what_it_forwards_goes_on():
    away = ToOutside(MOBILE)
    plan = plan_of(number("+493055501210", "101"), forwards=(Forward(Cause.ALWAYS, away, away),))

    decision = first_step(plan, call_from_outside("+493055501210"), LOCKED)

    assert decision.action.targets == (MOBILE.dial,)


@pytest.mark.parametrize(
    ("code", "on", "sentence"), [("*33", True, Sentence.LOCK_ON), ("*34", False, Sentence.LOCK_OFF)]
)
def test_the_service_pin_locks_and_unlocks(code, on, sentence):
    plan, call = plan_of(), call_from_phone("101_acme", code)
    asked = first_step(plan, call, LOCKED)
    assert isinstance(asked.action, Ask)
    assert asked.effects == ()
    live = Live(answers={ServicePinTried(key_of("101"), "7391"): PinAnswer.RIGHT})

    decision = decide(plan, live, call, asked.progress, Gathered("7391#"), NOON)

    assert decision.action == Tell((SystemWords(sentence),))
    assert decision.effects == (SwitchLock(key_of("101"), on),)


@pytest.mark.parametrize("answer", [one for one in PinAnswer if one is not PinAnswer.RIGHT])
def test_no_other_pin_does(answer):
    plan, call = plan_of(), call_from_phone("101_acme", "*34")
    asked = first_step(plan, call, LOCKED)
    live = Live(answers={ServicePinTried(key_of("101"), "7391"): answer})

    assert decide(plan, live, call, asked.progress, Gathered("7391"), NOON).effects == ()


def test_who_may_not_or_has_no_pin_hears_so():
    assert dialled("*34", may_lock=False).reason is Reason.CODE_NOT_ALLOWED
    assert dialled("*34", has_pin=False).action == Speak(Sentence.PIN_MISSING)


def test_a_pin_shows_nowhere():
    assert "7391" not in repr(ServicePinTried(key_of("101"), "7391"))

"""Business hours that phones open and close."""

from __future__ import annotations

import pytest

from routing.engine.calls import Gathered
from routing.engine.decide import decide
from routing.engine.decisions import Ask, Speak, SwitchHours, Tell
from routing.engine.hours import Override, Range, Schedule
from routing.engine.objects.codes import FeatureAct, FeatureCode
from routing.engine.objects.hours import HoursPinTried
from routing.engine.objects.messages import PinAnswer
from routing.engine.plan import Live
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from tests.engine.builders import NOON, call_from_phone, extension, first_step, key_of, plan_with

CODES = (
    FeatureCode("*81", FeatureAct.HOURS_CLOSED),
    FeatureCode("*82", FeatureAct.HOURS_OPEN),
    FeatureCode("*80", FeatureAct.HOURS_BY_CALENDAR),
)
ALWAYS, NEVER = ((Range(0, 1440),),) * 7, ((),) * 7


def hours(name: str = "Office", **options) -> Schedule:
    options = {"zone": "Europe/Berlin", "week": ALWAYS, "by_phone": True, "number": "500"} | options
    return Schedule(key_of(name), name, **options)


def plan_of(*schedules: Schedule):
    return plan_with(extension("101", "Anna"), schedules=schedules, feature_codes=CODES)


def dialled(text: str, *schedules: Schedule):
    return first_step(plan_of(*schedules), call_from_phone("101_acme", text))


@pytest.mark.parametrize("number", ["", "500"])
@pytest.mark.parametrize(
    ("code", "state", "sentence"),
    [("*81", "closed", Sentence.HOURS_CLOSED), ("*82", "open", Sentence.HOURS_OPEN)],
)
def test_they_are_switched_until_somebody_switches_again(code, number, state, sentence):
    decision = dialled(code + number, hours())

    assert decision.action == Tell((SystemWords(sentence, "Office"),))
    assert decision.effects == (SwitchHours(key_of("Office"), state, None, key_of("101")),)


@pytest.mark.parametrize(
    ("week", "sentence"),
    [(ALWAYS, Sentence.HOURS_BY_CALENDAR_OPEN), (NEVER, Sentence.HOURS_BY_CALENDAR_CLOSED)],
)
def test_back_to_the_calendar_it_is_said_what_that_says_now(week, sentence):
    decision = dialled("*80500", hours(week=week, override=Override(is_open=week is NEVER)))

    assert decision.action == Tell((SystemWords(sentence, "Office"),))
    assert decision.effects == (SwitchHours(key_of("Office"), "", None, key_of("101")),)


@pytest.mark.parametrize(
    ("text", "schedules", "reason", "sentence"),
    [
        ("*81500", (hours(by_phone=False),), Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE),
        ("*81", (hours(by_phone=False),), Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE),
        ("*81500", (hours(is_enabled=False),), Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE),
        ("*81999", (hours(),), Reason.HOURS_UNKNOWN, Sentence.HOURS_NUMBER_MISSING),
        ("*81101", (hours(),), Reason.HOURS_UNKNOWN, Sentence.HOURS_NUMBER_MISSING),
        ("*81", (hours(), hours("Night")), Reason.HOURS_NOT_NAMED, Sentence.HOURS_NUMBER_MISSING),
        ("*81", (), Reason.HOURS_NOT_BY_PHONE, Sentence.HOURS_NOT_BY_PHONE),
    ],
)
def test_what_may_not_be_switched_or_is_not_named_stays_as_it_is(text, schedules, reason, sentence):
    decision = dialled(text, *schedules)

    assert (decision.reason, decision.action, decision.effects) == (reason, Speak(sentence), ())


def test_a_second_one_that_phones_may_not_switch_needs_no_number():
    assert dialled("*81", hours(), hours("Night", by_phone=False, number="501")).effects


def after(answer: PinAnswer, digits: str = "4711"):
    plan, call = plan_of(hours(has_pin=True)), call_from_phone("101_acme", "*81500")
    asked = first_step(plan, call)
    assert isinstance(asked.action, Ask)
    assert asked.effects == ()
    live = Live(answers={HoursPinTried(key_of("Office"), "4711"): answer})
    return decide(plan, live, call, asked.progress, Gathered(digits), NOON)


def test_the_right_pin_switches_them():
    assert after(PinAnswer.RIGHT).effects == (SwitchHours(key_of("Office"), "closed", None, key_of("101")),)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (PinAnswer.WRONG, Reason.CODE_PIN_WRONG),
        (PinAnswer.LOCKED, Reason.CODE_PIN_LOCKED),
        (PinAnswer.NOT_SET, Reason.CODE_PIN_MISSING),
    ],
)
def test_any_other_pin_switches_nothing(answer, reason):
    decision = after(answer)

    assert (decision.reason, decision.effects) == (reason, ())


def test_three_wrong_pins_or_silences_end_the_call():
    plan, call = plan_of(hours(has_pin=True)), call_from_phone("101_acme", "*81500")
    decision = first_step(plan, call)
    for digits in ("1", "", "2"):
        assert isinstance(decision.action, Ask)
        decision = decide(plan, Live(), call, decision.progress, Gathered(digits), NOON)

    said = (SystemWords(Sentence.PIN_WRONG), SystemWords(Sentence.GOODBYE))
    assert (decision.action, decision.progress.state) == (Tell(said), None)


def test_hours_that_phones_may_not_switch_any_more_take_no_pin():
    call = call_from_phone("101_acme", "*81500")
    asked = first_step(plan_of(hours(has_pin=True)), call)

    decision = decide(plan_of(hours(by_phone=False)), Live(), call, asked.progress, Gathered("4711"), NOON)

    assert (decision.reason, decision.wants, decision.effects) == (Reason.HOURS_NOT_BY_PHONE, (), ())


def test_a_pin_shows_nowhere():
    assert "4711" not in repr(HoursPinTried(key_of("Office"), "4711"))

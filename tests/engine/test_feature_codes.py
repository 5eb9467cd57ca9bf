"""What phones dial to switch something, and short numbers."""

from __future__ import annotations

import pytest

from routing.engine.decisions import Ask, Dial, Speak, Tell
from routing.engine.destinations import ToExtension
from routing.engine.feature_codes import ForwardEveryCall, SwitchDoNotDisturb
from routing.engine.objects.codes import FeatureAct, FeatureCode, SpeedDial
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from tests.engine.builders import (
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    number,
    plan_with,
    voicemail_box,
)

CODES = (
    FeatureCode("*78", FeatureAct.DO_NOT_DISTURB_ON),
    FeatureCode("*79", FeatureAct.DO_NOT_DISTURB_OFF),
    FeatureCode("*72", FeatureAct.FORWARD_ALL),
    FeatureCode("*73", FeatureAct.FORWARD_NONE),
    FeatureCode("*97", FeatureAct.OWN_VOICEMAIL),
    FeatureCode("*98", FeatureAct.VOICEMAIL_OF),
    FeatureCode("*43", FeatureAct.OWN_NUMBER),
)


def dialled(text: str, *parts, **options):
    plan = plan_with(
        extension("101", "Anna", **options), extension("102", "Bert"), *parts, feature_codes=CODES
    )
    return first_step(plan, call_from_phone("101_acme", text))


@pytest.mark.parametrize(
    ("code", "sentence", "on"),
    [("*78", Sentence.DO_NOT_DISTURB_ON, True), ("*79", Sentence.DO_NOT_DISTURB_OFF, False)],
)
def test_do_not_disturb_is_switched_and_the_phone_hears_it(code, sentence, on):
    decision = dialled(code)

    assert decision.action == Tell((SystemWords(sentence),))
    assert decision.effects == (SwitchDoNotDisturb(key_of("101"), on),)


@pytest.mark.parametrize("text", ["*72102", "*72*102"])
def test_every_call_is_sent_to_the_extension_behind_the_code(text):
    decision = dialled(text)

    assert decision.action == Tell((SystemWords(Sentence.FORWARD_SET, "1 0 2"),))
    assert decision.effects == (ForwardEveryCall(key_of("101"), key_of("102")),)
    assert dialled("*73").effects == (ForwardEveryCall(key_of("101"), None),)


@pytest.mark.parametrize("text", ["*72", "*72101", "*72999"])
def test_a_forward_to_nobody_or_to_oneself_changes_nothing(text):
    decision = dialled(text)

    assert decision.action == Speak(Sentence.FORWARD_TO_NOBODY)
    assert decision.effects == ()


def test_an_extension_that_may_not_switch_hears_so():
    for text in ("*78", "*79"):
        assert dialled(text, may_use_do_not_disturb=False).action == Speak(Sentence.CODE_NOT_ALLOWED)
    for text in ("*72102", "*73"):
        refused = dialled(text, may_forward=False)
        assert (refused.action, refused.effects) == (Speak(Sentence.CODE_NOT_ALLOWED), ())


def test_the_own_number_is_said_digit_by_digit():
    assert dialled("*43").action == Tell((SystemWords(Sentence.OWN_NUMBER, "1 0 1"),))


def test_voicemail_asks_for_the_pin_of_the_own_box_or_of_another_one():
    own = voicemail_box("Anna", extension=key_of("101"), has_pin=True)
    other = voicemail_box("Bert", extension=key_of("102"), has_pin=True)

    for text, box in (("*97", "Anna"), ("*98102", "Bert")):
        decision = dialled(text, own, other)
        assert isinstance(decision.action, Ask)
        assert decision.progress.current == key_of(box)
    assert dialled("*98999", own).reason is Reason.EXTENSION_UNKNOWN
    assert dialled("*97", other).reason is Reason.VOICEMAIL_GONE


@pytest.mark.parametrize("text", ["780", "*98780", "*98*780"])
def test_a_shared_box_is_heard_by_its_own_number(text):
    decision = dialled(text, voicemail_box("Front desk", has_pin=True, number="780"))

    assert isinstance(decision.action, Ask)
    assert decision.progress.current == key_of("Front desk")


def test_only_phones_of_extensions_hear_a_box_by_its_number():
    box = voicemail_box("Front desk", has_pin=True, number="780")
    plan = plan_with(extension("101"), number("+493055501210", "101"), box)

    assert first_step(plan, call_from_outside("780")).reason is Reason.NUMBER_UNKNOWN
    assert first_step(plan, call_from_phone("999_acme", "780")).reason is Reason.EXTENSION_UNKNOWN
    without_pin = plan_with(extension("101"), voicemail_box("Front desk", number="780"))
    heard = first_step(without_pin, call_from_phone("101_acme", "780"))
    assert heard.reason is Reason.VOICEMAIL_PIN_MISSING


def test_callers_from_outside_and_unknown_phones_reach_no_code():
    plan = plan_with(extension("101"), number("+493055501210", "101"), feature_codes=CODES)

    assert first_step(plan, call_from_outside("*78")).reason is Reason.NUMBER_UNKNOWN
    unknown = first_step(plan, call_from_phone("999_acme", "*78"))
    assert (unknown.reason, unknown.effects) == (Reason.CODE_WITHOUT_EXTENSION, ())


def test_a_code_that_is_off_is_no_number():
    plan = plan_with(extension("101"), feature_codes=())

    assert first_step(plan, call_from_phone("101_acme", "*78")).reason is Reason.EXTENSION_UNKNOWN


def test_a_short_number_leads_where_it_is_set_to():
    taxi = SpeedDial(key_of("taxi"), "*01", "Bert at once", ToExtension(key_of("102")))
    plan = plan_with(extension("101"), extension("102"), speed_dials=(taxi,))

    decision = first_step(plan, call_from_phone("101_acme", "*01"))

    assert isinstance(decision.action, Dial)
    assert decision.action.targets == ("102_acme",)
    assert Reason.SPEED_DIAL in {entry.outcome for entry in decision.trace}

"""A call that a voicemail box greets."""

from __future__ import annotations

import pytest

from routing.engine.decisions import Record, Speak
from routing.engine.objects.voicemail import STANDARD_GREETING
from routing.engine.progress import Progress
from routing.engine.prompts import Sentence, Sound, Words
from routing.engine.reasons import Reason
from tests.engine.builders import (
    call_from_outside,
    call_from_phone,
    extension,
    first_step,
    key_of,
    number_to_box,
    plan_with,
    voicemail_box,
)

NUMBER = "+15550100001"


@pytest.mark.parametrize(
    "greeting", [STANDARD_GREETING, Words("We are closed."), Sound("t/greetings/one.wav")]
)
def test_a_box_greets_the_caller_in_its_own_way(greeting):
    plan = plan_with(number_to_box(NUMBER, "Front desk"), voicemail_box("Front desk", greeting=greeting))

    decision = first_step(plan, call_from_outside(NUMBER))

    assert decision.action == Record(key_of("Front desk"), (greeting,), most_seconds=180)
    assert decision.reason is Reason.VOICEMAIL_GREETED
    assert decision.trace[-1].label == "Front desk"
    assert decision.progress.hops == 1


def test_a_phone_of_the_organization_reaches_it_too():
    plan = plan_with(extension("101"), number_to_box(NUMBER, "Front desk"), voicemail_box("Front desk"))

    decision = first_step(plan, call_from_phone("101_acme", NUMBER.removeprefix("+")))

    assert decision.reason is Reason.VOICEMAIL_GREETED


def test_a_disabled_box_says_that_it_is_off():
    plan = plan_with(number_to_box(NUMBER, "Front desk"), voicemail_box("Front desk", is_enabled=False))

    decision = first_step(plan, call_from_outside(NUMBER))

    assert (decision.action, decision.reason) == (
        Speak(Sentence.VOICEMAIL_DISABLED),
        Reason.VOICEMAIL_DISABLED,
    )


def test_a_box_that_is_gone_is_said_in_words():
    decision = first_step(plan_with(number_to_box(NUMBER, "Front desk")), call_from_outside(NUMBER))

    assert (decision.action, decision.reason) == (Speak(Sentence.UNAVAILABLE), Reason.VOICEMAIL_GONE)


def test_a_box_is_greeted_by_once_only():
    plan = plan_with(number_to_box(NUMBER, "Front desk"), voicemail_box("Front desk"))
    been_there = Progress(hops=1, visited=(key_of("Front desk"),))

    decision = first_step(plan, call_from_outside(NUMBER), progress=been_there)

    assert decision.reason is Reason.LOOP


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_call_counts_as_one_of_the_boxs_extension(is_enabled):
    box = voicemail_box("Ann", extension=key_of("101"), is_enabled=is_enabled)
    plan = plan_with(extension("101"), number_to_box(NUMBER, "Ann"), box)

    assert first_step(plan, call_from_outside(NUMBER)).extension_keys == (key_of("101"),)

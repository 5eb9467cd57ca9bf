"""What happens to a call, rule by rule; no database."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import Direction, Outcome
from routing.engine.decisions import Dial, End, Speak, StepKind
from routing.engine.plan import Live
from routing.engine.progress import MAX_HOPS, START, ExtensionRings, Progress
from routing.engine.prompts import Sentence
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

LINE = "+15550100001"
ANNA = extension("101", "Anna")
BERT = extension("102", "Bert", rings=25)


def test_a_number_rings_every_phone_of_its_extension():
    plan = plan_with(
        extension("101", "Anna", phones=("101_acme", "101_acme_2"), rings=15), number(LINE, "101")
    )

    decision = first_step(plan, call_from_outside(LINE, "+442071838750", "Jo"))

    assert decision.action == Dial(("101_acme", "101_acme_2"), 15, "+442071838750", "Jo")
    assert decision.reason is Reason.RINGING
    assert decision.progress == Progress(
        hops=1, visited=(key_of("101"),), steps=1, current=key_of("101"), state=ExtensionRings()
    )


def test_the_trace_names_what_was_passed_as_it_was_called_then():
    plan = plan_with(ANNA, number(LINE, "101"))

    decision = first_step(plan, call_from_outside(LINE))

    assert [(entry.step, entry.outcome, entry.label) for entry in decision.trace] == [
        (StepKind.NUMBER, Reason.NUMBER_FOUND, LINE),
        (StepKind.EXTENSION, Reason.RINGING, "101 Anna"),
    ]
    assert decision.extension_keys == (key_of("101"),)


def test_a_phone_calls_another_extension_and_shows_its_own_number_and_name():
    plan = plan_with(ANNA, BERT)

    decision = first_step(plan, call_from_phone("101_acme", "102"))

    assert decision.action == Dial(("102_acme",), 25, "101", "Anna")
    assert decision.extension_keys == (key_of("101"), key_of("102"))


def test_a_phone_that_gives_its_extension_number_is_known_too():
    plan = plan_with(ANNA, BERT)

    decision = first_step(plan, call_from_phone("101", "102"))

    assert decision.action == Dial(("102_acme",), 25, "101", "Anna")


def test_a_phone_of_no_extension_is_connected_and_the_trace_says_so():
    decision = first_step(plan_with(BERT), call_from_phone("ghost", "102"))

    assert decision.action == Dial(("102_acme",), 25, "ghost", "Phone's own name")
    assert decision.trace[0].outcome is Reason.CALLER_UNKNOWN


def test_a_trunk_cannot_pose_as_an_extension():
    plan = plan_with(ANNA, BERT, number(LINE, "102"))

    decision = first_step(plan, call_from_outside(LINE, "101_acme", "The boss"))

    assert decision.action == Dial(("102_acme",), 25, "101_acme", "The boss")
    assert decision.extension_keys == (key_of("102"),)


def test_a_trunk_cannot_dial_an_extension_number():
    decision = first_step(plan_with(ANNA), call_from_outside("101"))

    assert decision.action == Speak(Sentence.NUMBER_UNKNOWN)


def test_a_call_placed_by_a_program_reaches_an_extension():
    call = call_from_phone("101_acme", "101", Direction.OUTBOUND_API)

    decision = first_step(plan_with(ANNA), call)

    assert decision.action == Dial(("101_acme",), 20, "101_acme", "Phone's own name")


def test_a_phone_that_dials_a_number_of_its_own_organization_stays_inside():
    plan = plan_with(ANNA, BERT, number(LINE, "102"))

    decision = first_step(plan, call_from_phone("101_acme", LINE.removeprefix("+")))

    assert decision.action == Dial(("102_acme",), 25, "101", "Anna")


@pytest.mark.parametrize(
    ("call", "reason", "sentence"),
    [
        (call_from_outside("+15550199999"), Reason.NUMBER_UNKNOWN, Sentence.NUMBER_UNKNOWN),
        (call_from_outside(""), Reason.NOTHING_DIALLED, Sentence.NUMBER_UNKNOWN),
        (call_from_outside("+15550100009"), Reason.NUMBER_DISABLED, Sentence.NUMBER_UNKNOWN),
        (call_from_phone("101_acme", "999"), Reason.EXTENSION_UNKNOWN, Sentence.EXTENSION_UNKNOWN),
        (call_from_phone("101_acme", "101"), Reason.CALLED_ITSELF, Sentence.CALLED_ITSELF),
        (call_from_phone("101_acme", "15550100001"), Reason.CALLED_ITSELF, Sentence.CALLED_ITSELF),
        (call_from_phone("101_acme", "103"), Reason.EXTENSION_DISABLED, Sentence.EXTENSION_DISABLED),
        (call_from_phone("103_acme", "101"), Reason.CALLER_DISABLED, Sentence.CALLER_DISABLED),
        (call_from_phone("101_acme", "104"), Reason.NO_SIP_ACCOUNT, Sentence.UNAVAILABLE),
        (call_from_outside("+15550100002"), Reason.EXTENSION_GONE, Sentence.UNAVAILABLE),
    ],
)
def test_a_refused_call_hears_why(call, reason, sentence):
    plan = plan_with(
        ANNA,
        extension("103", "Off", is_enabled=False),
        extension("104", "No phone", phones=()),
        number(LINE, "101"),
        number("+15550100002", "deleted"),
        number("+15550100009", "101", is_enabled=False),
    )

    decision = first_step(plan, call)

    assert (decision.reason, decision.action) == (reason, Speak(sentence))
    assert decision.trace[-1].outcome is reason


def test_a_number_that_hangs_up_says_nothing():
    decision = first_step(plan_with(number(LINE, None)), call_from_outside(LINE))

    assert (decision.action, decision.reason) == (End(), Reason.HUNG_UP)


def test_a_suspended_organization_takes_no_call():
    plan = plan_with(ANNA, number(LINE, "101"))

    decision = first_step(plan, call_from_outside(LINE), Live(organization_is_active=False))

    assert (decision.action, decision.reason) == (Speak(Sentence.SUSPENDED), Reason.ORGANIZATION_SUSPENDED)


@pytest.mark.parametrize(
    ("outcome", "action", "reason"),
    [
        (Outcome.ANSWERED, End(), Reason.ANSWERED),
        (Outcome.CANCELLED, End(), Reason.CANCELLED),
        (Outcome.BUSY, Speak(Sentence.BUSY), Reason.BUSY),
        (Outcome.NO_ANSWER, Speak(Sentence.NO_ANSWER), Reason.NO_ANSWER),
        (Outcome.UNAVAILABLE, Speak(Sentence.UNAVAILABLE), Reason.UNAVAILABLE),
    ],
)
def test_the_end_of_a_dial_decides_what_the_caller_hears(outcome, action, reason):
    plan = plan_with(ANNA, number(LINE, "101"))
    call = call_from_outside(LINE)
    ringing = first_step(plan, call)

    after = next_step(plan, call, ringing, outcome)

    assert (after.action, after.reason) == (action, reason)
    assert after.trace[-1].label == "101 Anna"


def test_a_dial_that_ends_after_its_extension_was_deleted_still_ends_well():
    call = call_from_outside(LINE)
    ringing = first_step(plan_with(ANNA, number(LINE, "101")), call)

    after = next_step(plan_with(), call, ringing, Outcome.NO_ANSWER)

    assert after.action == Speak(Sentence.NO_ANSWER)


def test_the_end_of_a_dial_that_was_never_made_ends_the_call():
    call = call_from_outside(LINE)

    after = next_step(plan_with(), call, first_step(plan_with(), call), Outcome.BUSY)

    assert (after.action, after.reason) == (End(), Reason.OUT_OF_TURN)


def test_a_call_never_enters_the_same_object_twice():
    plan = plan_with(ANNA, number(LINE, "101"))

    decision = first_step(plan, call_from_outside(LINE), progress=Progress(hops=1, visited=(key_of("101"),)))

    assert (decision.action, decision.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.LOOP)


def test_a_call_that_came_too_far_ends():
    plan = plan_with(ANNA, number(LINE, "101"))

    decision = first_step(plan, call_from_outside(LINE), progress=Progress(hops=MAX_HOPS))

    assert decision.reason is Reason.TOO_MANY_HOPS


def test_progress_stays_small():
    full = Progress(
        hops=MAX_HOPS,
        visited=tuple(key_of(str(n)) for n in range(MAX_HOPS)),
        current=key_of("0"),
        state=ExtensionRings(),
    )

    packed = msgspec.msgpack.Encoder(uuid_format="bytes").encode(full)

    assert len(packed) < 300
    assert msgspec.msgpack.decode(packed, type=Progress) == full
    assert START.hops == 0


def test_every_reason_and_every_sentence_has_words_for_people():
    assert all(reason.text[0].isupper() and not reason.text.endswith(".") for reason in Reason)
    assert len({reason.value for reason in Reason}) == len(list(Reason))

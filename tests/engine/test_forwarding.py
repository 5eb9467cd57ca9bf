"""What happens to a call that an extension does not take: its rules, do not disturb, its mobile."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import DialEnded, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Dial, End, Speak, StepKind
from routing.engine.destinations import HangUp, ToExtension
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import NumberKind
from routing.engine.plan import Live, Mobile, Plan, decode_plan, encode_plan
from routing.engine.progress import MAX_HOPS, ExtensionRings
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    NOON,
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

LINE = "+15550100001"
MOBILE = "+15550190123"
BERT = extension("102", "Bert", rings=25)
OUTSIDE = call_from_outside(LINE)


def to(number: str | None) -> ToExtension | HangUp:
    return HangUp() if number is None else ToExtension(key_of(number))


def rule(cause: Cause, number: str | None) -> Forward:
    """The same for every origin."""
    return Forward(cause, to(number), to(number))


def anna(*rules: Forward, **options):
    return extension("101", "Anna", forwards=rules, **options)


def reasons(decision) -> list[Reason]:
    return [entry.outcome for entry in decision.trace]


@pytest.mark.parametrize(
    ("outcome", "cause", "why"),
    [
        (Outcome.NO_ANSWER, Cause.NO_ANSWER, Reason.FORWARDED_NO_ANSWER),
        (Outcome.BUSY, Cause.BUSY, Reason.FORWARDED_BUSY),
        (Outcome.UNAVAILABLE, Cause.UNAVAILABLE, Reason.FORWARDED_UNAVAILABLE),
    ],
)
def test_a_call_that_was_not_taken_goes_where_the_rule_for_its_cause_says(outcome, cause, why):
    plan = plan_with(anna(rule(cause, "102")), BERT, number(LINE, "101"))
    ringing = first_step(plan, OUTSIDE)

    after = next_step(plan, OUTSIDE, ringing, outcome)

    assert after.action == Dial(("102_acme",), 25, OUTSIDE.caller_number, "")
    assert reasons(after) == [Reason(outcome.value), why, Reason.RINGING]
    assert (after.progress.hops, after.progress.current) == (2, key_of("102"))
    assert after.extension_keys == (key_of("101"), key_of("102"))


def test_a_rule_for_another_cause_is_not_followed():
    plan = plan_with(anna(rule(Cause.BUSY, "102")), BERT, number(LINE, "101"))

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.NO_ANSWER)

    assert after.action == Speak(Sentence.NO_ANSWER)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.CANCELLED])
def test_a_call_that_is_over_is_never_forwarded(outcome):
    everything = [rule(cause, "102") for cause in Cause if cause is not Cause.ALWAYS]
    plan = plan_with(anna(*everything), BERT, number(LINE, "101"))

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), outcome)

    assert after.action == End()


def test_a_rule_that_hangs_up_says_nothing():
    plan = plan_with(anna(rule(Cause.BUSY, None)), number(LINE, "101"))

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.BUSY)

    assert (after.action, after.reason) == (End(), Reason.HUNG_UP)


def test_colleagues_and_callers_from_outside_can_be_sent_to_different_places():
    plan = plan_with(
        anna(Forward(Cause.BUSY, internal=to("102"), external=to("103"))),
        BERT,
        extension("103", "Front desk"),
        extension("104", "Carla"),
        number(LINE, "101"),
    )
    inside = call_from_phone("104_acme", "101")

    from_inside = next_step(plan, inside, first_step(plan, inside), Outcome.BUSY)
    from_outside = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.BUSY)

    assert from_inside.action == Dial(("102_acme",), 25, "104", "Carla")
    assert from_outside.action.targets == ("103_acme",)


def test_a_rule_for_one_origin_leaves_the_other_as_it_was():
    plan = plan_with(anna(Forward(Cause.BUSY, internal=to("102"))), BERT, number(LINE, "101"))

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.BUSY)

    assert after.action == Speak(Sentence.BUSY)


def test_an_extension_that_forwards_every_call_does_not_ring():
    plan = plan_with(anna(rule(Cause.ALWAYS, "102")), BERT, number(LINE, "101"))

    decision = first_step(plan, OUTSIDE)

    assert decision.action.targets == ("102_acme",)
    assert reasons(decision) == [Reason.NUMBER_FOUND, Reason.FORWARDED_ALWAYS, Reason.RINGING]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"is_enabled": False}, Reason.EXTENSION_DISABLED),
        ({"phones": ()}, Reason.NO_SIP_ACCOUNT),
    ],
)
def test_an_extension_that_cannot_ring_is_unavailable(options, reason):
    plan = plan_with(anna(rule(Cause.UNAVAILABLE, "102"), **options), BERT, number(LINE, "101"))

    decision = first_step(plan, OUTSIDE)

    assert decision.action.targets == ("102_acme",)
    assert reasons(decision)[1:] == [reason, Reason.FORWARDED_UNAVAILABLE, Reason.RINGING]


def test_an_extension_in_do_not_disturb_counts_as_busy_and_does_not_ring():
    plan = plan_with(anna(rule(Cause.BUSY, "102")), BERT, number(LINE, "101"))

    decision = first_step(plan, OUTSIDE, Live(do_not_disturb=frozenset({key_of("101")})))

    assert decision.action.targets == ("102_acme",)
    assert reasons(decision)[1:] == [Reason.DO_NOT_DISTURB, Reason.FORWARDED_BUSY, Reason.RINGING]


def test_without_a_rule_do_not_disturb_is_a_sentence_that_claims_no_other_call():
    plan = plan_with(anna(), number(LINE, "101"))

    decision = first_step(plan, OUTSIDE, Live(do_not_disturb=frozenset({key_of("101")})))

    assert (decision.action, decision.reason) == (Speak(Sentence.UNAVAILABLE), Reason.DO_NOT_DISTURB)


def test_forwarding_every_call_comes_before_do_not_disturb():
    plan = plan_with(anna(rule(Cause.ALWAYS, "102")), BERT, number(LINE, "101"))

    decision = first_step(plan, OUTSIDE, Live(do_not_disturb=frozenset({key_of("101")})))

    assert Reason.DO_NOT_DISTURB not in reasons(decision)
    assert decision.action.targets == ("102_acme",)


def test_two_busy_extensions_that_forward_to_each_other_end_in_a_sentence():
    plan = plan_with(
        anna(rule(Cause.BUSY, "102")),
        extension("102", "Bert", forwards=(rule(Cause.BUSY, "101"),)),
        number(LINE, "101"),
    )
    second = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.BUSY)

    end = next_step(plan, OUTSIDE, second, Outcome.BUSY)

    assert (end.action, end.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.LOOP)
    assert reasons(end) == [Reason.BUSY, Reason.FORWARDED_BUSY, Reason.LOOP]


def test_extensions_that_forward_every_call_in_a_circle_end_at_once():
    plan = plan_with(
        anna(rule(Cause.ALWAYS, "102")),
        extension("102", "Bert", forwards=(rule(Cause.ALWAYS, "101"),)),
        number(LINE, "101"),
    )

    decision = first_step(plan, OUTSIDE)

    assert (decision.action, decision.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.LOOP)


def test_a_call_is_not_forwarded_back_to_the_phone_it_comes_from():
    plan = plan_with(anna(), extension("102", "Bert", forwards=(rule(Cause.BUSY, "101"),)))
    call = call_from_phone("101_acme", "102")

    after = next_step(plan, call, first_step(plan, call), Outcome.BUSY)

    assert (after.action, after.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.LOOP)


def test_a_chain_longer_than_the_limit_ends_in_a_sentence():
    chain = [
        extension(str(100 + n), forwards=(rule(Cause.ALWAYS, str(101 + n)),)) for n in range(MAX_HOPS + 2)
    ]
    plan = plan_with(*chain, number(LINE, "100"))

    decision = first_step(plan, OUTSIDE)

    assert (decision.action, decision.reason) == (Speak(Sentence.NOT_CONNECTED), Reason.TOO_MANY_HOPS)


def test_a_rule_that_leads_to_an_extension_which_is_gone_ends_in_a_sentence():
    plan = plan_with(anna(rule(Cause.BUSY, "deleted")), number(LINE, "101"))

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.BUSY)

    assert (after.action, after.reason) == (Speak(Sentence.UNAVAILABLE), Reason.EXTENSION_GONE)


# --- the mobile ---------------------------------------------------------------------------------------------------


def mobile_plan(
    *rules: Forward, refused: Reason | None = None, trunks=("carrier-out", "carrier-2"), **options
):
    with_mobile = anna(*rules, mobile=Mobile(outside(MOBILE), refused), **options)
    return plan_with(with_mobile, BERT, number(LINE, "101"), outbound_trunks=trunks, outbound=outbound())


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY, Outcome.UNAVAILABLE])
def test_the_mobile_rings_through_the_trunks_when_the_phones_did_not_take_the_call(outcome):
    plan = mobile_plan()
    phones = first_step(plan, OUTSIDE)

    mobile = next_step(plan, OUTSIDE, phones, outcome)

    assert phones.action == Dial(("101_acme",), 20, OUTSIDE.caller_number, "")
    # Carriers take own numbers only, so the one who calls stands in the name.
    shown = OWN_LINE, OUTSIDE.caller_number
    assert mobile.action == Dial((MOBILE,), 20, *shown, ("carrier-out", "carrier-2"))
    assert reasons(mobile) == [Reason(outcome.value), Reason.MOBILE_RINGING]
    assert (mobile.progress.state, mobile.progress.hops) == (ExtensionRings(outcome), 1)


@pytest.mark.parametrize(
    ("phones", "mobile", "counts_as"),
    [
        (Outcome.UNAVAILABLE, Outcome.NO_ANSWER, Reason.NO_ANSWER),
        (Outcome.NO_ANSWER, Outcome.UNAVAILABLE, Reason.NO_ANSWER),
        (Outcome.NO_ANSWER, Outcome.BUSY, Reason.NO_ANSWER),
        (Outcome.UNAVAILABLE, Outcome.BUSY, Reason.BUSY),
        (Outcome.BUSY, Outcome.UNAVAILABLE, Reason.BUSY),
        (Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Reason.UNAVAILABLE),
    ],
)
def test_phones_and_mobile_count_together(phones, mobile, counts_as):
    plan = mobile_plan()
    ringing = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), phones)

    after = next_step(plan, OUTSIDE, ringing, mobile)

    assert after.reason is counts_as
    assert reasons(after) == [Reason.MOBILE_NOT_TAKEN, counts_as]


def test_after_the_mobile_the_rule_is_followed_and_the_mobile_rings_once():
    plan = mobile_plan(rule(Cause.NO_ANSWER, "102"))
    ringing = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.NO_ANSWER)

    after = next_step(plan, OUTSIDE, ringing, Outcome.NO_ANSWER)

    assert after.action == Dial(("102_acme",), 25, OUTSIDE.caller_number, "")


def test_a_mobile_that_answers_ends_the_journey():
    plan = mobile_plan(rule(Cause.NO_ANSWER, "102"))
    ringing = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.NO_ANSWER)

    after = next_step(plan, OUTSIDE, ringing, Outcome.ANSWERED)

    assert (after.action, after.reason) == (End(), Reason.ANSWERED)


def test_an_extension_without_phones_rings_its_mobile():
    plan = mobile_plan(rule(Cause.UNAVAILABLE, "102"), phones=())

    decision = first_step(plan, OUTSIDE)

    assert (decision.action.targets, decision.action.trunks[0]) == ((MOBILE,), "carrier-out")
    assert decision.progress.state == ExtensionRings(Outcome.UNAVAILABLE)


def not_allowed() -> Plan:
    return mobile_plan(rule(Cause.NO_ANSWER, "102"), refused=Reason.MOBILE_NOT_ALLOWED)


def denied_by_the_class() -> Plan:
    plan = mobile_plan(rule(Cause.NO_ANSWER, "102"))
    return msgspec.structs.replace(plan, outbound=outbound(calling_class(NumberKind.NATIONAL)))


def one_of_the_own_numbers() -> Plan:
    plan = mobile_plan(rule(Cause.NO_ANSWER, "102"))
    return msgspec.structs.replace(plan, numbers=(*plan.numbers, number(MOBILE, None)))


@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        (not_allowed(), Reason.MOBILE_NOT_ALLOWED),
        (denied_by_the_class(), Reason.MOBILE_NUMBER_REFUSED),
        (one_of_the_own_numbers(), Reason.MOBILE_NUMBER_REFUSED),
    ],
    ids=["not allowed", "denied by the class", "one of the own numbers"],
)
def test_a_mobile_that_must_not_ring_is_left_out_and_the_trace_says_why(plan, refused):
    phones = first_step(plan, OUTSIDE)

    after = next_step(plan, OUTSIDE, phones, Outcome.NO_ANSWER)

    assert phones.action.targets == ("101_acme",)
    assert after.action.targets == ("102_acme",)
    assert reasons(after) == [Reason.NO_ANSWER, refused, Reason.FORWARDED_NO_ANSWER, Reason.RINGING]


def test_without_an_outbound_trunk_no_mobile_rings():
    plan = mobile_plan(trunks=())

    after = next_step(plan, OUTSIDE, first_step(plan, OUTSIDE), Outcome.NO_ANSWER)

    assert after.action == Speak(Sentence.NO_ANSWER)
    assert reasons(after) == [Reason.NO_ANSWER, Reason.MOBILE_WITHOUT_TRUNK]


def test_do_not_disturb_and_a_disabled_extension_keep_the_mobile_quiet():
    quiet = first_step(mobile_plan(), OUTSIDE, Live(do_not_disturb=frozenset({key_of("101")})))
    disabled = first_step(mobile_plan(is_enabled=False), OUTSIDE)

    assert (quiet.action, disabled.action) == (
        Speak(Sentence.UNAVAILABLE),
        Speak(Sentence.EXTENSION_DISABLED),
    )


def test_do_not_disturb_that_begins_while_the_phones_ring_keeps_the_mobile_quiet():
    plan = mobile_plan()
    ringing = first_step(plan, OUTSIDE)
    live = Live(do_not_disturb=frozenset({key_of("101")}))

    after = decide(plan, live, OUTSIDE, ringing.progress, DialEnded(Outcome.NO_ANSWER), NOON)

    assert after.action == Speak(Sentence.NO_ANSWER)


# --- plans --------------------------------------------------------------------------------------------------------


def test_rules_and_mobiles_survive_publishing():
    plan = mobile_plan(Forward(Cause.BUSY, internal=to("102")), refused=Reason.MOBILE_NOT_ALLOWED)

    assert decode_plan(encode_plan(plan)) == plan


def test_the_trace_tells_forwarding_apart():
    plan = plan_with(anna(rule(Cause.ALWAYS, "102")), BERT, number(LINE, "101"))

    entry = first_step(plan, OUTSIDE).trace[1]

    assert (entry.step, entry.label, entry.key) == (StepKind.FORWARDING, "101 Anna", key_of("101"))

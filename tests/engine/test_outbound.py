"""Calls that leave the building: the verdict, the Dial, and what the caller hears."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import Direction, Outcome
from routing.engine.decisions import Dial, End, Speak
from routing.engine.destinations import ToOutside
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import CallingClass, ClassRow, Line, NumberKind, OutsideNumber
from routing.engine.outbound import RING_SECONDS, WITHHELD, judge
from routing.engine.plan import Live, Number
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
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

MOBILE = outside("+491715550183")
LONDON = outside("+442071838750", NumberKind.INTERNATIONAL, "GB")
GB_PREMIUM = outside("+449098790000", NumberKind.PREMIUM, "GB")
SATELLITE = outside("+8821612345678", NumberKind.SATELLITE, "")
EMERGENCY = OutsideNumber("112", NumberKind.EMERGENCY, "DE")
TRUNKS = ("carrier-out", "carrier-2")


def class_of(*rows: ClassRow, trunks: tuple[str, ...] | None = None) -> CallingClass:
    return CallingClass(key_of("class"), "Class", rows, trunks)


def allow(**what) -> ClassRow:
    return ClassRow(allows=True, **what)


def deny(**what) -> ClassRow:
    return ClassRow(allows=False, **what)


@pytest.mark.parametrize(
    ("rows", "dialled", "reason", "row"),
    [
        ((), MOBILE, Reason.OUTSIDE_DENIED, None),
        ((allow(kinds=(NumberKind.MOBILE,)),), MOBILE, Reason.OUTSIDE_ALLOWED, 0),
        ((allow(kinds=(NumberKind.NATIONAL,)),), MOBILE, Reason.OUTSIDE_DENIED, None),
        # The first row that matches decides.
        (
            (deny(prefixes=("+49171",)), allow(kinds=(NumberKind.MOBILE,))),
            MOBILE,
            Reason.OUTSIDE_DENIED,
            0,
        ),
        (
            (allow(prefixes=("+4917155",)), deny(prefixes=("+49171",))),
            MOBILE,
            Reason.OUTSIDE_ALLOWED,
            0,
        ),
        ((allow(countries=("AT", "GB")),), LONDON, Reason.OUTSIDE_ALLOWED, 0),
        ((allow(countries=("AT", "GB")),), MOBILE, Reason.OUTSIDE_DENIED, None),
        # A country that is allowed does not open its premium numbers; one that is denied closes them.
        ((allow(countries=("GB",)),), GB_PREMIUM, Reason.OUTSIDE_DENIED, None),
        (
            (deny(countries=("GB",)), allow(kinds=(NumberKind.PREMIUM,))),
            GB_PREMIUM,
            Reason.OUTSIDE_DENIED,
            0,
        ),
        ((allow(kinds=(NumberKind.PREMIUM,)),), GB_PREMIUM, Reason.OUTSIDE_ALLOWED, 0),
        ((allow(prefixes=("+449",)),), GB_PREMIUM, Reason.OUTSIDE_ALLOWED, 0),
        ((allow(kinds=(NumberKind.INTERNATIONAL,)),), SATELLITE, Reason.OUTSIDE_DENIED, None),
        ((), EMERGENCY, Reason.EMERGENCY_CALL, None),
        ((deny(prefixes=("1",)),), EMERGENCY, Reason.EMERGENCY_CALL, None),
    ],
)
def test_the_first_row_that_matches_decides_and_none_denies(rows, dialled, reason, row):
    verdict = judge(dialled, class_of(*rows), TRUNKS)

    assert (verdict.reason, verdict.row) == (reason, row)
    assert verdict.trunks == (TRUNKS if verdict.is_allowed else ())


def test_without_a_class_nothing_is_allowed_but_an_emergency_call():
    assert judge(MOBILE, None, TRUNKS).reason is Reason.NO_CALLING_CLASS
    assert judge(EMERGENCY, None, TRUNKS).trunks == TRUNKS


@pytest.mark.parametrize(
    ("named", "enabled", "used"),
    [
        (None, TRUNKS, TRUNKS),
        (("carrier-2", "carrier-out"), TRUNKS, ("carrier-2", "carrier-out")),
        (("carrier-2", "off"), TRUNKS, ("carrier-2",)),
        (("off",), TRUNKS, ()),  # nothing takes its place
        (None, (), ()),
    ],
)
def test_a_class_uses_the_trunks_it_names_and_no_other(named, enabled, used):
    verdict = judge(MOBILE, class_of(allow(kinds=(NumberKind.MOBILE,)), trunks=named), enabled)

    assert verdict.trunks == used
    assert (verdict.reason is Reason.NO_TRUNK) == (not used)


# --- a phone dials ------------------------------------------------------------------------------------------------


def dialled(outside_number: OutsideNumber, direction: Direction = Direction.SUBSCRIBER, by: str = "101_acme"):
    call = call_from_phone(by, outside_number.dial, direction)
    return msgspec.structs.replace(call, outside=outside_number)


def plan_of(*parts, anna: dict | None = None, **options):
    return plan_with(
        extension("101", "Anna", **(anna or {})),
        *parts,
        outbound_trunks=options.pop("trunks", TRUNKS),
        outbound=options.pop("outbound", outbound()),
        **options,
    )


def test_an_allowed_number_is_dialled_over_the_trunks_with_an_own_number():
    plan, call = plan_of(), dialled(MOBILE)

    ringing = first_step(plan, call)
    over = next_step(plan, call, ringing, Outcome.ANSWERED)

    assert ringing.action == Dial((MOBILE.dial,), RING_SECONDS, OWN_LINE, "", TRUNKS)
    assert [entry.outcome for entry in ringing.trace] == [Reason.CALLER_IS_EXTENSION, Reason.OUTSIDE_RINGING]
    assert ringing.extension_keys == (key_of("101"),)
    assert (over.action, over.reason) == (End(), Reason.ANSWERED)


@pytest.mark.parametrize(
    ("outcome", "sentence", "reason"),
    [
        (Outcome.BUSY, Sentence.BUSY, Reason.BUSY),
        (Outcome.NO_ANSWER, Sentence.NO_ANSWER, Reason.NO_ANSWER),
        (Outcome.UNAVAILABLE, Sentence.UNAVAILABLE, Reason.OUTSIDE_UNREACHABLE),
    ],
)
def test_a_call_that_fails_outside_goes_nowhere_else(outcome, sentence, reason):
    plan, call = plan_of(), dialled(MOBILE)

    after = next_step(plan, call, first_step(plan, call), outcome)

    assert (after.action, after.reason) == (Speak(sentence), reason)
    assert after.progress.state is None


def test_a_refused_number_is_spoken_about_and_not_dialled():
    decision = first_step(plan_of(), dialled(LONDON))

    assert decision.action == Speak(Sentence.OUTSIDE_NOT_ALLOWED)
    assert (decision.reason, decision.trace[-1].label) == (Reason.OUTSIDE_DENIED, LONDON.dial)


def test_an_extension_has_its_own_class_and_number():
    abroad = calling_class(NumberKind.INTERNATIONAL, name="Abroad")
    usual = outbound(calling_class(NumberKind.MOBILE), abroad)
    plan = plan_of(anna={"line": Line(abroad.key, "+493055501299")}, outbound=usual)

    assert first_step(plan, dialled(LONDON)).action.caller_id == "+493055501299"
    assert first_step(plan, dialled(MOBILE)).reason is Reason.OUTSIDE_DENIED


@pytest.mark.parametrize(
    "line", [Line(key_of("National"), OWN_LINE, withholds=True), Line(key_of("National"))]
)
def test_a_withheld_number_and_none_at_all_are_anonymous(line):
    assert first_step(plan_of(anna={"line": line}), dialled(MOBILE)).action.caller_id == WITHHELD


def test_an_own_number_stays_inside_however_it_was_dialled():
    plan = plan_of(extension("102"), number(OWN_LINE, "102"))

    decision = first_step(plan, dialled(outside(OWN_LINE, NumberKind.NATIONAL)))

    assert decision.action.targets == ("102_acme",)


def test_a_phone_without_extension_calls_nothing_outside():
    decision = first_step(plan_of(), dialled(MOBILE, by="ghost"))

    assert (decision.action, decision.reason) == (
        Speak(Sentence.OUTSIDE_NOT_ALLOWED),
        Reason.NO_CALLING_CLASS,
    )


def test_a_program_calls_outside_by_the_rules_of_the_organization():
    program = Direction.OUTBOUND_API

    assert first_step(plan_of(), dialled(MOBILE, program)).action.trunks == TRUNKS
    assert first_step(plan_of(), dialled(LONDON, program)).reason is Reason.OUTSIDE_DENIED


def test_a_caller_from_outside_reaches_nothing_outside():
    call = msgspec.structs.replace(call_from_outside(MOBILE.dial), outside=MOBILE)

    assert first_step(plan_of(), call).reason is Reason.NUMBER_UNKNOWN


@pytest.mark.parametrize(
    ("anna", "live"),
    [
        ({}, Live(organization_is_active=False)),
        ({"is_enabled": False}, Live()),
        ({"line": Line()}, Live()),
    ],
    ids=["suspended", "disabled", "no class"],
)
def test_an_emergency_call_passes_before_everything(anna, live):
    decision = first_step(plan_of(anna=anna), dialled(EMERGENCY), live)

    assert (decision.action.targets, decision.action.trunks) == (("112",), TRUNKS)
    assert decision.reason is Reason.EMERGENCY_CALL


def test_an_emergency_call_of_an_unknown_phone_passes_too():
    assert first_step(plan_of(), dialled(EMERGENCY, by="ghost")).action.targets == ("112",)


def test_an_emergency_call_without_a_trunk_says_that_it_cannot_be_connected():
    decision = first_step(plan_of(trunks=()), dialled(EMERGENCY))

    assert (decision.action, decision.reason) == (
        Speak(Sentence.NOT_CONNECTED),
        Reason.EMERGENCY_WITHOUT_TRUNK,
    )


# --- what sends calls out -----------------------------------------------------------------------------------------

LINE_IN = "+15550100001"


def sends_out(to: OutsideNumber):
    return Number(key_of(LINE_IN), LINE_IN, ToOutside(to))


def test_a_number_sends_calls_out_in_the_name_of_the_organization():
    plan = plan_of(sends_out(MOBILE))

    assert first_step(plan, call_from_outside(LINE_IN)).action == Dial(
        (MOBILE.dial,), RING_SECONDS, OWN_LINE, "", TRUNKS
    )


def test_a_number_that_sends_calls_where_they_may_not_go_says_so():
    decision = first_step(plan_of(sends_out(LONDON)), call_from_outside(LINE_IN))

    assert (decision.action, decision.reason) == (
        Speak(Sentence.OUTSIDE_NOT_ALLOWED),
        Reason.OUTSIDE_DENIED,
    )


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER, Cause.UNAVAILABLE])
@pytest.mark.parametrize("caller", ["outside", "colleague"])
def test_a_forwarded_call_has_the_identity_of_the_extension_that_forwards(cause, caller):
    """The class and the number of 101 count, whoever calls it."""
    abroad = calling_class(NumberKind.INTERNATIONAL, name="Abroad")
    rules = (Forward(cause, ToOutside(LONDON), ToOutside(LONDON)),)
    anna = {"line": Line(abroad.key, "+493055501299"), "forwards": rules}
    plan = plan_of(
        extension("102"),
        number(LINE_IN, "101"),
        anna=anna,
        outbound=outbound(calling_class(NumberKind.MOBILE), abroad),
    )
    call = call_from_outside(LINE_IN) if caller == "outside" else call_from_phone("102_acme", "101")
    outcomes = {
        Cause.BUSY: Outcome.BUSY,
        Cause.NO_ANSWER: Outcome.NO_ANSWER,
        Cause.UNAVAILABLE: Outcome.UNAVAILABLE,
    }

    forwarded = next_step(plan, call, first_step(plan, call), outcomes[cause])

    assert (forwarded.action.targets, forwarded.action.caller_id) == ((LONDON.dial,), "+493055501299")
    assert forwarded.trace[-1].owner == key_of("101")


def test_a_colleague_who_may_call_abroad_does_not_lend_that_to_the_extension_that_forwards():
    abroad = calling_class(NumberKind.INTERNATIONAL, name="Abroad")
    rules = (Forward(Cause.ALWAYS, ToOutside(LONDON), ToOutside(LONDON)),)
    plan = plan_of(
        extension("102", line=Line(abroad.key, OWN_LINE)),
        anna={"forwards": rules},
        outbound=outbound(calling_class(NumberKind.MOBILE), abroad),
    )

    assert first_step(plan, call_from_phone("102_acme", "101")).reason is Reason.OUTSIDE_DENIED

"""Where call fraud earns its money: refused when saved and when routed, for every class an organization begins with.

The figures of the row "toll fraud" of the targets: each of these prefixes × every type of destination × every spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from django.apps import apps

from extensions.models import Extension
from opbx.errors import NotAcceptable
from routing.compile import compile_plan
from routing.engine.calls import Arrived, Direction, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Decision, Dial
from routing.engine.destinations import ToOutside, ToRingGroup
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import Habits
from routing.engine.plan import Live, Mobile, Number, Plan, RingGroup
from routing.engine.progress import START
from routing.models import Absence, CallingClass, DestinationFields, DestinationKind, ForwardingRule
from routing.numbering import read_numbers
from routing.outbound import why_not_outside
from routing.outside_numbers import read_e164
from routing.services import set_rings_mobile
from routing.services.destinations import point
from tests.engine.builders import NOON, call_from_outside, extension, key_of, next_step, number
from tests.engine.ways import entrances, followed, ways_to

pytestmark = pytest.mark.usefixtures("in_acme", "trunk")

HIGH_RISK = {
    "Cuba": "+5351234567",
    "Somalia": "+25271123456",
    "Sierra Leone": "+23225123456",
    "Gambia": "+2203012345",
    "Guinea": "+224601123456",
    "Maldives": "+9607712345",
    "Papua New Guinea": "+67570123456",
    "Solomon Islands": "+6777421234",
    "Tuvalu": "+688901234",
    "Nauru": "+6745551234",
    "Tokelau": "+6907290",
    "Kiribati": "+68672001234",
    "Ascension": "+24762889",
    "Falkland Islands": "+50051234",
    "Chad": "+23563012345",
    "São Tomé": "+2399812345",
    "Comoros": "+2693212345",
    "Jamaica, dialled like the USA": "+18762101234",
    "Grenada, dialled like the USA": "+14734031234",
    "Latvia": "+37121234567",
    "premium in the USA": "+19002345678",
    "premium in the United Kingdom": "+449012345678",
    "personal numbers in the United Kingdom": "+447012345678",
    "premium in Germany": "+499001234567",
    "shared cost in Germany": "+4918012345",
    "Inmarsat": "+870301234567",
    "Iridium": "+881612345678",
    "worldwide networks": "+88216123456",
    "international premium": "+979123456789",
}
CLASSES = ("Internal only", "National", "International")
HABITS = {
    "none": (Habits(), ""),
    "0": (Habits("0", needs_prefix=True, area_code="30"), "0"),
    "9": (Habits("9"), "9"),
}
ENDINGS = {
    Cause.NO_ANSWER: Outcome.NO_ANSWER,
    Cause.BUSY: Outcome.BUSY,
    Cause.UNAVAILABLE: Outcome.UNAVAILABLE,
}


def spellings(e164: str) -> Iterator[str]:
    digits = e164.removeprefix("+")
    yield e164
    yield digits
    yield f"00{digits}"
    yield f"00 {digits[:3]} {digits[3:6]}-{digits[6:]}"
    yield f"+{digits[:2]} ({digits[2:4]}) {digits[4:]}"
    if digits.startswith("49"):
        yield f"0{digits[2:]}"
        yield f"+49 (0){digits[2:]}"


@pytest.mark.parametrize("e164", HIGH_RISK.values(), ids=HIGH_RISK.keys())
def test_it_cannot_be_saved_anywhere(e164, anna, template, use_class):
    tables = [model for model in apps.get_models() if issubclass(model, DestinationFields)]
    rows = [model(extension=anna) if model is Absence else model() for model in tables]
    rows += [ForwardingRule(extension=anna), ForwardingRule(template=template)]
    assert len(rows) >= 4
    for name in CLASSES:
        use_class(name)
        for row in rows:
            for spelled in spellings(e164):
                saved = save(row, spelled)
                # Digits alone may be a number at home; then that one is stored, in full.
                assert not saved or spelled.isdecimal()
                assert not saved or saved == f"+49{spelled.removeprefix('0')}" != e164


def save(row: DestinationFields, typed: str) -> str:
    try:
        point(row, destination_kind=DestinationKind.OUTSIDE, destination_outside=typed)
    except NotAcceptable:
        return ""
    return row.destination_outside


@pytest.mark.parametrize("e164", HIGH_RISK.values(), ids=HIGH_RISK.keys())
def test_no_mobile_may_be_it(e164, anna, boss, use_class):
    use_class("International")
    Extension.objects.filter(pk=anna.pk).update(mobile=e164, may_ring_mobile=True)

    with pytest.raises(NotAcceptable):
        set_rings_mobile(boss, anna, on=True)
    assert why_not_outside(e164, anna, "DE") != ""


@pytest.fixture
def plans(acme, use_class) -> list[Plan]:
    """One for each class."""
    found = []
    for name in CLASSES:
        use_class(name)
        found.append(compile_plan(acme))
    return found


def dialled_outside(decision: Decision) -> bool:
    return isinstance(decision.action, Dial) and bool(decision.action.trunks)


def means_a_number_at_home(decision: Decision, text: str, e164: str) -> bool:
    """Digits alone may be another number, in the own country; then exactly that one is dialled, in full."""
    (target,) = decision.action.targets
    return "+" not in text and target != e164 and target.startswith("+49")


@pytest.mark.parametrize("e164", HIGH_RISK.values(), ids=HIGH_RISK.keys())
def test_a_phone_that_dials_it_is_refused_however_it_spells_it(e164, plans):
    for compiled in plans:
        plan = msgspec.structs.replace(compiled, extensions=(extension("101"),))
        for habits, prefix in HABITS.values():
            outbound = msgspec.structs.replace(plan.outbound, habits=habits)
            its = msgspec.structs.replace(plan, outbound=outbound)
            for spelled in spellings(e164):
                for text in {spelled, prefix + spelled}:
                    for direction in (Direction.SUBSCRIBER, Direction.OUTBOUND_API):
                        call = IncomingCall("s1", direction, "101_acme", "101_acme", text)
                        decision = decide(its, Live(), read_numbers(call, its), START, Arrived(), NOON)
                        if dialled_outside(decision):
                            assert means_a_number_at_home(decision, text, e164), (text, decision.action)


@pytest.mark.parametrize("e164", HIGH_RISK.values(), ids=HIGH_RISK.keys())
def test_what_was_saved_before_is_refused_when_a_call_comes(e164, plans):
    """A number, forwarding for every cause, a fall-back and a mobile that were allowed once."""
    line = "+15550100001"
    to = ToOutside(read_e164(e164, "DE"))
    call = call_from_outside(line)
    group = RingGroup(key_of("group"), "Group", fallback=to)
    to_group = Number(key_of(line), line, ToRingGroup(group.key))
    direct = Number(key_of(line), line, to)
    ways = [extension("101", forwards=(Forward(cause, to, to),)) for cause in (Cause.ALWAYS, *ENDINGS)]
    ways.append(extension("101", mobile=Mobile(to.number)))
    for compiled in plans:
        plan = msgspec.structs.replace(compiled, ring_groups=(group,))
        for one in (direct, to_group):
            its = msgspec.structs.replace(plan, numbers=(one,))
            assert not dialled_outside(decide(its, Live(), call, START, Arrived(), NOON))
        for one in ways:
            its = msgspec.structs.replace(plan, extensions=(one,), numbers=(number(line, "101"),))
            first = decide(its, Live(), call, START, Arrived(), NOON)
            assert not dialled_outside(first)
            for outcome in ENDINGS.values():
                if isinstance(first.action, Dial):
                    assert not dialled_outside(next_step(its, call, first, outcome))


@pytest.mark.parametrize("e164", HIGH_RISK.values(), ids=HIGH_RISK.keys())
def test_no_way_through_the_configuration_leads_to_it(e164, plans):
    """Menu keys, hours, rules of numbers, short numbers, fall-backs: from outside, from a phone, and forwarded."""
    to = ToOutside(read_e164(e164, "DE"))
    for compiled in plans:
        plan = msgspec.structs.replace(compiled, extensions=(extension("101"),))
        for way in ways_to(to):
            for _, its, call in entrances(plan, way, forwarder={}):
                assert not dialled_outside(followed(its, call, way)), way.name


def test_those_ways_lead_to_what_is_allowed(use_class, acme):
    use_class("International")
    plan = msgspec.structs.replace(compile_plan(acme), extensions=(extension("101"),))

    for way in ways_to(ToOutside(read_e164("+442071838750", "DE"))):
        for _, its, call in entrances(plan, way, forwarder={}):
            assert dialled_outside(followed(its, call, way)), way.name


def test_what_is_allowed_is_dialled_all_the_same(use_class, acme):
    """Else the tests above could hold because nothing is ever dialled."""
    use_class("International")
    assert CallingClass.objects.count() == len(CLASSES)
    plan = msgspec.structs.replace(compile_plan(acme), extensions=(extension("101"),))

    for text in ("+442071838750", "00442071838750", "0171 5550103", "+12125550199"):
        call = IncomingCall("s1", Direction.SUBSCRIBER, "101_acme", "101_acme", text)
        decision = decide(plan, Live(), read_numbers(call, plan), START, Arrived(), NOON)
        assert dialled_outside(decision)

"""In whose name a call leaves the building: the phone's that calls, the forwarder's, else the organization's."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import Direction
from routing.engine.decisions import Dial, Speak
from routing.engine.destinations import ToExtension, ToOutside, ToRingGroup
from routing.engine.forwarding import Cause, Forward
from routing.engine.objects.outbound import Line, NumberKind, Outbound
from routing.engine.plan import Plan
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    OWN_LINE,
    call_from_phone,
    calling_class,
    extension,
    first_step,
    key_of,
    outside,
    plan_with,
)
from tests.engine.ways import CALLER, entrances, followed, ways_to

LONDON = outside("+442071838750", NumberKind.INTERNATIONAL, "GB")
INSIDE_ONLY = calling_class(name="Internal only")
ABROAD = calling_class(NumberKind.INTERNATIONAL, name="Abroad")
OF_101, OF_102 = "+493055501201", "+493055501202"
ALLOWED, REFUSED = ABROAD.key, INSIDE_ONLY.key
WAYS = list(ways_to(ToOutside(LONDON)))


def plan_of(*, organization, caller) -> Plan:
    """organization, caller: the keys of their calling classes."""
    return plan_with(
        extension("101", "Anna", line=Line(caller, OF_101)),
        outbound_trunks=("carrier-out",),
        outbound=Outbound((INSIDE_ONLY, ABROAD), Line(organization, OWN_LINE)),
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("who", ["outsider", "phone", "forwarder"])
def test_a_call_leaves_with_the_class_and_number_of_who_sends_it_out(way, who):
    """Whoever else would be allowed: only the sender is, then only the sender is not."""
    lines = {"outsider": OWN_LINE, "phone": OF_101, "forwarder": OF_102}
    seen = 0
    for sender, others in ((ALLOWED, REFUSED), (REFUSED, ALLOWED)):
        classes = dict.fromkeys(lines, others) | {who: sender}
        plan = plan_of(organization=classes["outsider"], caller=classes["phone"])
        forwarder = {"line": Line(classes["forwarder"], OF_102)}
        for entered_by, its, call in entrances(plan, way, forwarder=forwarder):
            if entered_by != who:
                continue
            seen += 1
            decision = followed(its, call, way)
            if sender == ALLOWED:
                assert isinstance(decision.action, Dial)
                assert decision.action.targets == (LONDON.dial,)
                assert decision.action.caller_id == lines[who]
            else:
                assert decision.action == Speak(Sentence.OUTSIDE_NOT_ALLOWED)
                assert decision.reason is Reason.OUTSIDE_DENIED
    assert seen >= 4


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_phone_that_belongs_to_no_extension_reaches_the_outside_on_no_way(way):
    plan = plan_of(organization=ALLOWED, caller=ALLOWED)
    for who, its, call in entrances(plan, way, forwarder={"line": Line(ALLOWED, OF_102)}):
        if who != "phone":
            continue
        ghost = msgspec.structs.replace(call, caller="ghost", caller_number="ghost")

        assert followed(its, ghost, way).reason is Reason.NO_CALLING_CLASS


def test_a_program_sends_calls_out_in_the_name_of_the_organization():
    plan = plan_of(organization=ALLOWED, caller=REFUSED)
    way = WAYS[0]
    for who, its, call in entrances(plan, way, forwarder={}):
        if who == "phone":
            program = msgspec.structs.replace(call, direction=Direction.OUTBOUND_API)

            assert followed(its, program, way).action.caller_id == OWN_LINE


def test_of_two_that_forward_the_last_one_answers_for_the_call():
    group = next(way for way in WAYS if way.name == "group")
    to_group = Forward(Cause.ALWAYS, ToRingGroup(key_of("Group")), None)
    plan = msgspec.structs.replace(plan_of(organization=REFUSED, caller=REFUSED), **group.parts)
    second = extension("103", line=Line(ALLOWED, "+493055501203"), forwards=(to_group,))
    first = extension(
        "102", line=Line(REFUSED, OF_102), forwards=(Forward(Cause.ALWAYS, ToExtension(second.key), None),)
    )
    its = msgspec.structs.replace(plan, extensions=(*plan.extensions, first, second))

    decision = first_step(its, call_from_phone(CALLER, "102"))

    assert decision.action.caller_id == "+493055501203"
    assert decision.trace[-1].owner == key_of("103")

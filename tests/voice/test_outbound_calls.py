"""Calls that leave the building over HTTP: a phone dials, the journey tells, two statements suffice."""

from __future__ import annotations

import pytest

from calls.journey import lines, one_line
from calls.services import steps_of
from routing.models import Trunk
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR

OWN = "+493012345670"


@pytest.fixture
def trunks(acme_line):
    with in_tenant(acme_line):
        Trunk.objects.create(name="second", host="b.example", direction="public-outbound", metric=20)
        Trunk.objects.create(name="first", host="a.example", direction="public-outbound", metric=10)
        publish(ACTOR, "Trunks were added")


@pytest.fixture
def steps(acme):
    def read():
        with in_tenant(acme):
            return steps_of("call-1")

    return read


def dials(number: str) -> dict[str, str]:
    return {"Direction": "subscriber", "From": "101_anna", "To": number}


@pytest.mark.parametrize("dialled", ["+491715550103", "491715550103", "01715550103", "00491715550103"])
def test_a_phone_dials_out_however_the_number_is_spelled(cloudonix, steps, trunks, dialled):
    ringing = cloudonix.ask(**dials(dialled))
    over = cloudonix.ask(ringing.link, **dials(dialled), CallStatus="completed")

    assert (ringing.rings, ringing.dial["trunks"]) == (["+491715550103"], "first,second")
    assert ringing.dial["callerId"] == OWN
    assert "callerName" not in ringing.dial
    assert over.verbs == ["Hangup"]
    journey = steps()
    assert [line.title for line in lines(journey)] == [
        "Call from 101 Anna",
        "+49 171 5550103 rings",
        "+49 171 5550103 answered",
    ]
    assert one_line(journey) == "+49 171 5550103"
    assert {step.dialled for step in journey} == {"+491715550103"}
    assert len(journey[0].extension_keys) == 1


@pytest.mark.parametrize(
    "dialled", ["*3101715550103", "*31#01715550103", "sip:*31%2301715550103@acme.cloudonix.net"]
)
def test_a_code_before_the_number_withholds_the_own_one_in_this_call(cloudonix, steps, trunks, dialled):
    ringing = cloudonix.ask(**dials(dialled))

    assert (ringing.rings, ringing.dial["callerId"]) == (["+491715550103"], "anonymous")
    assert cloudonix.ask(ringing.link, **dials(dialled), CallStatus="busy").spoken
    journey = steps()
    assert lines(journey)[1].title == "*31: the number is withheld in this call"
    assert one_line(journey).startswith("number withheld › +49 171 5550103")
    assert {step.dialled for step in journey} == {"+491715550103"}


@pytest.mark.parametrize("dialled", ["+442071838750", "00442071838750", "442071838750"])
def test_a_number_that_is_not_allowed_is_spoken_about(cloudonix, steps, trunks, dialled):
    answer = cloudonix.ask(**dials(dialled))

    assert answer.verbs == ["Say", "Hangup"]
    assert "not allowed" in answer.spoken
    assert [line.title for line in lines(steps())][1] == "+44 20 7183 8750: refused"


def test_an_emergency_call_passes_for_a_suspended_organization(cloudonix, acme, trunks):
    type(acme).objects.filter(pk=acme.pk).update(status="suspended")

    answer = cloudonix.ask(**dials("112"))

    assert (answer.rings, answer.dial["trunks"]) == (["112"], "first,second")


def test_without_a_trunk_the_call_is_not_left_to_a_default_of_the_platform(cloudonix, acme_line):
    with in_tenant(acme_line):
        publish(ACTOR, "Nothing")

    assert cloudonix.ask(**dials("+491715550103")).verbs == ["Say", "Hangup"]

"""A call at a directory through the voice route."""

from __future__ import annotations

import pytest

from audit.actors import Actor
from calls.journey import one_line
from calls.models import JourneyStep
from calls.services import steps_of
from extensions.models import Extension
from routing.models import PhoneNumber
from routing.publish import publish
from routing.services import add_directory
from tenants.context import in_tenant

ACTOR = Actor.system("tests")
LINE = "+493012345699"


@pytest.fixture
def directory(acme_line):
    """Staff, with Anna Okafor 101 and Bert Müller 102; 103 is disabled. 0 leads to 101, nobody found to 102."""
    with in_tenant(acme_line):
        Extension.objects.filter(number="101").update(last_name="Okafor")
        Extension.objects.filter(number="102").update(last_name="Müller")
        Extension.objects.filter(number="103").update(last_name="Offline")
        anna, bert = (Extension.objects.get(number=number) for number in ("101", "102"))
        row = add_directory(
            ACTOR,
            name="Staff",
            number="411",
            tries=2,
            operator={"destination_kind": "extension", "destination_extension": anna},
            nobody={"destination_kind": "extension", "destination_extension": bert},
        )
        PhoneNumber.objects.create(e164=LINE, destination_kind="directory", destination_directory=row)
        publish(ACTOR, "Set up")
    return row


def said(answer) -> list[str]:
    return [one.text for one in answer.root.iter("Say")]


def link_of(answer) -> str:
    return answer.root[0].attrib["action"].removeprefix("http://localhost:8000")


def press(cloudonix, answer, keys: str, **more):
    return cloudonix.ask(link_of(answer), Digits=keys, **{"From": "+442071838750", "To": LINE, **more})


def arrive(cloudonix, **more):
    return cloudonix.ask(**{"From": "+442071838750", "To": LINE, **more})


def test_a_name_is_spelled_and_its_phone_rings(cloudonix, directory):
    asked = arrive(cloudonix)
    assert said(asked) == [
        "Spell the last name with the keys of your phone, then press pound.",
        "For the operator, press 0.",
    ]

    found = press(cloudonix, asked, "6835")
    assert said(found)[0] == "Bert Müller, extension 1 0 2. To call, press 1."
    rung = press(cloudonix, found, "1")

    assert rung.rings == ["102_bert"]
    with in_tenant(cloudonix.organization):
        steps = list(JourneyStep.objects.order_by("id"))
    assert [step.reason for step in steps] == ["directory-heard", "names-found", "ringing"]
    assert "6835" not in str([step.trace for step in steps])


def test_whoever_finds_nobody_is_told_then_sent_on(cloudonix, directory):
    again = press(cloudonix, arrive(cloudonix), "999")
    assert said(again)[0] == "Nobody with this name was found."

    assert press(cloudonix, again, "63354").rings == ["102_bert"]  # the disabled one is not found either


def test_0_reaches_the_operator_and_silence_is_asked_again(cloudonix, directory):
    again = press(cloudonix, arrive(cloudonix), "")
    assert said(again)[0].startswith("Spell the last name")

    assert press(cloudonix, again, "0").rings == ["101_anna"]


def test_a_phone_of_the_organization_dials_it(cloudonix, directory):
    asked = arrive(cloudonix, Direction="subscriber", From="102_bert", To="411")

    found = press(cloudonix, asked, "652", Direction="subscriber", From="102_bert", To="411")
    assert said(found)[0] == "Anna Okafor, extension 1 0 1. To call, press 1."


def test_a_name_with_markup_is_read_as_it_is(cloudonix, directory):
    with in_tenant(cloudonix.organization):
        Extension.objects.filter(number="102").update(first_name="Bert <b>&", last_name='Müller "X"')
        publish(ACTOR, "Renamed")

    assert 'Bert <b>& Müller "X"' in said(press(cloudonix, arrive(cloudonix), "6855"))[0]


def test_the_journey_is_one_line_in_the_call_log(cloudonix, directory):
    rung = press(cloudonix, press(cloudonix, arrive(cloudonix), "6835"), "1")
    assert rung.rings
    with in_tenant(cloudonix.organization):
        assert one_line(steps_of("call-1")) == "Staff › 102 Bert Müller"

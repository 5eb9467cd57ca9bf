"""The last number and the last caller over HTTP: read from the call log and from calls that are not in it yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call, JourneyStep
from extensions.models import Extension
from routing.models import Trunk
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR
from tests.voice.test_statements import wire

PHONE = {"Direction": "subscriber", "From": "101_anna"}
MOBILE = "+491715550103"


@pytest.fixture(autouse=True)
def _trunk(acme_line):
    with in_tenant(acme_line):
        Trunk.objects.create(name="first", host="a.example", direction="public-outbound")
        publish(ACTOR, "A trunk")


def test_the_last_number_is_called_again_and_codes_are_none(cloudonix, journey, acme_line):
    assert cloudonix.ask(**PHONE, Session="one", To="*66").spoken == "You have not called any number yet."
    cloudonix.ask(**PHONE, Session="two", To="102")
    cloudonix.ask(**PHONE, Session="three", To="0171 5550103")
    cloudonix.ask(**PHONE, Session="four", To="*78")
    cloudonix.ask(Direction="subscriber", From="102_bert", Session="five", To="103")

    again = cloudonix.ask(**PHONE, Session="six", To="*66")
    once_more = cloudonix.ask(**PHONE, Session="seven", To="*66")

    assert again.rings == once_more.rings == [MOBILE]
    assert journey(acme_line)[-1].dialled == MOBILE


def test_a_withheld_number_stays_withheld(cloudonix):
    cloudonix.ask(**PHONE, Session="one", To="*3101715550103")

    assert cloudonix.ask(**PHONE, Session="two", To="*66").dial["callerId"] == "anonymous"


def test_the_last_caller_is_called_back(cloudonix):
    assert cloudonix.ask(**PHONE, Session="one", To="*69").spoken == "Nobody has called you yet."
    inbound = {"Direction": "inbound", "To": "+493012345678"}
    cloudonix.ask(**inbound, From="01715550103", Session="two")
    assert cloudonix.ask(**PHONE, Session="three", To="*69").rings == [MOBILE]

    cloudonix.ask(Direction="subscriber", From="102_bert", Session="four", To="101")
    assert cloudonix.ask(**PHONE, Session="five", To="*69").rings == ["102_bert"]

    cloudonix.ask(**inbound, From="anonymous", Session="six")
    withheld = cloudonix.ask(**PHONE, Session="seven", To="*69").spoken
    assert withheld == "The last caller showed no number that can be called back."


def test_older_calls_are_read_from_the_call_log_in_one_statement(cloudonix, acme_line):
    with in_tenant(acme_line):
        anna, bert = Extension.objects.get(number="101"), Extension.objects.get(number="102")
        for session, direction, caller, dialled, whose, days in (
            ("old", "outbound", "101", MOBILE, anna, 3),
            ("older", "outbound", "101", "+491715550104", anna, 4),
            ("before", "outbound", "101", "+491715550105", bert, 1),  # when 101 was somebody else's
            ("in", "inbound", "+491715550106", "+493012345678", anna, 2),
        ):
            Call.objects.create(
                session_token=session,
                direction=direction,
                caller=caller,
                dialled=dialled,
                extension_keys=[whose.key],
                started_at=timezone.now() - timedelta(days=days),
                state="ended",
            )
    cloudonix.ask(**PHONE, Session="warm", To="*43")

    with wire() as seen:
        again = cloudonix.ask(**PHONE, Session="one", To="*66")
    back = cloudonix.ask(**PHONE, Session="two", To="*69")

    assert (again.rings, back.rings) == ([MOBILE], ["+491715550106"])
    assert len(seen) == 3
    with in_tenant(acme_line):
        assert JourneyStep.objects.filter(dialled=MOBILE).exists()


def test_calls_of_another_organization_are_nobodys(cloudonix, cloudonix_for_globex):
    cloudonix_for_globex.ask(Direction="subscriber", From="101_gina", Session="theirs", To="101")

    assert cloudonix.ask(**PHONE, Session="ours", To="*66").spoken == "You have not called any number yet."

"""Codes that phones dial, and callers who are blocked, over HTTP."""

from __future__ import annotations

from audit.models import Entry
from extensions.models import Extension
from routing.models import ForwardingRule
from routing.services import add_caller_rules
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR

PHONE = {"Direction": "subscriber", "From": "101_anna"}


def test_a_phone_switches_do_not_disturb_once_however_often_the_request_is_repeated(cloudonix, acme_line):
    stage = {"x-cx-stageid": "the-same"}
    first = cloudonix.ask(**PHONE, To="*78", headers=stage)
    second = cloudonix.ask(**PHONE, To="*78", headers=stage)

    assert first.body == second.body
    assert first.spoken == "Do not disturb is on."
    with in_tenant(acme_line):
        assert Extension.objects.get(number="101").do_not_disturb
        assert Entry.objects.filter(action="extension.do_not_disturb_on").count() == 1
    assert cloudonix.ask(Direction="inbound", From="+442071838750", To="+493012345678").rings == []

    assert cloudonix.ask(**PHONE, Session="call-2", To="*79").spoken == "Do not disturb is off."
    calls = {"Session": "call-3", "Direction": "inbound", "From": "+442071838750", "To": "+493012345678"}
    assert cloudonix.ask(**calls).rings == ["101_anna"]


def test_a_phone_forwards_every_call_which_the_next_caller_meets(cloudonix, acme_line):
    answer = cloudonix.ask(**PHONE, To="*72102")

    assert answer.spoken == "All your calls go to extension 1 0 2."
    with in_tenant(acme_line):
        assert ForwardingRule.objects.get().destination_extension.number == "102"
    calls = {"Session": "call-2", "Direction": "inbound", "From": "+442071838750", "To": "+493012345678"}
    assert cloudonix.ask(**calls).rings == ["102_bert"]


def test_a_blocked_caller_is_refused_before_anything_answers_and_another_one_is_not(
    cloudonix, acme_line, journey
):
    with in_tenant(acme_line):
        add_caller_rules(ACTOR, callers="+44 20 7183 8750", verdict="block")
        add_caller_rules(ACTOR, callers="anonymous", verdict="block", answer="sentence")
    call = {"Direction": "inbound", "To": "+493012345678"}

    refused = cloudonix.ask(**call, From="00442071838750")
    nameless = cloudonix.ask(**call, Session="call-2", From="anonymous")
    other = cloudonix.ask(**call, Session="call-3", From="+442071838751")

    assert refused.verbs == ["Reject"]
    assert nameless.spoken == "This number does not take your calls."
    assert other.rings == ["101_anna"]
    assert [step.reason for step in journey(acme_line)] == ["caller-blocked", "caller-blocked", "ringing"]

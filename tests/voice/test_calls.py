"""A call over HTTP: question in, CXML out, journey noted in the organization it belongs to."""

from __future__ import annotations

import pytest

from routing.models import PlanVersion
from routing.plans import forget_plans
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR, Cloudonix, add_extension, add_number, pair

NUMBER = "+493012345678"
CALLER = "+442071838750"


def test_a_number_rings_its_extension(cloudonix, acme, globex, journey):
    answer = cloudonix.ask(From=CALLER, To=NUMBER, CallerName="Jo")

    assert answer.status == 200
    assert answer.rings == ["101_anna"]
    assert answer.dial["timeout"] == "15"
    assert (answer.dial["callerId"], answer.dial["callerName"]) == (CALLER, "Jo")
    assert answer.link.startswith("/api/voice/continue/")
    (step,) = journey(acme)
    assert (step.event, step.direction, step.reason) == ("arrived", "inbound", "ringing")
    assert (step.caller, step.caller_name, step.dialled) == (CALLER, "Jo", NUMBER)
    assert (step.session_token, step.plan_version, step.cxml.encode()) == ("call-1", 1, answer.body)
    assert [entry["outcome"] for entry in step.trace] == ["number-found", "ringing"]
    assert len(step.extension_keys) == 1
    assert step.decide_microseconds > 0
    assert journey(globex) == []


def test_a_phone_calls_a_colleague_and_shows_its_extension(cloudonix, acme, journey):
    answer = cloudonix.ask(Direction="subscriber", From="101_anna", To="102")

    assert answer.rings == ["102_bert"]
    assert (answer.dial["callerId"], answer.dial["callerName"]) == ("101", "Anna")
    (step,) = journey(acme)
    assert (step.caller, step.caller_name, step.dialled) == ("101", "Anna", "102")
    assert len(step.extension_keys) == 2


@pytest.mark.parametrize(
    ("fields", "words", "reason"),
    [
        ({"From": CALLER, "To": "+493000000000"}, "not in service", "number-unknown"),
        ({"From": CALLER, "To": ""}, "not in service", "nothing-dialled"),
        ({"From": "101_anna", "To": "999", "Direction": "subscriber"}, "no extension", "extension-unknown"),
        ({"From": "101_anna", "To": "101", "Direction": "subscriber"}, "your own", "called-itself"),
        ({"From": "101_anna", "To": "103", "Direction": "subscriber"}, "switched off", "extension-disabled"),
        ({"From": "103_off", "To": "101", "Direction": "subscriber"}, "switched off", "caller-disabled"),
        ({"From": "101_anna", "To": "104", "Direction": "subscriber"}, "cannot be reached", "no-sip-account"),
    ],
)
def test_a_call_that_leads_nowhere_hears_why(cloudonix, journey, fields, words, reason):
    answer = cloudonix.ask(**fields)

    assert (answer.status, answer.verbs) == (200, ["Say", "Hangup"])
    assert words in answer.spoken
    assert journey(cloudonix.organization)[0].reason == reason


def test_a_number_that_hangs_up_hangs_up(cloudonix):
    answer = cloudonix.ask(From=CALLER, To="+493012345670")

    assert answer.verbs == ["Hangup"]


def test_a_suspended_organization_says_so_in_its_language(cloudonix, acme, journey):
    acme.status = "suspended"
    acme.voice_language = "de-DE"
    acme.save()
    with in_tenant(acme):
        publish(ACTOR, "German")

    answer = cloudonix.ask(From=CALLER, To=NUMBER)

    assert answer.root[0].attrib["language"] == "de-DE"
    assert "nicht in Betrieb" in answer.spoken
    assert journey(acme)[0].reason == "organization-suspended"


def test_an_organization_without_a_plan_knows_no_number(machine, acme, journey):
    pair(acme, "acme-secret", [])

    answer = Cloudonix(machine, acme, "acme-secret", "acme.example").ask(From=CALLER, To=NUMBER)

    assert "not in service" in answer.spoken
    assert journey(acme)[0].plan_version == 0


def test_a_saved_change_is_heard_by_the_next_call(cloudonix, acme, journey):
    before = cloudonix.ask(From=CALLER, To=NUMBER, Session="before")
    with in_tenant(acme):
        number = add_number("+493012345679", add_extension("105", "Eva"))
        number.destination_extension.sip_accounts.update(username="105_eva_2")
        publish(ACTOR, "Extension 105 was added")

    after = cloudonix.ask(From=CALLER, To="+493012345679", Session="after")

    assert (before.rings, after.rings) == (["101_anna"], ["105_eva_2"])
    assert [step.plan_version for step in journey(acme)] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "words", "reason"),
    [
        ({"CallStatus": "busy"}, "another call", "busy"),
        ({"CallStatus": "no-answer"}, "Nobody answered", "no-answer"),
        ({"CallStatus": "NOANSWER"}, "Nobody answered", "no-answer"),
        ({"CallStatus": "failed"}, "cannot be reached", "unavailable"),
        ({"CallStatus": "completed", "DialCallStatus": "busy"}, "another call", "busy"),
        ({"CallStatus": "something new"}, "cannot be reached", "unavailable"),
        ({"CallStatus": None}, "cannot be reached", "unavailable"),
    ],
)
def test_a_dial_that_nobody_answers_ends_in_a_sentence(cloudonix, journey, fields, words, reason):
    ringing = cloudonix.ask(From=CALLER, To=NUMBER)

    answer = cloudonix.ask(ringing.link, From=CALLER, To=NUMBER, **fields)

    assert answer.verbs == ["Say", "Hangup"]
    assert words in answer.spoken
    assert [(step.event, step.reason) for step in journey(cloudonix.organization)] == [
        ("arrived", "ringing"),
        ("dial_ended", reason),
    ]


@pytest.mark.parametrize("status", ["completed", "answered", "canceled"])
def test_a_call_that_is_over_ends_in_silence(cloudonix, status):
    ringing = cloudonix.ask(From=CALLER, To=NUMBER)

    answer = cloudonix.ask(ringing.link, From=CALLER, To=NUMBER, CallStatus=status)

    assert answer.verbs == ["Hangup"]


def test_a_call_ends_on_the_version_it_began_with(cloudonix, acme, journey):
    ringing = cloudonix.ask(From=CALLER, To=NUMBER)
    with in_tenant(acme):
        add_extension("106", "Fritz")
        publish(ACTOR, "Extension 106 was added")

    cloudonix.ask(ringing.link, From=CALLER, To=NUMBER, CallStatus="busy")
    cloudonix.ask(From=CALLER, To=NUMBER, Session="call-2")

    assert [step.plan_version for step in journey(acme)] == [1, 1, 2]


def test_a_call_whose_version_is_gone_ends_on_the_newest(cloudonix, acme, journey):
    ringing = cloudonix.ask(From=CALLER, To=NUMBER)
    with in_tenant(acme):
        add_extension("106", "Fritz")
        publish(ACTOR, "Extension 106 was added")
        PlanVersion.objects.filter(number=1).delete()
    forget_plans()

    answer = cloudonix.ask(ringing.link, From=CALLER, To=NUMBER, CallStatus="busy")

    assert "another call" in answer.spoken
    assert [step.plan_version for step in journey(acme)] == [1, 2]


def test_a_repeated_request_gets_the_stored_answer_and_moves_nothing(cloudonix, acme, journey):
    first = cloudonix.ask(From=CALLER, To=NUMBER, headers={"x-cx-stageid": "00aa"})
    with in_tenant(acme):
        add_extension("106", "Fritz")
        publish(ACTOR, "Extension 106 was added")

    again = cloudonix.ask(From=CALLER, To=NUMBER, headers={"x-cx-stageid": "00aa"})

    assert again.body == first.body
    (step,) = journey(acme)
    assert (step.repeats, step.plan_version) == (1, 1)


def test_the_same_stage_of_another_call_or_another_organization_is_another_request(
    cloudonix, cloudonix_for_globex, acme, globex, journey
):
    stage = {"x-cx-stageid": "00aa"}
    cloudonix.ask(From=CALLER, To=NUMBER, headers=stage)

    cloudonix.ask(From=CALLER, To="+493000000000", headers=stage, Session="call-2")
    other = cloudonix_for_globex.ask(From=CALLER, To="+493099999999", headers=stage)

    assert [step.reason for step in journey(acme)] == ["ringing", "number-unknown"]
    assert other.rings == ["101_gina"]
    assert len(journey(globex)) == 1


def test_a_continued_call_is_never_answered_with_the_document_of_its_first_step(cloudonix):
    stage = {"x-cx-stageid": "00aa"}
    ringing = cloudonix.ask(From=CALLER, To=NUMBER, headers=stage)

    after = cloudonix.ask(ringing.link, From=CALLER, To=NUMBER, CallStatus="busy", headers=stage)

    assert after.verbs == ["Say", "Hangup"]


def test_without_a_stage_the_same_body_is_the_same_request(cloudonix, acme, journey):
    for _ in range(2):
        cloudonix.ask(From=CALLER, To=NUMBER, headers={"x-cx-stageid": ""})

    assert [step.repeats for step in journey(acme)] == [1]

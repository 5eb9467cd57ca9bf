"""Odd but harmless input is served; what cannot be read still gets a sentence."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

NUMBER = "+493012345678"
ASKED = {"Session": "call-1", "From": "+442071838750", "To": NUMBER, "Direction": "inbound"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe\x00",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"To": "1"}',
        b'{"Session": {}, "To": "1"}',
        json.dumps(ASKED | {"CallerName": "x" * 1_000_000}).encode(),
    ],
    ids=range(12),
)
def test_what_cannot_be_read_gets_an_apology(cloudonix, journey, body):
    answer = cloudonix.send(body=body)

    assert (answer.status, answer.verbs) == (200, ["Say", "Hangup"])
    assert "technical fault" in answer.spoken
    assert journey(cloudonix.organization) == []


def test_an_apology_is_spoken_in_the_organizations_language(cloudonix, acme):
    acme.voice_language = "fr-FR"
    acme.save()

    assert cloudonix.send(body=b"{").root[0].attrib["language"] == "fr-FR"


@pytest.mark.parametrize(
    "dialled",
    [
        "+493012345678",
        "493012345678",
        "00493012345678",
        "030 12345678",
        "030/123 456-78",
        "+49 (0)30 12345678",
        "sip:+493012345678@acme.cloudonix.net",
        "tel:+493012345678",
        " 493012345678 ",
    ],
)
def test_a_number_is_known_however_it_is_written(cloudonix, journey, dialled):
    answer = cloudonix.ask(**ASKED | {"To": dialled})

    assert answer.rings == ["101_anna"]
    assert journey(cloudonix.organization)[0].dialled == NUMBER


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("+442071838750", "+442071838750"),
        ("442071838750", "+442071838750"),
        ("030 12345670", "+493012345670"),
        ("anonymous", "anonymous"),
        ("101", "101"),
    ],
)
def test_a_caller_is_shown_in_e164_when_it_is_a_number(cloudonix, sent, shown):
    assert cloudonix.ask(**ASKED | {"From": sent}).dial["callerId"] == shown


def test_field_names_in_lower_case_are_the_same_fields(cloudonix):
    answer = cloudonix.send(body=json.dumps({name.lower(): value for name, value in ASKED.items()}))

    assert answer.rings == ["101_anna"]


def test_a_form_body_is_accepted(cloudonix):
    answer = cloudonix.send(body=urlencode(ASKED), content_type="application/x-www-form-urlencoded")

    assert answer.rings == ["101_anna"]


def test_a_get_with_a_query_is_accepted(cloudonix):
    response = cloudonix.client.get(
        "/api/voice/route", ASKED, headers={"authorization": "Bearer acme-secret", "x-cx-stageid": "g"}
    )

    assert b"101_anna" in response.content


def test_numbers_may_come_as_json_numbers(cloudonix):
    assert cloudonix.ask(**ASKED | {"To": 493012345678, "Session": 77}).rings == ["101_anna"]


def test_a_slash_at_the_end_does_not_drop_the_call(cloudonix):
    assert cloudonix.ask("/api/voice/route/", **ASKED).rings == ["101_anna"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<Dial>900</Dial>", "<Dial>900</Dial>"),
        ("\"/><Redirect>http://evil/</Redirect><a b='", "\"/><Redirect>http://evil/</Redirect><a b='"),
        ('O\'Neil & Søn "AG" 🙂', 'O\'Neil & Søn "AG" 🙂'),
        ("a\x00b\ud800c\x1bd", "abcd"),
        ("Jo\r\nVia: evil", "Jo  Via: evil"),
        ("n" * 300, "n" * 300),
        ("n" * 3000, "n" * 300),
        ({"not": "text"}, None),
        (12, "12"),
    ],
    ids=range(9),
)
def test_an_odd_caller_name_is_served_and_escaped(cloudonix, journey, name, shown):
    answer = cloudonix.send(body=json.dumps(ASKED | {"CallerName": name}))

    assert answer.rings == ["101_anna"]
    assert answer.dial.get("callerName") == shown
    assert journey(cloudonix.organization)[0].caller_name == (shown or "")


@pytest.mark.parametrize(
    ("encoding", "shown"), [("latin-1", "Müller"), ("utf-16", "Müller"), ("utf-8-sig", "Müller")]
)
def test_a_body_in_another_encoding_is_served(cloudonix, encoding, shown):
    body = json.dumps(ASKED | {"CallerName": "Müller"}, ensure_ascii=False).encode(encoding)

    assert cloudonix.send(body=body).dial["callerName"] == shown


def test_hostile_text_in_every_field_is_harmless(cloudonix, journey):
    hostile = "\x00<b>\ud800'\"&%s;--" * 30
    fields = dict.fromkeys(
        ("From", "To", "CallSid", "CallerName", "Direction", "CallStatus", "Session"), hostile
    )

    answer = cloudonix.send(
        body=json.dumps(fields | {"Domain": "acme.cloudonix.net", "SessionData": [hostile]})
    )

    assert (answer.status, answer.verbs) == (200, ["Say", "Hangup"])
    assert journey(cloudonix.organization)[0].reason == "number-unknown"


@pytest.mark.parametrize(
    "fields",
    [
        {"Session": None, "SessionData": {"token": "s9"}},
        {"Session": "", "CallSid": "s9"},
        {"session": "s9", "Session": None},
    ],
)
def test_the_session_is_found_where_older_builds_put_it(cloudonix, journey, fields):
    cloudonix.ask(**ASKED | fields)

    assert journey(cloudonix.organization)[0].session_token == "s9"


def test_a_direction_that_is_missing_comes_from_outside_unless_a_phone_asked(cloudonix, journey):
    cloudonix.ask(**ASKED | {"Direction": None})
    cloudonix.ask(From="101_anna", To="102", Direction=None, headers={"x-cx-source": "SUBSCRIBER"})

    assert [step.direction for step in journey(cloudonix.organization)] == ["inbound", "subscriber"]


def test_nothing_secret_is_logged(cloudonix, caplog):
    cloudonix.send(body=b'{"secret-body": ', headers={"x-cx-apikey": "XI" + "0" * 32})
    cloudonix.ask(To="1", headers={"authorization": "Bearer wrong-secret"})

    assert "voice_request_unreadable" in caplog.text
    assert "voice_request_unauthenticated" in caplog.text
    for secret in ("acme-secret", "wrong-secret", "secret-body", "XI000"):
        assert secret not in caplog.text

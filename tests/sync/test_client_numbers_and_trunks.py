"""The client's DNIDs, trunks, voices and sessions: what is sent, and what is made of odd answers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from cloudonix.api import DnidSpec, Misconfigured, Rejected, TrunkSpec, Unavailable

NUMBER = DnidSpec(source="12125550100", application_id="7301")
TRUNK = TrunkSpec(
    name="carrier-out",
    ip="198.51.100.20",
    port=5060,
    transport="udp",
    direction="public-outbound",
    metric=10,
    profile={"authentication": {"username": "acct", "password": "very-secret"}, "hostname": "sip.example"},
)
DNID_ANSWER = {
    "id": 61001,
    "applicationId": 7301,
    "messagingApplicationId": None,
    "active": True,
    "dnid": "^(12125550100)$",
    "source": "12125550100",
    "global": False,
    "application": {"id": 7301, "name": "opbx-routing"},
}
TRUNK_ANSWER = {
    "id": 9105,
    "name": "carrier-out",
    "uuid": "77aa",
    "ip": "198.51.100.20",
    "port": 5060,
    "transport": "udp",
    "prefix": None,
    "direction": "public-outbound",
    "metric": 10,
    "active": True,
    "profile": {"authentication": {"username": "acct", "password": "very-secret"}},
}


def answer(gate, method: str, path: str, body: Any, *, status: int = 200) -> None:
    gate.spoil(method, path, status=status, body=b"" if body is None else json.dumps(body).encode())


# --- DNIDs ---


def test_a_number_is_made_for_exactly_its_digits(client, gate):
    answer(gate, "POST", "/dnids", DNID_ANSWER)

    made = client.create_dnid(NUMBER)

    assert (made.id, made.source, made.application_id, made.is_exact) == (
        "61001",
        "12125550100",
        "7301",
        True,
    )
    assert gate.exchanges[0].sent == {
        "source": "12125550100",
        "applicationId": 7301,
        "prefix": False,
        "expression": False,
        "asteriskCompatible": False,
        "global": False,
        "active": True,
    }


def test_a_number_made_without_an_answer_is_read_back(client, gate):
    answer(gate, "POST", "/dnids", None, status=204)
    answer(gate, "GET", "/dnids", [{**DNID_ANSWER, "id": 1, "source": "1"}, DNID_ANSWER])

    assert client.create_dnid(NUMBER).id == "61001"


def test_a_number_that_was_made_but_is_not_shown_is_unavailable(client, gate):
    answer(gate, "POST", "/dnids", None, status=204)
    answer(gate, "GET", "/dnids", None, status=404)

    with pytest.raises(Unavailable, match="does not show it yet"):
        client.create_dnid(NUMBER)


def test_patterns_of_others_are_told_from_numbers(client, gate):
    answer(gate, "GET", "/dnids", [{"id": 1, "dnid": "^1.*", "source": None, "prefix": True}])

    (pattern,) = client.list_dnids()

    assert (pattern.source, pattern.is_exact, pattern.application_id) == ("", False, "")


@pytest.mark.parametrize(
    ("status", "there"), [(200, True), (204, True), (404, False)], ids=["object", "no body", "not there"]
)
def test_changing_a_number_tells_whether_it_was_there(client, gate, status, there):
    answer(gate, "PUT", "/dnids/61001", DNID_ANSWER if status == 200 else None, status=status)

    assert client.update_dnid("61001", NUMBER) is there


def test_a_plus_in_a_number_reaches_the_platform(client, gate):
    answer(gate, "DELETE", "/dnids", None, status=204)

    client.delete_dnid("+12125550100")

    assert gate.seen == ["DELETE dnids/%2B12125550100"]


# --- trunks ---


def test_a_trunk_is_sent_with_its_port_as_text_and_its_profile(client, gate):
    answer(gate, "POST", "/trunks", TRUNK_ANSWER, status=201)

    made = client.create_trunk(TRUNK)

    assert (made.id, made.port, made.prefix, made.metric) == ("9105", "5060", "", 10)
    assert gate.exchanges[0].sent == {
        "name": "carrier-out",
        "ip": "198.51.100.20",
        "port": "5060",
        "transport": "udp",
        "prefix": "",
        "direction": "public-outbound",
        "metric": 10,
        "active": True,
        "profile": TRUNK.profile,
    }


def test_a_trunk_made_without_an_answer_is_read_back(client, gate):
    answer(gate, "POST", "/trunks", None)
    answer(gate, "GET", "/trunks/carrier-out", TRUNK_ANSWER)

    assert client.create_trunk(TRUNK).id == "9105"


def test_a_trunks_name_is_not_sent_again(client, gate):
    answer(gate, "PUT", "/trunks/9105", None)

    assert client.update_trunk("9105", TRUNK)
    assert "name" not in gate.exchanges[0].sent


def test_another_trunk_than_the_one_asked_for_is_none(client, gate):
    answer(gate, "GET", "/trunks/other", TRUNK_ANSWER)

    assert client.get_trunk("other") is None


def test_deleting_a_trunk_that_is_gone_is_done(client, gate):
    answer(gate, "DELETE", "/trunks/9105", None, status=404)

    client.delete_trunk("9105")


def test_no_error_repeats_a_trunks_password(client, gate):
    answer(gate, "POST", "/trunks", {"message": "password very-secret is too short"}, status=400)

    with pytest.raises(Rejected) as refusal:
        client.create_trunk(TRUNK)

    assert refusal.value.reason == "password … is too short"


@pytest.mark.parametrize("password", ['with "quotes" and \\', "größer als 7", "a b/c?d&e"])
def test_no_error_repeats_a_password_as_it_stands_in_the_body_or_in_an_address(client, gate, password):
    profile = {"authentication": {"username": "acct", "password": password}}
    for repeated in (json.dumps(profile), json.dumps(profile, ensure_ascii=False), quote(password)):
        answer(gate, "POST", "/trunks", {"message": f"Cannot read {repeated}"}, status=400)

        with pytest.raises(Rejected) as refusal:
            client.create_trunk(msgspec.structs.replace(TRUNK, profile=profile))

        assert refusal.value.reason.startswith("Cannot read ")
        assert refusal.value.reason.replace(
            '{"authentication": {"username": "acct", "password": "…"}}', "…"
        ) == ("Cannot read …")


def test_nothing_of_a_trunk_shows_its_password_when_printed(client, gate):
    answer(gate, "GET", "/trunks", [TRUNK_ANSWER])

    shown = f"{TRUNK!r} {TRUNK} {client.list_trunks()!r}"

    assert "very-secret" not in shown


# --- voices ---


def test_voices_read_the_same_with_a_list_of_languages_or_one(client, gate):
    one = {"voice": "woman", "gender": "female", "language": "en-US", "provider": "Polly"}
    other = {"voice": "Google:en-GB-Standard-A", "languages": ["en-GB"], "pricing": "premium"}
    answer(gate, "GET", "/resources/voices", [one, other])

    found = client.list_voices()

    assert [(voice.voice, voice.languages) for voice in found] == [
        ("woman", ["en-US"]),
        ("Google:en-GB-Standard-A", ["en-GB"]),
    ]


def test_voices_that_the_key_may_not_see_are_none(client, gate):
    answer(gate, "GET", "/resources/voices", {"status": False}, status=403)

    assert client.list_voices() is None


def test_voices_with_a_key_that_is_unknown_are_misconfigured(client, gate):
    answer(gate, "GET", "/resources/voices", {"status": False}, status=401)

    with pytest.raises(Misconfigured):
        client.list_voices()


# --- sessions ---


@pytest.mark.parametrize(
    ("session", "ended"),
    [
        ({"status": "CONNECTED"}, False),
        ({"status": "answer"}, False),
        ({"status": "answer", "callEndTime": 1736780953283}, True),
        ({"status": "processing", "endTime": "2026-01-11T00:00:33Z"}, True),
        ({"status": "NoAnswer", "callEndTime": None}, True),
    ],
)
def test_a_call_has_ended_when_it_says_so(client, gate, session, ended):
    answer(gate, "GET", "/sessions", [{"token": "4f1c", "id": 1, "domain": {"id": 2}, **session}])

    (call,) = client.list_sessions()

    assert (call.token, call.has_ended) == ("4f1c", ended)


@pytest.mark.parametrize(("status", "was_there"), [(204, True), (404, False)])
def test_hanging_up_tells_whether_the_call_was_there(client, gate, status, was_there):
    answer(gate, "DELETE", "/sessions/4f1c", None, status=status)

    assert client.hang_up("4f1c") is was_there


def test_a_subscriber_can_be_deleted_together_with_its_calls(client, gate, domain):
    made = domain.ask("POST", "/subscribers", {"msisdn": "101_acme"})

    client.delete_subscriber(str(made["id"]), ends_calls=True)

    assert gate.seen == [f"DELETE subscribers/{made['id']}?can-deactivate=true"]
    assert domain.subscribers() == {}

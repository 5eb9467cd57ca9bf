"""The client against a server that is silent, odd or hostile."""

from __future__ import annotations

import json
import time

import pytest

from cloudonix.api import (
    ApplicationSpec,
    CloudonixClient,
    Credentials,
    Misconfigured,
    Rejected,
    SubscriberSpec,
    Unavailable,
    open_http,
)

SPEC = SubscriberSpec(msisdn="101_acme", sip_password="very-secret", active=True, profile={})


def test_a_silent_server_is_unavailable_after_the_read_time(gate, domain, monkeypatch):
    gate.spoil("GET", "", delay=2.0)
    with open_http(gate.url, read_seconds=0.2) as http:
        client = CloudonixClient(http, Credentials(domain=domain.uuid, api_key=domain.key))
        began = time.monotonic()

        with pytest.raises(Unavailable, match="did not answer in time"):
            client.get_domain()

    assert time.monotonic() - began < 1.5


def test_a_server_that_is_not_there_is_unavailable():
    with (
        open_http("http://127.0.0.1:9") as http,
        pytest.raises(Unavailable, match="connection to Cloudonix failed"),
    ):
        CloudonixClient(http, Credentials(domain="d", api_key="k")).get_domain()


def test_a_redirect_is_refused_and_not_followed_with_the_key(client, gate):
    gate.spoil("GET", "", status=307, headers={"Location": "http://127.0.0.1:9/steal"})

    with pytest.raises(Rejected):
        client.get_domain()


@pytest.mark.parametrize(("value", "seconds"), [("7", 7), ("99999", 3600), ("", None), ("soon", None)])
def test_retry_after_is_read_when_it_can_be(client, gate, value, seconds):
    gate.spoil("GET", "", status=429, headers={"Retry-After": value})

    with pytest.raises(Unavailable) as trouble:
        client.get_domain()

    assert trouble.value.is_rate_limit
    assert trouble.value.retry_after == seconds


def test_retry_after_may_be_a_date(client, gate):
    gate.spoil("GET", "", status=503, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"})

    with pytest.raises(Unavailable) as trouble:
        client.get_domain()

    assert trouble.value.retry_after == 3600
    assert not trouble.value.is_rate_limit


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_good_enough_is_misconfigured(client, gate, status):
    gate.spoil("GET", "", status=status)

    with pytest.raises(Misconfigured):
        client.get_domain()


def test_making_something_in_a_domain_that_is_gone_is_misconfigured(client, gate):
    gate.spoil("POST", "", status=404)

    with pytest.raises(Misconfigured):
        client.create_subscriber(SPEC)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"status": false, "message": "msisdn is taken"}', "msisdn is taken"),
        (b'{"error": "no"}', "no"),
        (b'{"message": {"deep": 1}}', "it gave no reason."),
        (b"<html>very-secret</html>", "it gave no reason."),
        (b'{"message": "sipPassword very-secret is weak"}', "sipPassword … is weak"),
    ],
)
def test_a_refusal_tells_the_reason_without_what_we_sent(client, gate, body, reason):
    gate.spoil("POST", "", status=400, body=body)

    with pytest.raises(Rejected) as refusal:
        client.create_subscriber(SPEC)

    assert refusal.value.reason == reason
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    "answer",
    [
        {"id": 7, "msisdn": "101_acme", "sipPassword": "p"},
        {"id": "7", "msisdn": "101_acme", "sip-password": "p", "profile": [], "active": None},
        [{"id": 7, "msisdn": "101_acme", "sipPassword": "p", "profile": None, "novel": {"x": []}}],
    ],
)
def test_the_documented_oddities_read_the_same(client, gate, answer):
    gate.spoil("GET", "", status=200, body=json.dumps(answer).encode())

    found = client.get_subscriber("101_acme")

    assert found is not None
    assert (found.id, found.msisdn, found.sip_password, found.active, found.profile) == (
        "7",
        "101_acme",
        "p",
        True,
        {},
    )


def test_an_empty_list_may_be_a_404(client, gate):
    gate.spoil("GET", "/applications", status=404)

    assert client.list_applications() == []


def test_what_cloudonix_remembers_as_deleted_is_not_there(client, gate):
    gone = {"id": 7, "msisdn": "101_acme", "deletedAt": "2026-01-10T08:05:00Z"}
    gate.spoil(
        "GET", "/subscribers$", status=200, body=json.dumps([gone, {**gone, "deletedAt": None}]).encode()
    )
    gate.spoil("GET", "/subscribers/101_acme", status=200, body=json.dumps(gone).encode())

    assert len(client.list_subscribers()) == 1
    assert client.get_subscriber("101_acme") is None


def test_a_subscriber_found_under_its_id_is_not_the_one_of_that_name(client, domain):
    made = domain.ask("POST", "/subscribers", {"msisdn": "101_acme"})

    assert client.get_subscriber(str(made["id"])) is None


def test_names_cannot_lead_the_path_elsewhere(client, gate):
    assert client.get_subscriber("../../applications?x=1#y") is None
    assert gate.seen == ["GET subscribers/..%2F..%2Fapplications%3Fx%3D1%23y"]


def test_an_application_that_was_made_without_an_answer_is_read_back(client, gate, domain):
    gate.spoil("POST", "/applications", status=204, body=b"", after=True)

    made = client.create_application(ApplicationSpec(name="opbx-routing", url="https://pbx.example/voice"))

    assert made.id == str(domain.ask("GET", "/applications")[0]["id"])


def test_an_answer_without_an_end_is_cut_off(client, gate, monkeypatch):
    from cloudonix.api import requests as module

    monkeypatch.setattr(module, "LARGEST_ANSWER", 1000)
    gate.spoil("GET", "", status=200, body=b" " * 5000)

    with pytest.raises(Unavailable, match="too long"):
        client.get_domain()


def test_nothing_shows_its_secret_when_printed(client, domain):
    credentials = Credentials(domain=domain.uuid, api_key=domain.key)

    shown = f"{credentials!r} {client!r} {SPEC!r} {SPEC}"

    assert domain.key not in shown
    assert "very-secret" not in shown


def test_a_failed_request_shows_no_secret_in_its_traceback(client, gate, domain):
    gate.spoil("POST", "")

    with pytest.raises(Unavailable) as trouble:
        client.create_subscriber(SPEC)

    assert trouble.value.__cause__ is None
    assert trouble.value.__suppress_context__

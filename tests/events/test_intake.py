"""Events are authenticated, stored and acknowledged; what cannot be understood is kept, not refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from calls.models import Call, RawEvent
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import DueWork, InboxEvent, RequestKey
from tests.events.conftest import ACME_BEARER, CDR, GLOBEX_BEARER, PAYLOADS, TOKEN, UPDATES, waiting
from tests.voice.test_statements import wire

RINGING = UPDATES[2]


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/api/webhooks/session-update", RINGING, "session_update"),
        ("/api/webhooks/session-update/", RINGING, "session_update"),
        ("/api/webhooks/cloudonix/session-update", RINGING, "session_update"),
        ("/api/webhooks/cdr", CDR, "cdr"),
        ("/api/webhooks/cloudonix/cdr", CDR, "cdr"),
    ],
)
def test_an_event_is_stored_and_made_due_before_it_is_acknowledged(cloudonix, acme, path, body, kind):
    response = cloudonix.send(path, body)

    assert (response.status_code, response.content) == (204, b"")
    [event] = waiting()
    assert (event.organization_id, event.kind) == (acme.pk, kind)
    assert json.loads(event.body) == body
    assert DueWork.objects.filter(organization=acme, kind="calls.inbox").exists()


def test_storing_takes_one_statement_besides_the_bearers(cloudonix):
    with wire() as seen:
        cloudonix.update(RINGING)

    assert len(seen) == 2


@pytest.mark.parametrize("bearer", [None, "", "wrong", "x" * 3000, "Bearer", "\N{SNOWMAN}"])
def test_without_a_valid_bearer_nothing_is_stored(cloudonix, bearer):
    response = cloudonix.update(RINGING, bearer=bearer)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert waiting() == []


def test_another_organizations_bearer_is_no_key_to_this_ones_domain(cloudonix):
    assert cloudonix.update(RINGING, bearer=GLOBEX_BEARER).status_code == 401
    assert waiting() == []


@pytest.mark.parametrize(
    "change",
    [
        {"domain": "globex.cloudonix.net"},
        {"domain": {"name": "globex.cloudonix.net"}},
        {"owner": {"domain": {"uuid": "0f0e-globex"}}},
        {"session": {"domain": "globex.cloudonix.net", "token": TOKEN}},
    ],
)
def test_an_event_that_names_another_domain_is_refused(cloudonix, change):
    assert cloudonix.cdr(CDR | change).status_code == 401
    assert waiting() == []


def test_a_header_that_names_another_domain_is_refused_even_when_the_body_is_unreadable(cloudonix):
    response = cloudonix.update(b"nonsense", headers={"x-cx-domain": "globex.cloudonix.net"})

    assert response.status_code == 401
    assert waiting() == []


@pytest.mark.parametrize("domain", [None, "nullDomain", "", "ACME.cloudonix.net.", {"uuid": "0f0e-acme"}])
def test_a_missing_domain_or_another_name_of_the_own_one_is_accepted(cloudonix, domain):
    assert cloudonix.cdr(CDR | {"domain": domain}).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"[1, 2]",
        b'"text"',
        b"null",
        b'{"a": ',
        b"\x00\x01",
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object_is_kept_as_a_dead_letter(cloudonix, body):
    response = cloudonix.update(body)

    assert response.status_code == 200
    [event] = waiting()
    assert event.dead_at is not None
    assert event.last_error
    assert not DueWork.objects.filter(kind="calls.inbox").exists()


def test_a_body_of_a_megabyte_is_refused(cloudonix):
    response = cloudonix.update(RINGING | {"padding": "x" * 1_000_000})

    assert response.status_code == 413
    assert waiting() == []


def test_a_repeated_event_changes_nothing(cloudonix, acme):
    first = cloudonix.update(RINGING)
    again = cloudonix.update([RINGING])  # the same, as the list of one that some builds send

    assert (first.status_code, again.status_code) == (204, 204)
    assert len(waiting()) == 1


def test_updates_without_an_event_id_are_told_apart_by_status_and_time(cloudonix):
    nameless = RINGING | {"eventId": None}

    cloudonix.update(nameless)
    cloudonix.update(nameless | {"vappServer": "172.24.0.11"})
    cloudonix.update(nameless | {"status": "connected"})

    assert len(waiting()) == 2


def test_two_organizations_may_use_the_same_session_and_event_ids(cloudonix):
    cloudonix.update(RINGING)
    cloudonix.update(RINGING | {"domain": "globex.cloudonix.net"}, bearer=GLOBEX_BEARER)

    assert len({event.organization_id for event in waiting()}) == 2


@pytest.mark.parametrize(
    "name", ["\x00", "\ud83d", "😀", '"><script>alert(1)</script>', "x" * 300, "\u202eevil", "Zoë"]
)
def test_odd_texts_are_stored_and_folded(cloudonix, acme, run_due_work, name):
    assert cloudonix.update(RINGING | {"callerName": name, "callerId": f"{name}1"}).status_code == 204

    run_due_work()

    with in_tenant(acme):
        assert Call.objects.get().session_token == TOKEN
        assert RawEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (json.dumps(RINGING | {"callerId": "?"}).replace("?", "Zoë").encode("latin-1"), "Zoë"),
        (json.dumps(RINGING | {"callerId": "Zoë"}, ensure_ascii=False).encode("utf-16"), "Zoë"),
        (
            json.dumps(RINGING | {"callerId": "?"}).encode().replace(b"?", b"a\x00b"),
            "a\N{REPLACEMENT CHARACTER}b",
        ),
    ],
)
def test_other_encodings_and_raw_control_characters_are_read(cloudonix, acme, run_due_work, raw, shown):
    assert cloudonix.update(raw).status_code == 204

    run_due_work()

    with in_tenant(acme):
        assert Call.objects.get().caller == shown


def test_a_bare_nan_is_read(cloudonix, acme, run_due_work):
    assert cloudonix.cdr((PAYLOADS / "cdr-with-nan.json").read_text()).status_code == 204

    run_due_work()

    with in_tenant(acme):
        assert Call.objects.get().quality == {"rtt": 0.0, "tx_mos": 4.4}


def test_credentials_of_the_request_are_neither_stored_nor_logged(cloudonix, acme, run_due_work, caplog):
    key = "XI" + "0" * 31 + "9"

    cloudonix.update(RINGING, headers={"x-cx-apikey": key})
    cloudonix.update(b"broken", headers={"x-cx-apikey": key})
    cloudonix.update(RINGING, bearer="wrong-secret", headers={"x-cx-apikey": key})
    run_due_work()

    with in_tenant(acme):
        stored = " ".join([raw.body for raw in RawEvent.objects.all()] + [event.body for event in waiting()])
    for secret in (key, ACME_BEARER, "wrong-secret"):
        assert secret not in stored
        assert secret not in caplog.text


def test_the_endpoints_take_post_only_and_exist_on_no_organizations_host(cloudonix, client_of, acme):
    assert cloudonix.client.get("/api/webhooks/cdr").status_code == 405
    assert client_of(acme).post("/api/webhooks/cdr").status_code == 404


def test_events_of_a_suspended_organization_are_still_kept(cloudonix, acme, calls_of, run_due_work):
    acme.status = acme.Status.SUSPENDED
    acme.save()

    assert cloudonix.cdr(CDR).status_code == 204
    run_due_work()

    assert len(calls_of(acme)) == 1


def test_a_database_that_is_away_is_said_so_that_the_sender_can_come_again(cloudonix, monkeypatch):
    # given a server that nobody can reach
    settings = connection.settings_dict
    monkeypatch.setitem(settings, "PORT", "1")
    connection.close()

    response = cloudonix.cdr(CDR)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_a_key_that_is_being_replaced_is_still_good(cloudonix, acme):
    RequestKey.objects.filter(organization=acme).update(valid_until=timezone.now() + timedelta(hours=1))
    RequestKey.objects.create(organization=acme, key_hash=request_keys.hash_of("the-new-one"))

    assert cloudonix.update(UPDATES[0]).status_code == 204
    assert cloudonix.update(UPDATES[1], bearer="the-new-one").status_code == 204
    RequestKey.objects.filter(organization=acme).update(valid_until=timezone.now() - timedelta(hours=1))
    assert cloudonix.update(UPDATES[2]).status_code == 401
    assert InboxEvent.objects.count() == 2

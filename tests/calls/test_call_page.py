"""A call's page: its door, its journey, and what of the technical part whom it is shown to."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from calls.disclosure import readable_document, readable_event
from calls.models import JourneyStep, RawEvent
from extensions.models import Extension
from tenants.context import in_tenant


def page_of(client, call) -> str:
    response = client.get(f"/calls/{call.key}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def story(acme, add_call, own_extension):
    """A call that rang 101, was answered and talked; its steps and its CDR."""
    call = add_call(acme, extension_keys=[own_extension.key], reason="answered", disposition="ANSWER")
    entry = {
        "step": "extension",
        "outcome": "ringing",
        "label": "101 Uma as of then",
        "key": str(own_extension.key),
    }
    arrived = {"step": "number", "outcome": "number-found", "label": "+493012345678", "key": str(uuid4())}
    over = {
        "step": "dial",
        "outcome": "answered",
        "label": "101 Uma as of then",
        "key": str(own_extension.key),
    }
    link = "https://pbx.example/api/voice/continue/v1.long-signed-token"
    cxml = f'<Response><Dial action="{link}"><Number>101_acme</Number></Dial></Response>'
    common = {"session_token": call.session_token, "event": "arrived", "plan_version": 7}
    with in_tenant(acme):
        JourneyStep.objects.create(
            stage_id="1", at=call.started_at, reason="ringing", trace=[arrived, entry], cxml=cxml, **common
        )
        JourneyStep.objects.create(
            stage_id="2", at=call.ended_at, reason="answered", trace=[over], cxml="<Response/>", **common
        )
        body = {"disposition": "ANSWER", "profile": {"trunk-sip-headers": {"Cloudonix-Signature": "5ec4e7"}}}
        RawEvent.objects.create(
            kind="cdr",
            session_token=call.session_token,
            dedupe_key=b"1",
            body=json.dumps(body),
            received_at=call.ended_at,
        )
    return call


@pytest.mark.parametrize("role", ["owner", "admin", "reporter", "user"])
def test_the_page_tells_the_journey_with_the_names_as_of_then(client_for, request, story, role):
    page = page_of(client_for(request.getfixturevalue(role)), story)

    assert "Arrived on +49 30 12345678" in page
    assert "Answered by 101 Uma as of then" in page
    assert "101 Uma as of then rings" in page
    assert "101 Uma as of then answered" in page
    assert "After 4 s" in page
    assert "Talked 30 s" in page
    assert "version 7" in page
    assert page.index("rings") < page.index("as of then answered") < page.index("Call ended")


@pytest.mark.parametrize(
    ("role", "sees"), [("owner", True), ("admin", True), ("reporter", False), ("user", False)]
)
def test_raw_events_are_for_those_who_look_after_the_connection(client_for, request, story, role, sees):
    page = page_of(client_for(request.getfixturevalue(role)), story)

    assert ("CDR received" in page) == sees
    assert "5ec4e7" not in page


def test_the_documents_that_were_sent_are_shown_without_their_signed_links(client_for, owner, story):
    page = page_of(client_for(owner), story)

    assert "&lt;Number&gt;101_acme&lt;/Number&gt;" in page
    assert "long-signed-token" not in page


def test_names_are_linked_while_their_object_exists_and_the_reader_may_open_it(  # noqa: PLR0917
    client_for, owner, user, reporter, acme, story, own_extension
):
    link = 'href="/extensions/101/"'

    assert link in page_of(client_for(owner), story)
    assert link in page_of(client_for(user), story)
    assert link not in page_of(client_for(reporter), story)
    with in_tenant(acme):
        Extension.objects.filter(pk=own_extension.pk).delete()
    assert link not in page_of(client_for(owner), story)
    assert "101 Uma as of then" in page_of(client_for(owner), story)


def test_a_live_call_asks_for_itself_until_it_has_ended_or_is_paused(client_for, owner, acme, add_call):
    live = add_call(
        acme, state="ringing", result="unknown", answered_at=None, ended_at=None, talk_seconds=None
    )
    browser = client_for(owner)

    assert 'hx-trigger="every 3s"' in page_of(browser, live)
    assert "Ringing" in page_of(browser, live)
    paused = browser.get(f"/calls/{live.key}/?updates=off").content.decode()
    assert "every 3s" not in paused
    assert "Resume updates" in paused
    assert "every 3s" not in page_of(browser, add_call(acme))


def test_a_call_of_another_organization_is_not_there(  # noqa: PLR0917
    client_for, stranger, owner, globex, add_call, story
):
    assert client_for(stranger).get(f"/calls/{story.key}/").status_code == 404
    assert client_for(owner).get(f"/calls/{add_call(globex).key}/").status_code == 404


def test_a_pbx_users_colleagues_call_is_not_there(client_for, user, acme, add_call, own_extension):
    other = add_call(acme, extension_keys=[uuid4()])

    assert client_for(user).get(f"/calls/{other.key}/").status_code == 404


def test_a_role_without_calls_is_refused(client_for, acme, make_user, story):
    nobody = make_user(acme, "platform_manager", "Nora")

    assert client_for(nobody).get("/calls/").status_code == 403
    assert client_for(nobody).get(f"/calls/{story.key}/").status_code == 403


def test_a_call_that_was_given_up_says_so(client_for, owner, acme, add_call):
    call = add_call(
        acme, result="unknown", answered_at=None, ended_at=None, talk_seconds=None, duration_seconds=None
    )

    page = page_of(client_for(owner), call)

    assert "Cloudonix reported nothing more" in page
    assert "Unknown" in page


def test_a_refused_call_says_why(client_for, owner, acme, add_call):
    call = add_call(acme, result="refused", reason="extension-unknown", answered_at=None, talk_seconds=None)

    assert "No extension has the dialled number" in page_of(client_for(owner), call)


@pytest.mark.parametrize(
    "trace", [None, "text", [1], [{"step": 1}], [{"key": "no-uuid"}], [{"label": "x" * 5000}]]
)
def test_a_trace_that_this_version_cannot_read_does_not_close_the_page(
    client_for, owner, acme, add_call, trace
):
    call = add_call(acme)
    with in_tenant(acme):
        JourneyStep.objects.create(
            session_token=call.session_token,
            stage_id="1",
            at=call.started_at + timedelta(seconds=1),
            event="arrived",
            plan_version=1,
            reason="reason-of-a-later-version",
            trace=trace or [],
            cxml="<not closed",
        )

    assert "&lt;not closed" in page_of(client_for(owner), call)


@pytest.mark.parametrize(
    "secret",
    [
        {"profile": {"trunk-sip-headers": {"Cloudonix-Signature": "S3"}}},
        {"profile": {"trunk-sip-headers": {"CID": "S3"}}},
        {"Application": {"profile": {"authorization-api-key": "S3"}}},
        {"sip-password": "S3"},
        [{"deep": [{"Authorization": "S3"}]}],
        {"url": "https://user:S3@host/"},
        {"note": "Bearer S3"},
    ],
)
def test_secrets_inside_events_are_not_shown(secret):
    assert "S3" not in readable_event(json.dumps(secret))


def test_what_is_no_secret_stays_readable():
    body = readable_event(
        '{"token": "abc", "qos": {"rx_mos": NaN}, "callerId": "Zoë", "big": "' + "x" * 30_000 + '"}'
    )

    assert '"token": "abc"' in body
    assert "Zoë" in body
    assert "cut: " in body
    assert readable_document("<Response><Say>a</Say></Response>").splitlines()[1] == "  <Say>a</Say>"

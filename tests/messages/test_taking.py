"""What the platform says about a recording becomes one message, whatever comes first, twice or not at all."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from urllib.parse import urlencode

import pytest
import time_machine
from django.utils import timezone

from cloudonix.webhooks.recording import MAX_AGE_SECONDS
from extensions.models import VoicemailBox
from tenants.context import in_tenant
from tenants.models import DueWork
from tests.messages.conftest import CALLER, link_for

URL = "https://rec.cloudonix.io/RE1.wav"
OTHER_URL = "https://rec.cloudonix.io/RE1.mp3"
DONE = {"RecordingStatus": "completed", "RecordingUrl": URL, "RecordingDuration": "6"}


def post(client, link: str, **options):
    """As a form, which tooling sends."""
    return client.post(link, urlencode(DONE), content_type="application/x-www-form-urlencoded", **options)


def test_the_caller_is_recorded_after_the_tone(call_in):
    record = call_in().record

    assert (record["maxLength"], record["timeout"], record["finishOnKey"]) == ("180", "5", "#")
    assert record["playBeep"] == "true"
    assert record["recordingStatusCallback"].startswith("http://localhost:8000/api/webhooks/recording/")


def test_a_message_is_stored_and_its_fetching_due_before_it_is_acknowledged(acme, call_in, messages_of):
    answer = call_in().callback(**DONE)

    assert answer.status_code == 204
    (message,) = messages_of(acme)
    assert (message.caller, message.caller_name, message.seconds) == (CALLER, "Jo", 6)
    assert (message.recording_urls, message.audio_state, message.is_new) == ([URL], "waiting", True)
    assert DueWork.objects.filter(organization=acme, kind="calls.voicemail_audio").exists()


def test_who_stays_on_the_line_hears_that_it_was_saved(acme, call_in, messages_of, journey):
    answer = call_in().action(RecordingUrl=URL, RecordingDuration="6", Digits="#")

    assert (answer.verbs, answer.spoken) == (["Say", "Hangup"], "Your message was saved. Goodbye.")
    assert [message.recording_urls for message in messages_of(acme)] == [[URL]]
    assert [step.reason for step in journey(acme)] == ["voicemail-greeted", "message-left"]


def test_who_says_nothing_hears_that_nothing_was_recorded(acme, call_in, messages_of, journey):
    caller = call_in()
    answer = caller.action()
    caller.callback(RecordingStatus="absent")

    assert answer.spoken == "No message was recorded. Goodbye."
    assert messages_of(acme) == []
    assert journey(acme)[-1].reason == "no-message"


@pytest.mark.parametrize("order", list(permutations(["action", "callback", "callback", "absent"])))
def test_any_order_and_any_repeat_ends_in_the_same_message(acme, call_in, messages_of, order):
    caller = call_in()
    say = {
        "action": lambda: caller.action(RecordingUrl=OTHER_URL),
        "callback": lambda: caller.callback(**DONE),
        "absent": lambda: caller.callback(RecordingStatus="absent"),
    }
    for one in order:
        say[one]()

    (message,) = messages_of(acme)
    assert sorted(message.recording_urls) == sorted([URL, OTHER_URL])
    assert (message.seconds, message.audio_state) == (6, "waiting")


def test_a_recording_that_failed_tells_who_called(acme, call_in, messages_of):
    caller = call_in()

    assert caller.callback(RecordingStatus="failed").status_code == 204

    (message,) = messages_of(acme)
    assert (message.caller, message.audio_state) == (CALLER, "failed")
    assert message.audio_error == "Cloudonix could not record this message."
    caller.callback(**DONE)
    assert messages_of(acme)[0].audio_state == "waiting"


def test_a_recording_that_goes_on_is_no_message_yet(acme, call_in, messages_of):
    call_in().callback(RecordingStatus="in-progress", RecordingUrl=URL)

    assert messages_of(acme) == []


@pytest.mark.parametrize("way", ["form", "query", "lower case"])
def test_forms_queries_and_other_spellings_are_taken(acme, call_in, machine, messages_of, way):
    link = call_in().link
    if way == "form":
        answer = post(machine, link)
    elif way == "query":
        answer = machine.get(f"{link}?{urlencode(DONE)}")
    else:
        body = {"recordingurl": URL, "recordingduration": 6.2}
        answer = machine.post(link, body, content_type="application/json")

    assert answer.status_code == 204
    assert [(one.recording_urls, one.seconds) for one in messages_of(acme)] == [([URL], 6)]


def test_what_a_person_has_done_stays_done_when_a_report_comes_again(acme, call_in, messages_of, leave):
    caller = call_in()
    caller.callback(**DONE)
    with in_tenant(acme):
        message = messages_of(acme)[0]
        type(message).objects.update(
            deleted_at=timezone.now(), heard_at=timezone.now(), audio_state="stored", recording_urls=[]
        )

    caller.callback(**DONE)

    (message,) = messages_of(acme)
    assert message.deleted_at is not None
    assert (message.audio_state, message.recording_urls, message.is_new) == ("stored", [], False)


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"x" * 300_000], ids=["empty", "text", "list", "too large"]
)
def test_a_body_that_cannot_be_read_stores_nothing(acme, call_in, machine, messages_of, body):
    answer = machine.post(call_in().link, data=body, content_type="application/json")

    assert answer.status_code == 400
    assert messages_of(acme) == []


def test_a_link_is_good_for_its_own_box_and_organization_only(acme, globex, umas_box, machine, messages_of):
    good = link_for(acme, umas_box)
    for bad in (
        good.replace("/recording/", "/recording/x"),
        good[:-3],
        "/api/webhooks/recording/",
        f"{good}{'x' * 700}",
    ):
        assert post(machine, bad).status_code == 404
    # A box that is not in the organization of the link holds nothing.
    assert post(machine, link_for(globex, umas_box)).status_code == 204

    assert messages_of(acme) == messages_of(globex) == []


def test_a_link_ends_after_a_week(acme, umas_box, machine, messages_of):
    link = link_for(acme, umas_box)

    for seconds, status in ((-60, 204), (60, 404)):
        with time_machine.travel(timezone.now() + timedelta(seconds=MAX_AGE_SECONDS + seconds)):
            assert post(machine, link).status_code == status
    assert len(messages_of(acme)) == 1


@pytest.mark.parametrize(
    ("bearer", "status"), [("acme-secret", 204), ("globex-secret", 401), ("retired", 204)]
)
def test_no_bearer_is_needed_but_another_organizations_is_refused(call_in, acme, messages_of, bearer, status):
    caller = call_in()

    answer = post(caller.machine, caller.link, headers={"authorization": f"Bearer {bearer}"})

    assert answer.status_code == status
    assert len(messages_of(acme)) == (status == 204)


def test_a_database_that_is_away_is_said_so_that_the_platform_can_come_again(
    call_in, acme, messages_of, monkeypatch
):
    from django.db import OperationalError, transaction

    caller = call_in()

    def away(*_args, **_options):
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(transaction.Atomic, "__enter__", away)
        answer = caller.callback(**DONE)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")

    assert caller.callback(**DONE).status_code == 204
    assert len(messages_of(acme)) == 1


def test_a_link_answers_on_no_organizations_site(acme, umas_box, client_of):
    assert post(client_of(acme), link_for(acme, umas_box)).status_code == 404


def test_a_box_that_was_deleted_meanwhile_takes_no_message(acme, call_in, messages_of):
    caller = call_in()
    with in_tenant(acme):
        from routing.models import PhoneNumber

        PhoneNumber.objects.filter(destination_kind="voicemail").delete()
        VoicemailBox.objects.all().delete()

    assert caller.callback(**DONE).status_code == 204
    assert messages_of(acme) == []


def test_raw_events_forget_where_recordings_are(acme):
    from calls.disclosure import kept_body, readable_event

    body = '{"session": {"token": "t"}, "recording_url": "https://rec.example/secret.wav", "n": NaN}'

    assert "secret.wav" not in kept_body(body)
    assert '"token": "t"' in kept_body(body)
    assert "secret.wav" not in readable_event(body)
    assert kept_body("no json, recording_url") == "no json, recording_url"

"""E-mail about messages: sent once to everybody, tried again, and never the end of a message that nobody was sent."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from calls.models import VoicemailMessage
from calls.voicemail import changing, notices
from extensions.models import VoicemailBox
from opbx.errors import DomainError
from tenants.context import in_tenant
from tenants.due import make_due
from tests.messages.conftest import CALLER
from tests.sounds import wav

UMA = "uma@acme.example"


class Refusing(EmailBackend):
    """A mail server that refuses while `reason` is set, for the addresses in `refused` or for all."""

    reason: Exception | None = None
    refused: set[str] = set()

    def send_messages(self, messages):
        for message in messages:
            if Refusing.reason and (not Refusing.refused or set(message.to) & Refusing.refused):
                raise Refusing.reason
        return super().send_messages(messages)


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "tests.messages.test_notices.Refusing"
    yield Refusing
    Refusing.reason, Refusing.refused = None, set()


@pytest.fixture
def tell(acme, leave, umas_box, run_due_work):
    """tell(notice=…) leaves a message in the PBX User's box, and lets the worker come by after `seconds`."""

    def act(seconds: float = 61, *, message: VoicemailMessage | None = None, **box) -> VoicemailMessage:
        with in_tenant(acme):
            VoicemailBox.objects.filter(pk=umas_box.pk).update(**box)
        if message is None:
            message = leave(notice_state="waiting", notice_due_at=timezone.now(), caller_name="Jo")
        with in_tenant(acme):
            make_due("calls.voicemail_notices")
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
            run_due_work()
        with in_tenant(acme):
            message.refresh_from_db()
        return message

    return act


def test_an_e_mail_says_who_called_when_and_where_to_listen(tell, umas_box):
    message = tell(notice="mail")

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([UMA], "Voicemail from Jo (+44 20 7183 8750) (1 s)")
    assert f"http://acme.localhost:8000/voicemail/{umas_box.key}/" in sent.body
    assert "in the voicemail box Anna" in sent.body
    assert "CET" in sent.body or "CEST" in sent.body
    assert sent.attachments == []
    assert (message.notice_state, message.notice_sent_to) == ("sent", [UMA])


def test_an_e_mail_with_audio_carries_the_sound(tell):
    message = tell(notice="audio")

    (attached,) = mail.outbox[0].attachments
    assert attached[0] == "message.wav"
    assert attached[1] == wav()
    assert "The message is attached." in mail.outbox[0].body
    assert message.deleted_at is None


def test_an_e_mail_with_audio_waits_for_the_sound(acme, place, leave, umas_box, run_due_work):
    with in_tenant(acme):
        VoicemailBox.objects.filter(pk=umas_box.pk).update(notice="audio")
    leave(
        audio_state="waiting",
        recording_urls=[f"{place.url}/r/1"],
        notice_state="waiting",
        notice_due_at=timezone.now(),
    )
    with in_tenant(acme):
        make_due("calls.voicemail_notices")
        make_due("calls.voicemail_audio")
    run_due_work()
    assert mail.outbox == []
    place.put("/r/1", wav(2))

    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        run_due_work()

    assert mail.outbox[0].attachments[0][1] == wav(2)


def test_the_message_is_deleted_once_the_mail_server_has_its_audio(tell):
    message = tell(notice="audio", delete_after_sending=True)

    assert message.notice_state == "sent"
    assert message.deleted_at is not None
    assert "It is deleted from the voicemail box" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (ConnectionRefusedError("no"), "The mail server could not be reached."),
        (smtplib.SMTPDataError(552, b"too large"), "The mail server refused it with code 552."),
        (smtplib.SMTPRecipientsRefused({}), "The mail server does not take e-mail for this address."),
    ],
)
def test_a_mail_server_that_refuses_is_tried_again_and_the_message_stays(tell, mail_server, trouble, reason):
    mail_server.reason = trouble
    message = tell(notice="audio", delete_after_sending=True)
    assert (message.notice_state, message.notice_error) == ("waiting", reason)
    assert message.deleted_at is None

    mail_server.reason = None
    message = tell(3600, message=message)

    assert message.notice_state == "sent"
    assert message.deleted_at is not None
    assert len(mail.outbox) == 1


@pytest.fixture
def desk(acme, owner, user) -> VoicemailBox:
    """A box that two people share."""
    with in_tenant(acme):
        box = VoicemailBox.objects.create(name="Desk", notice="mail")
        box.users.set([owner, user])
    return box


def test_a_retry_bothers_nobody_twice(desk, leave, tell, mail_server):
    message = leave(desk, notice_state="waiting", notice_due_at=timezone.now())
    mail_server.reason, mail_server.refused = OSError("away"), {UMA}
    message = tell(message=message)
    assert (message.notice_state, message.notice_sent_to) == ("waiting", ["olivia@acme.example"])

    mail_server.reason = None
    message = tell(3600, message=message)

    assert message.notice_state == "sent"
    assert [sent.to for sent in mail.outbox] == [["olivia@acme.example"], [UMA]]


def test_what_cannot_be_sent_is_given_up_with_a_reason_and_can_be_sent_again(acme, tell, mail_server, boss):
    mail_server.reason = OSError("away")
    message = tell(notice="mail")
    with in_tenant(acme):
        VoicemailMessage.objects.update(notice_attempts=notices.MOST_ATTEMPTS - 1)
    message = tell(24 * 3600, message=message)
    assert (message.notice_state, message.notice_error) == ("failed", "The mail server could not be reached.")

    mail_server.reason = None
    with in_tenant(acme):
        changing.send_notice_again(boss, message)
    assert tell(message=message).notice_state == "sent"


def test_a_box_that_sends_none_any_more_is_said(acme, leave, boss, umas_box):
    message = leave(notice_state="failed", notice_error="x")

    with in_tenant(acme), pytest.raises(DomainError, match="sends no e-mail"):
        changing.send_notice_again(boss, message)


def test_nobody_to_write_to_is_a_reason(acme, tell, user):
    with in_tenant(acme):
        type(user).objects.filter(pk=user.pk).update(status="suspended")

    message = tell(notice="mail")

    assert (message.notice_state, message.notice_error) == ("failed", notices.NOBODY)
    assert mail.outbox == []


def test_a_sound_that_never_came_is_told_too(leave, tell):
    message = leave(
        audio_state="failed", audio_error="gone", notice_state="waiting", notice_due_at=timezone.now()
    )

    tell(notice="audio", delete_after_sending=True, message=message)

    assert "could not be fetched from Cloudonix" in mail.outbox[0].body
    assert mail.outbox[0].attachments == []


def test_a_message_that_was_deleted_meanwhile_is_not_told(acme, leave, tell):
    message = leave(notice_state="waiting", notice_due_at=timezone.now(), deleted_at=timezone.now())

    assert tell(notice="mail", message=message).notice_state == "none"
    assert mail.outbox == []


def test_a_caller_leads_to_an_e_mail(acme, call_in, place, umas_box, run_due_work):
    with in_tenant(acme):
        VoicemailBox.objects.filter(pk=umas_box.pk).update(notice="audio")
    url = place.put("/r/1", wav(4))
    call_in().callback(RecordingStatus="completed", RecordingUrl=url, RecordingDuration="4")

    run_due_work()

    assert mail.outbox[0].attachments[0][1] == wav(4)
    assert CALLER[-4:] in mail.outbox[0].subject

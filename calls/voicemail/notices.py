"""E-mail about new messages: sent by due work, tried again, and never the end of a message that nobody was sent."""

from __future__ import annotations

import random
import smtplib
import zoneinfo
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from calls.models import VoicemailMessage
from calls.voicemail.changing import delete_after_mailing
from calls.voicemail.querysets import MessageQuerySet
from extensions.models import VoicemailBox
from extensions.voicemail import notice_addresses
from opbx.logs import get_logger
from opbx.web.formats import duration_words, full_time, phone_words
from opbx.web.sounds import CONTENT_TYPES
from tenants.addresses import address_of
from tenants.context import current_organization

log = get_logger(__name__)

AT_ONCE = 50
LEASE = timedelta(minutes=3)
# With the waits below, an e-mail is given up after about a day.
MOST_ATTEMPTS = 14
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=4)
# What mail servers commonly take is 10 MB and more, and base64 makes a third more of it.
MOST_ATTACHED_BYTES = 7 * 1024 * 1024
NOBODY = "Nobody whose voicemail box it is has an e-mail address."


def send_waiting_notices() -> datetime | None:
    """Send what is due in the current organization; returns when something is due next."""
    # An e-mail tells times as the organization's pages do.
    with timezone.override(zoneinfo.ZoneInfo(current_organization().time_zone)):
        for _ in range(AT_ONCE):
            message = _claim_next()
            if message is None:
                break
            _send(message)
    at: datetime | None = _waiting().aggregate(at=Min("notice_due_at"))["at"]
    return at


def _claim_next() -> VoicemailMessage | None:
    now = timezone.now()
    with transaction.atomic():
        row = (
            _waiting()
            .filter(notice_due_at__lte=now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("box__extension__user")
            .order_by("notice_due_at", "id")
            .first()
        )
        if row is None:
            return None
        row.notice_attempts += 1
        row.notice_due_at = now + LEASE
        row.save(update_fields=["notice_attempts", "notice_due_at"])
    return row


def _waiting() -> MessageQuerySet:
    """Notices that can go out; one that carries audio waits until the sound is there or given up."""
    rows = VoicemailMessage.objects.filter(notice_state=VoicemailMessage.Notice.WAITING)
    return rows.exclude(box__notice=VoicemailBox.Notice.AUDIO, audio_state=VoicemailMessage.Audio.WAITING)


def _send(message: VoicemailMessage) -> None:
    if message.deleted_at is not None or message.box.notice == VoicemailBox.Notice.NONE:
        _settle(message, VoicemailMessage.Notice.NONE)
        return
    addresses = notice_addresses(message.box)
    if not addresses:
        _settle(message, VoicemailMessage.Notice.FAILED, NOBODY)
        return
    trouble = ""
    for address in addresses:
        if address not in message.notice_sent_to:
            trouble = _mail_to(address, message) or trouble
    if trouble:
        _put_off(message, trouble)
        return
    _settle(message, VoicemailMessage.Notice.SENT)
    if _carries_audio(message) and message.box.delete_after_sending:
        delete_after_mailing(message)


def _mail_to(address: str, message: VoicemailMessage) -> str:
    """Hand it to the mail server; "" when that took it, else why not."""
    try:
        _mail(address, message).send()
    except smtplib.SMTPResponseException as error:
        reason = f"The mail server refused it with code {error.smtp_code}."
    except smtplib.SMTPRecipientsRefused:
        reason = "The mail server does not take e-mail for this address."
    except OSError as error:  # the rest of smtplib's errors are OSErrors too
        reason = "The mail server could not be reached."
        log.warning("notice_not_sent", message=str(message.key), reason=type(error).__name__)
    else:
        message.notice_sent_to = [*message.notice_sent_to, address]
        VoicemailMessage.objects.filter(pk=message.pk).update(notice_sent_to=message.notice_sent_to)
        return ""
    return reason


def _mail(address: str, message: VoicemailMessage) -> EmailMessage:
    organization = current_organization()
    box = message.box
    caller = phone_words(message.caller) or "an unknown number"
    context = {
        "box": box,
        "caller": f"{message.caller_name} ({caller})" if message.caller_name else caller,
        "seconds": duration_words(message.seconds) if message.seconds else "",
        "at": full_time(message.received_at),
        "audio": _audio_words(message),
        "will_be_deleted": _carries_audio(message) and box.delete_after_sending,
        "url": address_of(organization, reverse("voicemail:detail", args=[box.key], urlconf="opbx.urls")),
    }
    text = render_to_string("calls/mail/voicemail.txt", context)
    subject, _, body = text.strip().partition("\n")
    mail = EmailMessage(subject.removeprefix("Subject: "), body.strip() + "\n", to=[address])
    if _carries_audio(message):
        ending = str(message.audio.name).rpartition(".")[2]
        with message.audio.open("rb") as sound:
            mail.attach(f"message.{ending}", sound.read(), CONTENT_TYPES[ending])
    return mail


def _carries_audio(message: VoicemailMessage) -> bool:
    return _audio_words(message) == "attached"


def _audio_words(message: VoicemailMessage) -> str:
    if message.audio_state == VoicemailMessage.Audio.FAILED:
        return "failed"
    if message.box.notice != VoicemailBox.Notice.AUDIO or not message.has_audio:
        return ""
    return "attached" if message.audio.size <= MOST_ATTACHED_BYTES else "too large"


def _settle(message: VoicemailMessage, state: VoicemailMessage.Notice, error: str = "") -> None:
    sent_at = timezone.now() if state == VoicemailMessage.Notice.SENT else None
    VoicemailMessage.objects.filter(pk=message.pk).update(
        notice_state=state, notice_error=error, notice_sent_at=sent_at
    )


def _put_off(message: VoicemailMessage, reason: str) -> None:
    if message.notice_attempts >= MOST_ATTEMPTS:
        _settle(message, VoicemailMessage.Notice.FAILED, reason)
        return
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.notice_attempts - 1, 12))
    wait = random.uniform(0.5, 1.0) * longest.total_seconds()  # noqa: S311 - spreads retries, keeps no secret
    rows = VoicemailMessage.objects.filter(pk=message.pk, notice_state=VoicemailMessage.Notice.WAITING)
    rows.update(notice_due_at=timezone.now() + timedelta(seconds=wait), notice_error=reason)

"""The sound of messages: which one is fetched next, and what became of it. cloudonix.recordings does the fetching."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from calls.models import VoicemailMessage
from calls.voicemail.querysets import MessageQuerySet
from calls.voicemail.taking import NOTICES
from opbx.audio import Sound
from opbx.stored_files import written_files
from tenants.due import make_due

# A worker that dies keeps a message for this long; longer than one download may take.
LEASE = timedelta(minutes=3)
# With the waits below, a message is given up after about five hours.
MOST_ATTEMPTS = 16
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=4), timedelta(minutes=30)


def claim_next() -> VoicemailMessage | None:
    """The message whose sound is due, for this worker alone until the lease is over; None when there is none."""
    now = timezone.now()
    with transaction.atomic():
        row = (
            _waiting()
            .filter(audio_due_at__lte=now)
            .select_for_update(skip_locked=True)
            .order_by("audio_due_at", "id")
            .first()
        )
        if row is not None:
            row.audio_attempts += 1
            row.audio_due_at = now + LEASE
            row.save(update_fields=["audio_attempts", "audio_due_at"])
    return row


def next_due() -> datetime | None:
    """When the next sound is due; None when none waits."""
    at: datetime | None = _waiting().aggregate(at=Min("audio_due_at"))["at"]
    return at


def store_sound(message: VoicemailMessage, sound: Sound) -> None:
    """Keep the sound, forget where it came from, and let the notice go out. Doing it twice keeps the first one."""
    with written_files() as written, transaction.atomic():
        row = VoicemailMessage.objects.select_for_update().filter(pk=message.pk).first()
        if row is None or row.audio_state == VoicemailMessage.Audio.STORED:
            return
        written.save(row.audio, f"message.{sound.ending}", ContentFile(sound.content))
        row.seconds = round(sound.seconds)
        row.audio_state, row.audio_error, row.recording_urls = VoicemailMessage.Audio.STORED, "", []
        _let_notice_go(row)
        row.save()


def put_off(message: VoicemailMessage, reason: str) -> None:
    """Try again later, at a random moment of a growing time; give up after MOST_ATTEMPTS."""
    if message.audio_attempts >= MOST_ATTEMPTS:
        give_up(message, reason)
        return
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.audio_attempts, 12))
    wait = max(1.0, random.uniform(0.5, 1.0) * longest.total_seconds())  # noqa: S311 - spreads retries, keeps no secret
    rows = _waiting().filter(pk=message.pk)
    rows.update(audio_due_at=timezone.now() + timedelta(seconds=wait), audio_error=reason[:300])


@transaction.atomic
def give_up(message: VoicemailMessage, reason: str) -> None:
    """Park the message with a reason; where its sound is stays known, so that a person can ask once more."""
    row = _waiting().select_for_update().filter(pk=message.pk).first()
    if row is None:
        return
    row.audio_state, row.audio_error = VoicemailMessage.Audio.FAILED, reason[:300]
    _let_notice_go(row)
    row.save()


def _waiting() -> MessageQuerySet:
    return VoicemailMessage.objects.filter(audio_state=VoicemailMessage.Audio.WAITING)


def _let_notice_go(row: VoicemailMessage) -> None:
    """What the notice waited for is there, or will not come."""
    if row.notice_state == VoicemailMessage.Notice.WAITING:
        row.notice_due_at = timezone.now()
        make_due(NOTICES)

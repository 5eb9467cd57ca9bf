"""What the platform says about a recording, taken so that order and repeats make no difference.

Two requests tell of one recording: the verb's action, when the caller is still there, and the status callback.
Whichever comes first makes the message; a status without a recording makes none.
"""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from calls.models import JourneyStep, VoicemailMessage
from extensions.models import VoicemailBox
from opbx.logs import get_logger
from tenants.due import make_due

log = get_logger(__name__)

AUDIO = "calls.voicemail_audio"
NOTICES = "calls.voicemail_notices"
MAX_URL = 2_000
MOST_URLS = 4
MAX_SECONDS = 24 * 3600
# A notice without audio waits this long for the sound, which tells the length.
NOTICE_PATIENCE = timedelta(seconds=60)
NO_RECORDING = "Cloudonix could not record this message."


class Status(enum.Enum):
    """IN_PROGRESS and ABSENT make no message: nothing is recorded yet, or nothing was said."""

    COMPLETED = "completed"
    IN_PROGRESS = "in-progress"
    ABSENT = "absent"
    FAILED = "failed"


@dataclass(frozen=True)
class Report:
    """One request about a recording. url: "" when it names none. seconds: None when it tells no length."""

    status: Status
    url: str = ""
    seconds: int | None = None

    @property
    def tells_of_a_message(self) -> bool:
        return bool(self.url) or self.status is Status.FAILED


def message_key(box: uuid.UUID, session: str) -> uuid.UUID:
    """One call leaves one message in a box at most, because no call enters an object twice."""
    return uuid.uuid5(box, session)


@transaction.atomic
def take_recording(*, box_key: uuid.UUID, session: str, report: Report) -> VoicemailMessage | None:
    """Make the message that this tells of, or add to it what was not known. None when there is none.

    Committed before the platform hears that it was taken. What a person has done with the message stays done.
    """
    if not report.tells_of_a_message:
        return None
    box = VoicemailBox.with_deleted.filter(key=box_key).first()
    if box is None:
        log.warning("message_for_no_box", box=str(box_key), session=session)
        return None
    row = _row(box, session)
    changed = [*_add_address(row, report), *_add_length(row, report)]
    if changed:
        row.save(update_fields=changed)
    return row


def _row(box: VoicemailBox, session: str) -> VoicemailMessage:
    """The message, locked; made when this is the first that is heard of it."""
    now = timezone.now()
    caller, caller_name = _caller_of(session)
    wants_notice = box.notice != VoicemailBox.Notice.NONE
    VoicemailMessage.objects.bulk_create(
        [
            VoicemailMessage(
                key=message_key(box.key, session),
                box=box,
                session_token=session,
                caller=caller,
                caller_name=caller_name,
                received_at=now,
                audio_state=VoicemailMessage.Audio.FAILED,
                audio_error=NO_RECORDING,
                audio_due_at=now,
                notice_state=VoicemailMessage.Notice.WAITING
                if wants_notice
                else VoicemailMessage.Notice.NONE,
                notice_due_at=now + NOTICE_PATIENCE,
            )
        ],
        ignore_conflicts=True,
    )
    if wants_notice:
        make_due(NOTICES)  # at once: the sweep finds out by itself when the notice is due
    return VoicemailMessage.objects.select_for_update().get(key=message_key(box.key, session))


def _add_address(row: VoicemailMessage, report: Report) -> list[str]:
    """Where the sound is; both requests may name different places, and either may be the one that works."""
    if row.audio_state == VoicemailMessage.Audio.STORED or not report.url:
        return []
    if report.url in row.recording_urls or len(row.recording_urls) >= MOST_URLS:
        return []
    if len(report.url) > MAX_URL:
        log.warning("recording_address_too_long", message=str(row.key), length=len(report.url))
        return []
    row.recording_urls = [*row.recording_urls, report.url]
    row.audio_state, row.audio_error = VoicemailMessage.Audio.WAITING, ""
    row.audio_attempts, row.audio_due_at = 0, timezone.now()
    make_due(AUDIO)
    return ["recording_urls", "audio_state", "audio_error", "audio_attempts", "audio_due_at"]


def _add_length(row: VoicemailMessage, report: Report) -> list[str]:
    """The greater of what was told; the sound itself has the last word."""
    if row.audio_state == VoicemailMessage.Audio.STORED or report.seconds is None:
        return []
    seconds = min(max(report.seconds, 0), MAX_SECONDS)
    if row.seconds is not None and row.seconds >= seconds:
        return []
    row.seconds = seconds
    return ["seconds"]


def _caller_of(session: str) -> tuple[str, str]:
    """Number and name as the call's first step has them: of an extension its own."""
    step = JourneyStep.objects.filter(session_token=session).order_by("at", "id").first()
    return (step.caller, step.caller_name) if step is not None else ("", "")

"""Messages that callers left in voicemail boxes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from calls.voicemail.querysets import MessageQuerySet
from extensions.models import VoicemailBox
from opbx.stored_files import remove_after_commit
from tenants.context import current_organization


def message_path(message: VoicemailMessage, file_name: str) -> str:  # noqa: ARG001 - Django's signature
    """Where a message's sound lies: under the organization's own folder, by a name that nobody can guess."""
    return f"{current_organization().schema_name}/voicemail/{uuid.uuid4()}.{file_name.rpartition('.')[2].lower()}"


class VoicemailMessage(models.Model):
    """One message. heard_at: None while it is new. deleted_at: until it is removed, it can be restored.

    key: follows from box and session (calls.voicemail.taking), so that every report about a recording finds its row.
    recording_urls: where the platform keeps the sound, which needs no further secret there; emptied once we have it.
    seconds: None while nobody has told the length.
    """

    class Audio(models.TextChoices):
        WAITING = "waiting", "Being fetched"
        STORED = "stored", "Stored"
        FAILED = "failed", "Not fetched"

    class Notice(models.TextChoices):
        NONE = "none", "No e-mail"
        WAITING = "waiting", "To be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    key = models.UUIDField(unique=True, editable=False)
    box = models.ForeignKey(VoicemailBox, on_delete=models.CASCADE, related_name="messages")
    session_token = models.CharField(max_length=140)
    caller = models.CharField(max_length=255, blank=True, default="")
    caller_name = models.CharField(max_length=300, blank=True, default="")
    received_at = models.DateTimeField(db_default=Now())
    seconds = models.PositiveIntegerField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    recording_urls = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    audio = models.FileField(upload_to=message_path, max_length=200, blank=True, default="")
    audio_state = models.CharField(max_length=10, choices=Audio, default=Audio.WAITING)
    audio_error = models.CharField(max_length=300, blank=True, default="")
    audio_attempts = models.PositiveSmallIntegerField(default=0)
    audio_due_at = models.DateTimeField(db_default=Now())

    notice_state = models.CharField(max_length=10, choices=Notice, default=Notice.NONE)
    notice_error = models.CharField(max_length=300, blank=True, default="")
    notice_attempts = models.PositiveSmallIntegerField(default=0)
    notice_due_at = models.DateTimeField(null=True, blank=True)  # None: when the sound is there or given up
    notice_sent_at = models.DateTimeField(null=True, blank=True)
    # The addresses that the mail server has taken it for, so that a retry bothers nobody twice.
    notice_sent_to = ArrayField(models.EmailField(), default=list, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["box", "-received_at", "-id"], name="calls_message_of_box"),
            models.Index(fields=["session_token"], name="calls_message_of_call"),
            models.Index(
                fields=["audio_due_at"],
                condition=models.Q(audio_state="waiting"),
                name="calls_message_audio_due",
            ),
            models.Index(
                fields=["notice_due_at"],
                condition=models.Q(notice_state="waiting"),
                name="calls_message_notice_due",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="calls_message_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"message from {self.caller or 'an unknown number'}"

    @property
    def is_new(self) -> bool:
        return self.heard_at is None

    @property
    def has_audio(self) -> bool:
        return self.audio_state == self.Audio.STORED and bool(self.audio)

    def drop_sound_after_commit(self) -> None:
        """Remove the stored sound once no row names it any more."""
        remove_after_commit(self.audio)


def drop_sound_of_deleted(instance: VoicemailMessage, **_signal: Any) -> None:  # noqa: ANN401 - Django's arguments
    """For every row that goes, also with its box or extension: nobody would remove the file later."""
    instance.drop_sound_after_commit()

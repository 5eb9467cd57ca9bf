"""Callers who are sent on to another place while their call goes on."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from calls.models.calls import Call


class CallTransfer(models.Model):
    """One wish to send the caller of a live call on, until Cloudonix has been told or it is too late.

    extension_key: the extension that had the call, None when none is known. destination: as the engine follows it
    (routing.engine.destinations). words: the same for people, as of then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="transfers")
    extension_key = models.UUIDField(null=True, blank=True)
    destination = models.JSONField()
    words = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=models.Q(state="waiting"), name="calls_transfer_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} to {self.words}"

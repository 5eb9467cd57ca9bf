"""The outbox table."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Topic(models.TextChoices):
    SUBSCRIBER = "subscriber", "Subscriber"
    NUMBER = "number", "Phone number"
    TRUNK = "trunk", "Trunk"


class ParkedAs(models.TextChoices):
    """Why an item waits for a person."""

    NOT_PARKED = "", "Not parked"
    REJECTED = "rejected", "Cloudonix refused it"
    MISCONFIGURED = "misconfigured", "The credentials are not good enough"
    EXHAUSTED = "exhausted", "Cloudonix did not answer for too long"
    INTERNAL = "internal", "OPBX failed"
    UNCONFIRMED = "unconfirmed", "Many deletions wait for your word"


class OutboxItem(models.Model):
    """One stale object. Repeated saves coalesce into the one row that is not claimed yet.

    frozen: what a delete needs after the object is gone (remote ids and names, never secrets).
    is_confirmed: a person said that this one of many deletions is meant.
    """

    topic = models.CharField(max_length=20, choices=Topic)
    object_key = models.UUIDField()
    frozen = models.JSONField(default=dict)
    due_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_as = models.CharField(max_length=15, choices=ParkedAs, blank=True, default="")
    last_error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "cloudonix"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "object_key"],
                condition=models.Q(claimed_at__isnull=True, parked_as=""),
                name="cloudonix_outbox_coalesces",
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="cloudonix_outbox_due")]

    def __str__(self) -> str:
        return f"{self.topic} {self.object_key}"

"""What a comparison of both sides found: drift."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from opbx.crypto import HoldsSecrets, SecretColumn


class DriftCheck(models.Model):
    """One comparison of everything, nightly or on demand.

    counts: subject → {"here", "there": how many, "create", "update", "delete": what a sync would do, by name}.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.state} {self.started_at}"


class Finding(HoldsSecrets):
    """One object on which both sides differ; it stays until they agree or a person ignores it.

    object_key: of our object; None when only Cloudonix has it. remote_id: "" when only we have it.
    differences: field → [ours, theirs] in words; a password's value is never in it. fingerprint: a keyed digest of
    both sides, by which an ignored difference is known again. remote: what Cloudonix has, as our services take it,
    without the password, which is in remote_secret where Cloudonix shows it.
    """

    class Subject(models.TextChoices):
        """The topics of the outbox, and what a pairing writes."""

        SUBSCRIBER = "subscriber", "SIP account"
        NUMBER = "number", "Phone number"
        TRUNK = "trunk", "Trunk"
        APPLICATION = "application", "Voice application"
        DOMAIN = "domain", "Domain settings"

    class Kind(models.TextChoices):
        MISSING = "missing", "Missing at Cloudonix"
        DIFFERENT = "different", "Different"
        ONLY_REMOTE = "only_remote", "Only at Cloudonix"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField(max_length=20, choices=Subject)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=255)
    object_key = models.UUIDField(null=True, blank=True)
    remote_id = models.CharField(max_length=64, blank=True, default="")
    differences = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    remote = models.JSONField(default=dict)
    remote_secret = SecretColumn(default="", blank=True)
    found_at = models.DateTimeField(db_default=Now(), editable=False)
    ignored_at = models.DateTimeField(null=True, blank=True)
    ignored_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "name"], name="cloudonix_finding_once")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.name}"


class Voice(models.Model):
    """A voice that can speak in the organization's calls, as the last comparison found it.

    name: as CXML names it. pricing: "standard", "premium" or "customer-pay" so far.
    """

    name = models.CharField(max_length=160, unique=True)
    gender = models.CharField(max_length=20, blank=True, default="")
    languages = models.JSONField(default=list)
    provider = models.CharField(max_length=60, blank=True, default="")
    pricing = models.CharField(max_length=30, blank=True, default="")

    def __str__(self) -> str:
        return self.name

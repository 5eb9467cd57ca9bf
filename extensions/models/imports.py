"""Imports of many rows from a file: checked first, applied after a look, undone while nothing was touched since."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class ImportRun(models.Model):
    """One file, as it was understood. kind: of what it brings in.

    rows: what each line would do and what is wrong with it. outcome: what was done, in the form that undoing needs.
    The file itself is not kept.
    """

    class Kind(models.TextChoices):
        EXTENSIONS = "extensions", "Extensions"
        NUMBERS = "numbers", "Phone numbers"

    class State(models.TextChoices):
        CHECKED = "checked", "Checked"
        APPLYING = "applying", "Being imported"
        APPLIED = "applied", "Imported"
        FAILED = "failed", "Failed"
        UNDONE = "undone", "Undone"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.EXTENSIONS)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    updates_existing = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.JSONField(default=dict)  # the actor, for the audit log of what a worker does
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name

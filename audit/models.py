"""The audit log's one table; the database itself refuses updates and deletes (migration 0002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One act: who did what to which object, and what it changed from and to."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    # No database constraint: an entry outlives its actor and is never updated.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_label = models.CharField(max_length=120)
    address = models.CharField(max_length=45, blank=True, default="")
    action = models.CharField(max_length=60)  # dotted: "extension.updated"
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)  # field → [before, after]

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_entry_of_object"),
            models.Index(fields=["-at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.action} {self.object_label}"

"""The columns of every object that Cloudonix holds a copy of."""

from __future__ import annotations

import uuid

from django.db import models


class SyncState(models.TextChoices):
    NOT_CONNECTED = "not_connected", "Not connected"
    PENDING = "pending", "Syncing"
    IN_SYNC = "in_sync", "In sync"
    FAILED = "failed", "Failed"


class Synced(models.Model):
    """key: what outbox items name the object by. remote_id: the copy's id there, "" while none is known.

    sync_error: why it failed, in a sentence.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sync_state = models.CharField(max_length=20, choices=SyncState, default=SyncState.PENDING)
    sync_error = models.CharField(max_length=300, blank=True, default="")
    remote_id = models.CharField(max_length=64, blank=True, default="")
    # Of what was last pushed, never a secret.
    synced_digest = models.CharField(max_length=64, blank=True, default="")
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

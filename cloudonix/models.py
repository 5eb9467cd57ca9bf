"""An organization's connection to Cloudonix."""

from __future__ import annotations

import uuid

from django.db import models

from cloudonix.outbox.models import OutboxItem, ParkedAs, Topic
from opbx.crypto import HoldsSecrets, SecretColumn

__all__ = ["Connection", "OutboxItem", "ParkedAs", "Topic"]


class Connection(HoldsSecrets):
    """The one row of an organization: which domain, with which key, and whether it was seen to work."""

    class State(models.TextChoices):
        NOT_CONNECTED = "not_connected", "Not connected"
        CHECKING = "checking", "Checking"
        CONNECTED = "connected", "Connected"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    domain = models.CharField(max_length=255, blank=True, default="")  # as entered: name or uuid
    api_key = SecretColumn(default="", blank=True)
    request_key = SecretColumn(default="", blank=True)  # the bearer that Cloudonix sends us
    previous_request_key = SecretColumn(default="", blank=True)
    domain_name = models.CharField(max_length=255, blank=True, default="")
    domain_uuid = models.CharField(max_length=64, blank=True, default="")
    domain_id = models.CharField(max_length=32, blank=True, default="")
    registrar = models.CharField(max_length=255, blank=True, default="")  # where phones sign in
    state = models.CharField(max_length=15, choices=State, default=State.NOT_CONNECTED)
    step = models.CharField(max_length=40, blank=True, default="")
    error = models.CharField(max_length=300, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only_row=True), name="cloudonix_one_connection")]

    def __str__(self) -> str:
        return self.domain_name or self.domain or "Cloudonix"

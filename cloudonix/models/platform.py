"""The platform's own account at Cloudonix, under which it may make a domain for each organization."""

from __future__ import annotations

import uuid

from django.db import models

from opbx.crypto import HoldsSecrets, SecretColumn


class PlatformAccount(HoldsSecrets):
    """The one row, in the platform's schema only. customer_key: a key of level customer."""

    class State(models.TextChoices):
        CHECKING = "checking", "Checking"
        WORKING = "working", "Working"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    customer_key = SecretColumn(default="", blank=True)
    customer_name = models.CharField(max_length=255, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    error = models.CharField(max_length=300, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.JSONField(default=dict)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only_row=True), name="cloudonix_one_platform_account")
        ]

    def __str__(self) -> str:
        return self.customer_name or "Cloudonix account of the platform"

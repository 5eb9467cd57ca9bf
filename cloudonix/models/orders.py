"""Domains at Cloudonix that the platform makes for its organizations."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class DomainOrder(models.Model):
    """In the platform's schema only: one organization's domain, from the wish for it to the finished pairing.

    organization_key: Organization.key. The API key of the domain is never kept here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization_key = models.UUIDField(unique=True)
    name = models.CharField(max_length=255)  # of the domain
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=20, blank=True, default="")  # a key of cloudonix.account.orders.STEPS
    error = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.JSONField(default=dict)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

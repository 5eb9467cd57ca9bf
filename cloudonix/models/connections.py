"""An organization's connection to Cloudonix."""

from __future__ import annotations

import uuid

from django.db import models

from opbx.crypto import HoldsSecrets, SecretColumn


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
    request_key_made_at = models.DateTimeField(null=True, blank=True)
    domain_name = models.CharField(max_length=255, blank=True, default="")
    domain_uuid = models.CharField(max_length=64, blank=True, default="")
    domain_id = models.CharField(max_length=32, blank=True, default="")
    registrar = models.CharField(max_length=255, blank=True, default="")  # where phones sign in
    # What an Owner entered instead of the platform's documented ways in; "" and None mean those.
    own_registrar = models.CharField(max_length=255, blank=True, default="")
    udp_port = models.PositiveIntegerField(null=True, blank=True)
    tcp_port = models.PositiveIntegerField(null=True, blank=True)
    tls_port = models.PositiveIntegerField(null=True, blank=True)
    application_id = models.CharField(max_length=32, blank=True, default="")  # of our voice application
    state = models.CharField(max_length=15, choices=State, default=State.NOT_CONNECTED)
    step = models.CharField(max_length=40, blank=True, default="")  # a key of cloudonix.pairing.STEPS
    error = models.CharField(max_length=300, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)  # None until this domain and key worked once
    # Counts what a person asked for; a pairing that was overtaken by a newer one writes nothing more.
    attempt = models.PositiveIntegerField(default=0)
    asked_by = models.JSONField(default=dict)  # the actor of that attempt, for the audit log
    checklist_hidden_at = models.DateTimeField(null=True, blank=True)  # the set-up checklist on the home page
    # The breaker of the sync: how often in a row Cloudonix did not answer, and until when it is left alone.
    failures = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only_row=True), name="cloudonix_one_connection")
        ]

    def __str__(self) -> str:
        return self.domain_name or self.domain or "Cloudonix"

    @classmethod
    def current(cls) -> Connection | None:
        """The connection of the current organization; None before anyone entered one."""
        return cls.objects.first()

    @property
    def is_connected(self) -> bool:
        return self.state == self.State.CONNECTED

    @property
    def is_checking(self) -> bool:
        return self.state == self.State.CHECKING

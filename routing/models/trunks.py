"""Trunks: the lines to carriers, as Cloudonix shall have them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now

from cloudonix.outbox.synced import Synced, SyncState
from opbx.crypto import HoldsSecrets, SecretColumn

trunk_name_is_valid = RegexValidator(
    r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?\Z",
    "Use 1 to 60 letters, digits and hyphens, without a hyphen at the ends, for example carrier-out.",
)


class Trunk(HoldsSecrets, Synced):
    """name: the identifier at Cloudonix, by which calls choose it, frozen at birth. label: what people call it.

    host: an IP address or host name. metric: of several outbound trunks the one with the lowest is tried first.
    prefix: digits that the carrier wants before each number. username and password: where it asks for a sign-in.
    """

    SyncState = SyncState

    class Transport(models.TextChoices):
        UDP = "udp", "UDP"
        TCP = "tcp", "TCP"
        TLS = "tls", "TLS"

    class Direction(models.TextChoices):
        """The values are the platform's; a trunk between trusted systems carries its own headers as well."""

        OUTBOUND = "public-outbound", "Outbound, to a carrier"
        INBOUND = "public-inbound", "Inbound, from a carrier"
        TRUSTED_OUTBOUND = "outbound", "Outbound, to a trusted system"
        TRUSTED_INBOUND = "inbound", "Inbound, from a trusted system"

    name = models.CharField(max_length=60, validators=[trunk_name_is_valid])
    label = models.CharField(max_length=60, blank=True, default="")
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(
        default=5060, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    transport = models.CharField(max_length=3, choices=Transport, default=Transport.UDP)
    direction = models.CharField(max_length=20, choices=Direction)
    prefix = models.CharField(max_length=20, blank=True, default="")
    metric = models.PositiveIntegerField(default=10)
    username = models.CharField(max_length=120, blank=True, default="")
    password = SecretColumn(default="", blank=True)
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="routing_trunk_name_once"),
            models.CheckConstraint(
                condition=models.Q(port__gte=1, port__lte=65535), name="routing_trunk_port_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_outbound(self) -> bool:
        return self.direction in {self.Direction.OUTBOUND, self.Direction.TRUSTED_OUTBOUND}

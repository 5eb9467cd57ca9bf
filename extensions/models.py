"""Extensions, and the SIP accounts their devices sign in with."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now

from extensions.querysets import ExtensionQuerySet
from opbx.crypto import HoldsSecrets, SecretColumn

MIN_RING_SECONDS, MAX_RING_SECONDS = 5, 120
RING_SECONDS_HINT = f"Enter a whole number from {MIN_RING_SECONDS} to {MAX_RING_SECONDS}."
MAX_LABEL_LENGTH = 60
extension_number_is_valid = RegexValidator(r"^[0-9]{1,20}\Z", "Use 1 to 20 digits, for example 101.")
# A name is shown on phones: it travels in SIP headers, where a line break would begin another header.
name_is_one_line = RegexValidator(
    r"^[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Leave out line breaks and other control characters."
)


class Extension(models.Model):
    """The logical identity with a number; its devices are SIP accounts."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        max_length=20,
        validators=[extension_number_is_valid],
        error_messages={"blank": "Enter a number, for example 101."},
    )
    name = models.CharField(
        max_length=120, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="extension"
    )
    is_enabled = models.BooleanField(default=True)
    ring_seconds = models.PositiveSmallIntegerField(
        default=20,
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )
    version = models.PositiveIntegerField(default=1)  # optimistic lock: the form carries the one it showed
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="extensions_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9]{1,20}$"), name="extensions_number_is_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class SipAccount(HoldsSecrets):
    """Credentials for one device.

    The username is also the subscriber's name (msisdn) at Cloudonix, frozen at birth.
    """

    class SyncState(models.TextChoices):
        NOT_CONNECTED = "not_connected", "Not connected"
        PENDING = "pending", "Syncing"
        IN_SYNC = "in_sync", "In sync"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    extension = models.ForeignKey(Extension, on_delete=models.CASCADE, related_name="sip_accounts")
    label = models.CharField(max_length=MAX_LABEL_LENGTH, default="Phone")
    username = models.CharField(max_length=64, unique=True)
    secret = SecretColumn(default="", blank=True)
    is_default = models.BooleanField(default=False)
    sync_state = models.CharField(max_length=20, choices=SyncState, default=SyncState.PENDING)
    sync_error = models.CharField(max_length=300, blank=True, default="")
    remote_id = models.CharField(max_length=64, blank=True, default="")
    # Of what was last pushed, never a secret.
    synced_digest = models.CharField(max_length=64, blank=True, default="")
    synced_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["extension"],
                condition=models.Q(is_default=True),
                name="extensions_one_default_sip_account",
            ),
        ]

    def __str__(self) -> str:
        return self.username

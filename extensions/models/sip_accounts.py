"""SIP accounts: credentials for one device each."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from cloudonix.outbox.synced import Synced, SyncState
from extensions.models.extensions import Extension
from extensions.querysets import LivingAccounts
from opbx.crypto import HoldsSecrets, SecretColumn

MAX_LABEL_LENGTH = 60
_ICONS = {
    "desk_phone": "device-landline-phone",
    "softphone": "headset",
    "mobile_app": "device-mobile",
    "cordless": "antenna-bars-5",
    "adapter": "router",
    "door": "door",
    "other": "device-unknown",
}


class SipAccount(HoldsSecrets, Synced):
    """Credentials for one device.

    The username is also the subscriber's name (msisdn) at Cloudonix, frozen at birth. is_enabled off keeps it all,
    but the phone neither rings nor calls. `objects` are the accounts of extensions that are not deleted;
    `with_deleted` has all.
    """

    SyncState = SyncState

    class DeviceType(models.TextChoices):
        DESK_PHONE = "desk_phone", "Desk phone"
        SOFTPHONE = "softphone", "Softphone"
        MOBILE_APP = "mobile_app", "Mobile app"
        CORDLESS = "cordless", "Cordless phone (DECT)"
        ADAPTER = "adapter", "Analogue adapter"
        DOOR = "door", "Door or intercom"
        OTHER = "other", "Other"

        @property
        def icon(self) -> str:
            """The name of its icon in the sprite."""
            return _ICONS[self.value]

    extension = models.ForeignKey(Extension, on_delete=models.CASCADE, related_name="sip_accounts")
    label = models.CharField(max_length=MAX_LABEL_LENGTH, default="Phone")
    device_type = models.CharField(max_length=12, choices=DeviceType, default=DeviceType.DESK_PHONE)
    is_enabled = models.BooleanField(default=True)
    username = models.CharField(max_length=64, unique=True)
    secret = SecretColumn(default="", blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LivingAccounts()
    with_deleted = models.Manager()

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

    @property
    def device(self) -> DeviceType:
        return self.DeviceType(self.device_type)

"""One-time links that set a phone up without anybody typing its password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from extensions.models.sip_accounts import SipAccount


class ProvisioningLink(models.Model):
    """Good once and until expires_at (UTC); the link's secret is known here by its hash only."""

    class Kind(models.TextChoices):
        PAGE = "page", "For a person"
        LINPHONE = "linphone", "For the app Linphone"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)
    account = models.ForeignKey(SipAccount, on_delete=models.CASCADE, related_name="provisioning_links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.account_id}"

    def is_open(self) -> bool:
        """Whether it was neither used nor is too old, and whoever made it is still with us."""
        is_anybodys = self.made_by is None or self.made_by.is_active
        return self.used_at is None and self.expires_at > timezone.now() and is_anybodys

"""One-time links that set a phone up without anybody typing its password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from extensions.models.sip_accounts import SipAccount


class ProvisioningLink(models.Model):
    """Good once and until expires_at (UTC); the link's secret is known here by its hash only."""

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

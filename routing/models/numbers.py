"""Phone numbers and where calls to them go."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from cloudonix.outbox.synced import Synced
from extensions.models.extensions import name_is_one_line
from routing.models.destinations import DestinationFields
from routing.querysets import PhoneNumberQuerySet


class PhoneNumber(DestinationFields, Synced):
    """A public number (DID) of the organization in E.164; no other organization can have it (tenants.NumberClaim)."""

    e164 = models.CharField(max_length=16, unique=True)
    label = models.CharField(max_length=60, blank=True, default="")
    # Before the caller's name on the phones that ring, such as "Sales:".
    caller_name_prefix = models.CharField(
        max_length=20, blank=True, default="", validators=[name_is_one_line]
    )
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PhoneNumberQuerySet.as_manager()

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(e164__regex=r"^\+[1-9][0-9]{3,14}$"), name="routing_phonenumber_is_e164"
            ),
        ]

    def __str__(self) -> str:
        return self.e164

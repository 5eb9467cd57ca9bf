"""The organization's fall-back: where calls go that its configuration sends in a circle or too far."""

from __future__ import annotations

import uuid

from django.db import models

from routing.models.destinations import DestinationFields


class Fallback(DestinationFields):
    """The one row of an organization. is_set: else callers hear that they cannot be connected, and the call ends."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    only_row = models.BooleanField(default=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    is_set = models.BooleanField(default=False)

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(condition=models.Q(only_row=True), name="routing_one_row_of_the_fallback"),
            models.CheckConstraint(
                condition=models.Q(is_set=True) | models.Q(destination_kind="hang_up"),
                name="routing_fallback_that_is_not_set_leads_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return "Fall-back"

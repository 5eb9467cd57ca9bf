"""Where a call goes next: one set of columns with a CHECK, shared by everything that routes."""

from __future__ import annotations

from django.db import models

from extensions.models import Extension


class DestinationKind(models.TextChoices):
    EXTENSION = "extension", "Extension"
    HANG_UP = "hang_up", "Hang up"


class DestinationFields(models.Model):
    """A destination: its kind, and the object of that kind. What a call can reach is protected from deletion."""

    destination_kind = models.CharField(
        max_length=20, choices=DestinationKind, default=DestinationKind.HANG_UP
    )
    destination_extension = models.ForeignKey(
        Extension, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    destination_kind=DestinationKind.EXTENSION, destination_extension__isnull=False
                )
                | models.Q(destination_kind=DestinationKind.HANG_UP, destination_extension__isnull=True),
                name="%(app_label)s_%(class)s_destination_is_one",
                violation_error_message="Choose where calls go.",
            )
        ]

    @property
    def destination_object(self) -> Extension | None:
        """The object calls go to; None when they are hung up."""
        return self.destination_extension

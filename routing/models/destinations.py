"""Where a call goes next: one set of columns with a CHECK, shared by everything that routes."""

from __future__ import annotations

from django.db import models

from extensions.models import Extension, VoicemailBox


class DestinationKind(models.TextChoices):
    EXTENSION = "extension", "Extension"
    VOICEMAIL = "voicemail", "Voicemail box"
    HANG_UP = "hang_up", "Hang up"


# What the engine can follow today; everything else is refused when it is saved.
ROUTABLE = (DestinationKind.EXTENSION, DestinationKind.VOICEMAIL, DestinationKind.HANG_UP)
# Which column names the object of a kind; a kind that is not here has none.
OBJECT_COLUMNS = {
    DestinationKind.EXTENSION: "destination_extension",
    DestinationKind.VOICEMAIL: "destination_voicemail_box",
}


def _exactly_one_object() -> models.Q:
    """Each kind with its own column set and the others empty."""
    rule = models.Q()
    for kind in DestinationKind:
        columns = {f"{name}__isnull": OBJECT_COLUMNS.get(kind) != name for name in OBJECT_COLUMNS.values()}
        rule |= models.Q(destination_kind=kind, **columns)
    return rule


class DestinationFields(models.Model):
    """A destination: its kind, and the object of that kind. What a call can reach is protected from deletion."""

    destination_kind = models.CharField(
        max_length=20, choices=DestinationKind, default=DestinationKind.HANG_UP
    )
    destination_extension = models.ForeignKey(
        Extension, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )
    destination_voicemail_box = models.ForeignKey(
        VoicemailBox, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_destinations"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_object(),
                name="%(app_label)s_%(class)s_destination_is_one",
                violation_error_message="Choose where calls go.",
            )
        ]

    @property
    def destination_object(self) -> Extension | VoicemailBox | None:
        """The object calls go to; None when they are hung up."""
        return self.destination_extension or self.destination_voicemail_box

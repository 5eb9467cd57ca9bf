"""Pointing a row to a destination, for every service that routes."""

from __future__ import annotations

from extensions.models import Extension, VoicemailBox
from opbx.errors import NotAcceptable
from routing.models import OBJECT_COLUMNS, ROUTABLE, DestinationFields, DestinationKind

# The columns that `point` sets: part of the update_fields of whoever saves.
DESTINATION_FIELDS = ("destination_kind", *OBJECT_COLUMNS.values())


def point(
    row: DestinationFields,
    kind: str,
    *,
    extension: Extension | None = None,
    voicemail_box: VoicemailBox | None = None,
) -> None:
    """Set the destination of a row that the caller saves, under the guard row.

    An object of another kind than the chosen one is ignored. Raises NotAcceptable when the kind is none that calls can
    be sent to, or its object is missing or was deleted meanwhile.
    """
    if kind not in ROUTABLE:
        raise NotAcceptable("Choose where calls go.", field="destination_kind")
    row.destination_kind = kind
    row.destination_extension = row.destination_voicemail_box = None
    if kind == DestinationKind.EXTENSION:
        row.destination_extension = _chosen_extension(extension)
    elif kind == DestinationKind.VOICEMAIL:
        row.destination_voicemail_box = _chosen_box(voicemail_box)


def destination_words(row: DestinationFields) -> str:
    """Such as "Extension 101 Amara Okafor", for the audit log, which outlives the objects it names."""
    kind = DestinationKind(row.destination_kind).label
    return f"{kind} {row.destination_object}" if row.destination_object is not None else str(kind)


def _chosen_extension(extension: Extension | None) -> Extension:
    if extension is None:
        raise NotAcceptable("Choose an extension.", field="destination_extension")
    # Chosen from a form, and deleted before it was sent: the guard row makes this answer final.
    if not Extension.objects.filter(pk=extension.pk).exists():
        raise NotAcceptable(
            f"Extension {extension.number} was deleted meanwhile. Choose another.",
            field="destination_extension",
        )
    return extension


def _chosen_box(box: VoicemailBox | None) -> VoicemailBox:
    if box is None:
        raise NotAcceptable("Choose a voicemail box.", field="destination_voicemail_box")
    if not VoicemailBox.objects.filter(pk=box.pk).exists():
        raise NotAcceptable(
            f"The voicemail box {box.name} was deleted meanwhile. Choose another.",
            field="destination_voicemail_box",
        )
    return box

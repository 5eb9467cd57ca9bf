"""How absences and the fall-back tell that they send calls to an object (routing.references asks them)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from opbx.references import Use
from routing.models import Absence, Fallback

# Stands for the column of voicemail boxes where the box is an extension's that leaves with it.
BOX_OF_EXTENSION = "voicemail_box_of_extension"


def rows_of_fallback() -> QuerySet[Fallback]:
    return Fallback.objects.filter(is_set=True).order_by("pk")


def use_by_fallback(row: Fallback, column: str) -> Use:  # noqa: ARG001 - as every source
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    role = f"calls with nowhere else to go come {whither}"
    return Use("Numbering plan", "Fall-back", role, reverse("dialling:fallback"), "arrow-back-up")


def absences_that_count() -> QuerySet[Absence]:
    """Those of living extensions, as forwarding rules; one that is over counts until it is removed."""
    rows = Absence.objects.filter(extension__deleted_at__isnull=True)
    return rows.select_related("extension").order_by("extension__number", "first_day")


def use_by_absence(row: Absence, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    return Use(
        kind="Extension",
        label=str(row.extension),
        role=f"sends calls {whither} while it is away: {row}",
        url=reverse("extensions:detail", args=[row.extension.number]),
        icon="calendar",
    )

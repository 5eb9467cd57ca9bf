"""Absences: days on which an extension does not ring, and its calls go elsewhere."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from extensions.models import Extension, VoicemailBox
from extensions.models.extensions import name_is_one_line
from routing.models.destinations import DestinationFields
from routing.models.forwarding import protect_from_living_rules


class Absence(DestinationFields):
    """Days of one extension, first and last included, by the organization's clocks; those of one never overlap.

    has_destination: else its rule for unavailable holds. One that is over is removed by due work.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    extension = models.ForeignKey(Extension, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    label = models.CharField(max_length=60, blank=True, default="", validators=[name_is_one_line])
    has_destination = models.BooleanField(default=False)
    destination_extension = models.ForeignKey(
        Extension,
        null=True,
        blank=True,
        on_delete=protect_from_living_rules,
        related_name="absence_destinations",
    )
    destination_voicemail_box = models.ForeignKey(
        VoicemailBox,
        null=True,
        blank=True,
        on_delete=protect_from_living_rules,
        related_name="absence_destinations",
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="routing_absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(has_destination=True) | models.Q(destination_kind="hang_up"),
                name="routing_absence_without_destination_leads_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.days}" if self.label else self.days

    @property
    def days(self) -> str:
        """Such as "1–14 Aug 2026"."""
        first, last = self.first_day, self.last_day
        end = f"{last.day} {last:%b %Y}"
        if first == last:
            return end
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{end}"
        return f"{first.day} {first:%b}{'' if first.year == last.year else f' {first.year}'} – {end}"

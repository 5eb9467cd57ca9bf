"""Forwarding rules: where a call to an extension goes when its phones do not take it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.deletion import CASCADE, PROTECT, Collector
from django.db.models.functions import Now

from extensions.models import Extension, ExtensionTemplate, VoicemailBox
from routing.models.destinations import DestinationFields


def protect_from_living_rules(
    collector: Collector,
    field: Any,  # noqa: ANN401 - Django's
    rules: models.QuerySet[Any],
    using: str,
) -> None:
    """PROTECT, but for rules that go with the object because they can no longer be followed.

    Those are the rules of extensions that go themselves or were deleted before, else an extension that forwards to
    its own voicemail box could never be removed; and those that a restored extension kept to a deleted one.
    """
    going = [extension.pk for extension in collector.data.get(Extension, ())]
    leaving = rules.filter(
        models.Q(extension__in=going)
        | models.Q(extension__deleted_at__isnull=False)
        | models.Q(destination_extension__deleted_at__isnull=False)
        | models.Q(destination_voicemail_box__extension__deleted_at__isnull=False)
    )
    staying = rules.exclude(pk__in=leaving.values("pk"))
    if leaving.exists():
        CASCADE(collector, field, leaving, using)
    if staying.exists():
        PROTECT(collector, field, staying, using)


class ForwardingRule(DestinationFields):
    """One cell of the table cause × origin, of an extension, of a template, or (neither) of the organization.

    The most particular rule holds: the extension's before the template's before the organization's, and in each
    the call's own origin before "any". Lives in routing because it holds a destination.
    """

    class Cause(models.TextChoices):
        ALWAYS = "always", "Always"
        NO_ANSWER = "no_answer", "No answer"
        BUSY = "busy", "Busy"
        UNAVAILABLE = "unavailable", "Unavailable"

    class Origin(models.TextChoices):
        ANY = "any", "Any call"
        INTERNAL = "internal", "Internal calls"
        EXTERNAL = "external", "External calls"
        TRANSFERRED = "transferred", "Transferred calls"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    extension = models.ForeignKey(
        Extension, null=True, blank=True, on_delete=models.CASCADE, related_name="forwarding_rules"
    )
    template = models.ForeignKey(
        ExtensionTemplate, null=True, blank=True, on_delete=models.CASCADE, related_name="forwarding_rules"
    )
    destination_extension = models.ForeignKey(
        Extension,
        null=True,
        blank=True,
        on_delete=protect_from_living_rules,
        related_name="forwardingrule_destinations",
    )
    destination_voicemail_box = models.ForeignKey(
        VoicemailBox,
        null=True,
        blank=True,
        on_delete=protect_from_living_rules,
        related_name="forwardingrule_destinations",
    )
    cause = models.CharField(max_length=12, choices=Cause)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.ANY)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.UniqueConstraint(
                fields=["extension", "template", "cause", "origin"],
                nulls_distinct=False,
                name="routing_forwarding_rule_once",
            ),
            models.CheckConstraint(
                condition=models.Q(extension__isnull=True) | models.Q(template__isnull=True),
                name="routing_forwarding_rule_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}, {self.get_origin_display().lower()}"

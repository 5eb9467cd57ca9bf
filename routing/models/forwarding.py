"""Forwarding rules: where a call to an extension goes when its phones do not take it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from extensions.models import Extension, ExtensionTemplate
from routing.models.destinations import DestinationFields


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

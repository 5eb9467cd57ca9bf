"""Rules of a phone number: where the calls of some callers go instead."""

from __future__ import annotations

import uuid

from django.db import models

from routing.models.callers import CallerRule, caller_words
from routing.models.destinations import DestinationFields
from routing.models.numbers import PhoneNumber


class NumberRule(DestinationFields):
    """Callers of a phone number whose calls do not go where the others go. The first rule that fits holds.

    pattern, value: as in CallerRule. position: its place among the rules of the number, the lowest first.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone_number = models.ForeignKey(PhoneNumber, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    pattern = models.CharField(max_length=10, choices=CallerRule.Pattern)
    value = models.CharField(max_length=20, blank=True, default="")

    class Meta(DestinationFields.Meta):
        abstract = False
        ordering = ("position", "pk")
        constraints = [
            *DestinationFields.Meta.constraints,
            models.UniqueConstraint(
                fields=["phone_number", "pattern", "value"], name="routing_number_rule_once"
            ),
        ]

    def __str__(self) -> str:
        return caller_words(self.pattern, self.value)

    @property
    def title(self) -> str:
        """Whom it is about, in the middle of a sentence."""
        words = str(self)
        return words[0].lower() + words[1:]

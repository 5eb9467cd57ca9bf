"""Blocked and allowed callers."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from opbx.web.formats import phone_words
from routing.models.numbers import PhoneNumber


class CallerRule(models.Model):
    """Callers from outside who never get through, or always. phone_number: the one it is for; None for all.

    value: E.164 of a number, or its first digits with the plus; "" for callers without a number. expires_at: when it
    stops to hold; None for never. added_by: the name of who added it, as of then.
    """

    class Verdict(models.TextChoices):
        BLOCK = "block", "Blocked"
        ALLOW = "allow", "Allowed"

    class Pattern(models.TextChoices):
        NUMBER = "number", "Number"
        PREFIX = "prefix", "Beginning of numbers"
        ANONYMOUS = "anonymous", "Without a number"

    class Answer(models.TextChoices):
        DECLINE = "decline", "Declined"
        BUSY = "busy", "Busy tone"
        SENTENCE = "sentence", "A sentence"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verdict = models.CharField(max_length=5, choices=Verdict)
    pattern = models.CharField(max_length=10, choices=Pattern)
    value = models.CharField(max_length=20, blank=True, default="")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.DECLINE)
    phone_number = models.ForeignKey(
        PhoneNumber, null=True, blank=True, on_delete=models.CASCADE, related_name="caller_rules"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=120, blank=True, default="")
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pattern", "value", "phone_number"],
                nulls_distinct=False,
                name="routing_caller_rule_once",
            ),
            models.CheckConstraint(
                condition=models.Q(pattern="number", value__regex=r"^\+?[0-9]{2,15}$")
                | models.Q(pattern="prefix", value__regex=r"^\+[0-9]{0,15}$")
                | models.Q(pattern="anonymous", value=""),
                name="routing_caller_rule_value_fits",
            ),
        ]

    def __str__(self) -> str:
        return caller_words(self.pattern, self.value)

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


def caller_words(pattern: str, value: str) -> str:
    """Whom a rule is about: "+49 30 55501210", "+4930…", "Every number", "Callers without a number"."""
    if pattern == CallerRule.Pattern.ANONYMOUS:
        return "Callers without a number"
    if pattern == CallerRule.Pattern.PREFIX:
        return "Every number" if value == "+" else f"{value}*"
    return phone_words(value)

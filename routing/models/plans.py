"""Published configurations."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class PlanVersion(models.Model):
    """One published configuration: immutable, numbered, with its author and what changed in words."""

    number = models.PositiveIntegerField(unique=True)
    plan = models.BinaryField()  # routing.engine.plan.Plan as msgspec MessagePack
    summary = models.CharField(max_length=300)
    author_label = models.CharField(max_length=120)
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"version {self.number}"

"""What the last look at an organization's domain showed."""

from __future__ import annotations

from django.db import models


class HealthCheck(models.Model):
    """The one row of an organization. observed: a cloudonix.health.observed.Observed; {} before the first look."""

    asked_at = models.DateTimeField(null=True, blank=True)  # when a person last asked for a look
    checked_at = models.DateTimeField(null=True, blank=True)
    observed = models.JSONField(default=dict)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only_row=True), name="cloudonix_one_health_check")
        ]

    def __str__(self) -> str:
        return f"looked at {self.checked_at}"

    @property
    def is_running(self) -> bool:
        """Whether somebody asked for a look that has not been taken yet."""
        return self.asked_at is not None and (self.checked_at is None or self.checked_at < self.asked_at)

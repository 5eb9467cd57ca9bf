"""A PIN of 4 to 10 digits on a row: a keyed hash, and how often in a row it was wrong."""

from __future__ import annotations

from django.db import models


class HasPin(models.Model):
    """pin_hash: None while there is no PIN. pin_locked_until: no PIN is good before this time (UTC)."""

    pin_hash = models.BinaryField(max_length=32, null=True, blank=True, editable=False)
    pin_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    pin_locked_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def numbers_to_guess_from(self) -> tuple[str, ...]:
        """Numbers that everybody knows of this row, which are therefore no PINs."""
        return ()

    @property
    def has_pin(self) -> bool:
        return self.pin_hash is not None

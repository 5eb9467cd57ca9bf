"""The organization's fall-back, as pages and the compiler read it."""

from __future__ import annotations

from routing.models import OBJECT_COLUMNS, Fallback

NOT_SET = "Callers hear that they cannot be connected"


def the_fallback() -> Fallback:
    """The organization's row, with its destination; an unsaved one, which is not set, while nobody saved any."""
    return Fallback.objects.select_related(*OBJECT_COLUMNS.values()).first() or Fallback()

"""The organization's fall-back."""

from __future__ import annotations

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.destinations import Destination
from routing.models import Fallback


def compile_fallback() -> Destination | None:
    """None while callers only hear that they cannot be connected."""
    found = Fallback.objects.filter(is_set=True).values_list(*DESTINATION_COLUMNS).first()
    return destination_of(*found) if found is not None else None

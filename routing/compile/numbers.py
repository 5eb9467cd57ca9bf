"""Phone numbers."""

from __future__ import annotations

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.numbers import Number
from routing.models import PhoneNumber


def compile_numbers() -> tuple[Number, ...]:
    rows = PhoneNumber.objects.order_by("e164").values_list(
        "key", "e164", "label", "is_enabled", *DESTINATION_COLUMNS
    )
    return tuple(
        Number(key, e164, destination_of(*destination), label, is_enabled)
        for key, e164, label, is_enabled, *destination in rows
    )

"""The absences of each extension."""

from __future__ import annotations

from collections import defaultdict

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.absences import Absence
from routing.models import Absence as AbsenceRow

_COLUMNS = (
    "extension_id",
    "first_day",
    "last_day",
    "label",
    "has_destination",
    "destination_extension__deleted_at",
    "destination_voicemail_box__extension__deleted_at",
)


def compile_absences() -> dict[int, tuple[Absence, ...]]:
    """By the extension's id, those that are over too: which of them holds is asked at each call.

    What a restored extension kept to a deleted one cannot be followed: its rule for unavailable holds then.
    """
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = AbsenceRow.objects.order_by("first_day").values_list(*_COLUMNS, *DESTINATION_COLUMNS)
    for extension, first, last, label, has_destination, *rest in rows:
        deleted, destination = rest[:2], rest[2:]
        leads = has_destination and not any(deleted)
        found[extension].append(Absence(first, last, label, destination_of(*destination) if leads else None))
    return {extension: tuple(absences) for extension, absences in found.items()}

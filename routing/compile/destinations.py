"""Destinations: columns of a row, as the engine follows them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from routing.engine.destinations import (
    Destination,
    HangUp,
    ToAgent,
    ToAnnouncement,
    ToDirectory,
    ToExtension,
    ToMenu,
    ToOutside,
    ToRingGroup,
    ToRoom,
    ToSchedule,
    ToVoicemailBox,
)
from routing.models import OBJECT_COLUMNS, OUTSIDE_COLUMN, DestinationFields, DestinationKind
from routing.outside_numbers import read_e164
from tenants.context import current_organization

# What tells a destination, as the columns of a query; `destination_of` reads them.
DESTINATION_COLUMNS = (
    "destination_kind",
    *(f"{column}__key" for column in OBJECT_COLUMNS.values()),
    OUTSIDE_COLUMN,
)
_PLACE_OF_KEY = {kind.value: place for place, kind in enumerate(OBJECT_COLUMNS)}
_TO_OBJECT: dict[str, Callable[[UUID], Destination]] = {
    DestinationKind.EXTENSION.value: ToExtension,
    DestinationKind.RING_GROUP.value: ToRingGroup,
    DestinationKind.ROOM.value: ToRoom,
    DestinationKind.AGENT.value: ToAgent,
    DestinationKind.VOICEMAIL.value: ToVoicemailBox,
    DestinationKind.SCHEDULE.value: ToSchedule,
    DestinationKind.MENU.value: ToMenu,
    DestinationKind.ANNOUNCEMENT.value: ToAnnouncement,
    DestinationKind.DIRECTORY.value: ToDirectory,
}


def destination_of_row(row: DestinationFields) -> Destination:
    """Read a row that may not be stored; `destination_of` reads those of a query."""
    objects = [getattr(row, column) for column in OBJECT_COLUMNS.values()]
    keys = [found.key if found is not None else None for found in objects]
    return destination_of(row.destination_kind, *keys, row.destination_outside)


def destination_of(kind: str, *columns: UUID | str | None) -> Destination:
    """Read what DESTINATION_COLUMNS name; a kind that the engine cannot follow is never stored."""
    if kind == DestinationKind.OUTSIDE.value:
        return ToOutside(read_e164(str(columns[-1]), current_organization().region))
    make = _TO_OBJECT.get(kind)
    key = columns[_PLACE_OF_KEY[kind]] if make is not None else None
    if make is not None and isinstance(key, UUID):
        return make(key)
    return HangUp()  # a CHECK of the table keeps the other kinds from lacking their object

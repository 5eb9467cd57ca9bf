"""Conference rooms."""

from __future__ import annotations

from routing.engine.objects.rooms import Room
from routing.models import Room as RoomRow


def compile_rooms() -> tuple[Room, ...]:
    return tuple(
        Room(
            key=row.key,
            name=row.name,
            asks_guests=row.has_pin,
            knows_hosts=row.has_host_pin,
            waits_for_host=row.waits_for_host,
            ends_with_host=row.ends_with_host,
            guests_only_listen=row.guests_only_listen,
            beeps=row.beeps,
            most_participants=row.most_participants,
            number=row.number,
            is_enabled=row.is_enabled,
        )
        for row in RoomRow.objects.order_by("key")
    )

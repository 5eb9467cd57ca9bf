"""Conference rooms in a plan, and what a typed PIN says about a caller."""

from __future__ import annotations

import enum
from uuid import UUID

import msgspec

from routing.engine.live import Want


class Room(msgspec.Struct, frozen=True):
    """Where several callers talk together; the PINs themselves are not in the plan."""

    key: UUID
    name: str
    asks_guests: bool = False
    knows_hosts: bool = False
    waits_for_host: bool = False
    ends_with_host: bool = False
    guests_only_listen: bool = False
    beeps: bool = True
    most_participants: int = 50
    number: str = ""
    is_enabled: bool = True

    @property
    def platform_name(self) -> str:
        """Letters and digits; a room that is made anew has another one."""
        return f"room{self.key.hex}"


class Admission(enum.Enum):
    """As whom a PIN admits a caller."""

    HOST = "host"
    GUEST = "guest"
    NOBODY = "nobody"
    LOCKED = "locked"  # not looked at: too many were wrong before


class RoomPinTried(Want, frozen=True):
    """Whom this PIN admits to a room; each question counts as a try."""

    room: UUID
    pin: str

    @property
    def provisional(self) -> Admission:
        return Admission.NOBODY

    def __repr__(self) -> str:
        return f"RoomPinTried({self.room})"  # never the PIN: whatever is shown may end in a log

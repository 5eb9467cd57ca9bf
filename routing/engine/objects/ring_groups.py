"""Ring groups in a plan."""

from __future__ import annotations

import enum
from uuid import UUID

import msgspec

from routing.engine.destinations import Destination, HangUp
from routing.engine.objects.outbound import OutsideNumber
from routing.engine.prompts import Prompt


class Strategy(enum.Enum):
    """In which order the members ring."""

    SIMULTANEOUS = "simultaneous"
    ROUND_ROBIN = "round_robin"
    SEQUENTIAL = "sequential"
    LEAST_RECENT = "least_recent"


class Member(msgspec.Struct, frozen=True):
    """Who rings for the group: an extension of the organization, or a number outside.

    label: what the number is called, "" for nothing.
    """

    extension: UUID | None = None
    outside: OutsideNumber | None = None
    label: str = ""

    @property
    def identity(self) -> str:
        """What the group's turns call it."""
        return self.outside.dial if self.outside is not None else str(self.extension)

    @property
    def name(self) -> str:
        """Of a number outside, in the trace."""
        return self.label or self.identity


class RingGroup(msgspec.Struct, frozen=True):
    """Several phones for one call. members: those that are on, in their order; their places count from 0.

    rounds: how often the members are gone through. since_answered: least recent counts from the last call that a
    member answered, not from the last that rang it. fallback: where calls go that nobody takes. before: what a caller
    hears before it rings, () for nothing.
    """

    key: UUID
    name: str
    strategy: Strategy = Strategy.SIMULTANEOUS
    members: tuple[Member, ...] = ()
    ring_seconds: int = 20
    rounds: int = 1
    fallback: Destination = HangUp()
    since_answered: bool = False
    caller_name_prefix: str = ""
    number: str = ""
    is_enabled: bool = True
    before: tuple[Prompt, ...] = ()

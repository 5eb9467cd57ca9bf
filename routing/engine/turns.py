"""What ring groups ask the shared counters, so that calls which know nothing of each other take turns."""

from __future__ import annotations

import zlib
from uuid import UUID

from routing.engine.decisions import Effect
from routing.engine.live import Want


class NextTurn(Want, frozen=True):
    """How many calls had a turn in this group before: 0, 1, 2 … with no number given twice.

    session: by which a call takes its turn when nobody can be asked.
    """

    group: UUID
    session: str

    @property
    def provisional(self) -> int:
        return zlib.crc32(self.session.encode())


class LongestWaiting(Want, frozen=True):
    """The place of the member that waits longest; whoever is chosen counts as rung from now on.

    candidates: their places and identities, in the order of the group, never empty. ring_seconds: how long one that
    was rung counts as ringing, where what counts is the last answer. levels: with so many calls each of them is not
    chosen, 0 for never so; () when none has a level. Whether all of them are so busy, their own wants tell.
    """

    group: UUID
    session: str
    candidates: tuple[tuple[int, str], ...]
    since_answered: bool
    ring_seconds: int
    levels: tuple[int, ...] = ()

    @property
    def provisional(self) -> int:
        return self.candidates[zlib.crc32(self.session.encode()) % len(self.candidates)][0]


class MemberAnswered(Effect, frozen=True):
    """A member of a group took a call, which is over now. member: its identity."""

    group: UUID
    member: str

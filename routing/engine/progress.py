"""How far a call has come: small enough to travel in a signed link, so that no worker keeps state."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.calls import Outcome

PROGRESS_FORMAT = 1
# A call passes two or three objects in a sane configuration; far more is a mistake, not a wish.
MAX_HOPS = 12


class Progress(msgspec.Struct, frozen=True, array_like=True):
    """hops: destinations followed so far. visited: their keys. current: the object whose step is running.

    attempt: how many Dials were made for it. tried: how its phones ended, while its mobile rings.
    """

    format: int = PROGRESS_FORMAT
    hops: int = 0
    visited: tuple[UUID, ...] = ()
    current: UUID | None = None
    attempt: int = 0
    tried: Outcome | None = None


START = Progress()

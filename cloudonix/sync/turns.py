"""How long one worker stays with one domain, so that every organization's changes arrive soon."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection

from cloudonix.models import Connection

# Shorter than the lease of due work (60 seconds), so that the same work is not handed out twice; and short, so that
# organizations with much to send take turns.
TURN_SECONDS = 20.0
# What a domain gets that did not answer last time: one silence takes longer, so it is asked once.
TURN_SECONDS_IN_TROUBLE = 2.0
BUSY = timedelta(seconds=5)  # when to look again at a place that somebody else has
LANE = 0x09BE  # of the one place for domains in trouble; the second half is 0


def _now() -> float:
    return time.monotonic()


@dataclass(frozen=True)
class Turn:
    """A worker's visit to one domain. What is still to do when it is over waits for the next."""

    connection: Connection
    began: float = field(default_factory=_now)

    @property
    def is_over(self) -> bool:
        limit = TURN_SECONDS_IN_TROUBLE if self.connection.failures else TURN_SECONDS
        return _now() - self.began >= limit


@contextmanager
def alone(*place: int) -> Iterator[bool]:
    """Whether nobody else has this place, two numbers. PostgreSQL gives it back when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", place)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", place)


def lane_of(row: Connection) -> AbstractContextManager[bool]:
    """Whether a worker may go to this domain now.

    Domains that do not answer keep a worker waiting. All of them together get one worker, so that those that do
    answer always find another.
    """
    return alone(LANE, 0) if row.failures else nullcontext(True)  # noqa: FBT003 - what `with` gives

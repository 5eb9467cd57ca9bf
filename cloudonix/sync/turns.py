"""How long one worker stays with one domain, so that every organization's changes arrive soon."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cloudonix.models import Connection

# Shorter than the lease of due work (60 seconds), so that the same work is not handed out twice; and short, so that
# organizations with much to send take turns.
TURN_SECONDS = 20.0
# What a domain gets that did not answer last time: one silence takes longer, so it is asked once.
TURN_SECONDS_IN_TROUBLE = 2.0


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

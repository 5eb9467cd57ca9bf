"""The platform's rate limit: ten requests per three seconds for each domain."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

BURST = 10.0
REFILL_PER_SECOND = 10.0 / 3.0


class RateLimit:
    """A token bucket per domain. It runs on real time: the REST API knows nothing of the calls' clock."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def take(self, who: Hashable) -> bool:
        """Take one request from the bucket; False when it is empty."""
        now = self._monotonic()
        left, since = self._buckets.get(who, (BURST, now))
        left = min(BURST, left + (now - since) * REFILL_PER_SECOND)
        allowed = left >= 1
        self._buckets[who] = (left - 1 if allowed else left, now)
        return allowed

    def clear(self) -> None:
        self._buckets.clear()

"""How an organization's requests to Cloudonix ended, counted in Redis by all workers together for about an hour."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import redis

from cloudonix.api import CloudonixError, Unavailable
from cloudonix.sync.limiter import limits_server

BUCKET_SECONDS, BUCKETS = 300, 12
FAILED, ALL = "failed", "all"


@dataclass(frozen=True)
class Share:
    """failed of all."""

    failed: int
    all: int

    @property
    def percent(self) -> float:
        return 100 * self.failed / self.all if self.all else 0.0


class Tally:
    """The requests of one organization. What Redis does not take is not counted: nothing depends on it."""

    def __init__(
        self,
        organization_id: int,
        server: redis.Redis | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._prefix = f"opbx:cloudonix:answers:{organization_id}"
        self._server = server or limits_server()
        self._clock = clock

    def note(self, error: CloudonixError | None) -> None:
        """Count one request. A 429 is pacing and no failure."""
        is_pacing = isinstance(error, Unavailable) and error.is_rate_limit
        key = self._key(self._bucket())
        pipeline = self._server.pipeline(transaction=False)
        pipeline.hincrby(key, ALL, 1)
        if error is not None and not is_pacing:
            pipeline.hincrby(key, FAILED, 1)
        pipeline.expire(key, BUCKET_SECONDS * (BUCKETS + 1))
        try:
            pipeline.execute()
        except redis.RedisError:
            return

    def last_hour(self) -> Share | None:
        """What was counted in the last hour, give or take five minutes; None when nobody knows."""
        newest = self._bucket()
        pipeline = self._server.pipeline(transaction=False)
        for bucket in range(newest - BUCKETS + 1, newest + 1):
            pipeline.hmget(self._key(bucket), [FAILED, ALL])
        try:
            counts = pipeline.execute()
        except redis.RedisError:
            return None
        return Share(*(sum(int(pair[place] or 0) for pair in counts) for place in (0, 1)))

    def _bucket(self) -> int:
        return int(self._clock() // BUCKET_SECONDS)

    def _key(self, bucket: int) -> str:
        return f"{self._prefix}:{bucket}"

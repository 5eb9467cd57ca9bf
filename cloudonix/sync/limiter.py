"""The rate limit of Cloudonix, kept by all workers together: 10 requests in any 3 seconds for each domain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import lru_cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

REQUESTS = 10
REQUESTS_WHILE_SLOW = 4
# A little more than the vendor's 3 seconds, because requests do not arrive at the pace they are sent at.
WINDOW_MS = 3_100
SLOW_MS = 30_000  # how long one 429 slows us down
ALONE_SECONDS = 1.0  # without Redis: one request a second for each process, as no process knows the others
LONGEST_WAIT = 60.0

# A log of the last requests rather than a refilled bucket: a bucket lets twice the number through at first.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local allowed = tonumber(ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 1 then allowed = tonumber(ARGV[2]) end
local oldest = redis.call('LINDEX', KEYS[1], allowed - 1)
if oldest then
  local wait = tonumber(oldest) + tonumber(ARGV[3]) - now
  if wait > 0 then return wait end
end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[1]) - 1)
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[3]) * 2)
return 0
"""


class Limiter:
    """The requests of one domain. `take` waits until one more is allowed."""

    def __init__(
        self,
        domain: str,
        server: redis.Redis,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._slow = f"opbx:cloudonix:requests:{domain}", f"opbx:cloudonix:slow:{domain}"
        self._domain = domain
        self._server = server
        self._sleep = sleep
        self._monotonic = monotonic

    def take(self) -> None:
        """Wait for room in the window, then use it."""
        while True:
            try:
                wait_ms = self._ask()
            except redis.RedisError:
                self._sleep(_turn_alone(self._domain, self._monotonic()))
                return
            if wait_ms <= 0:
                return
            self._sleep(min(wait_ms / 1000, LONGEST_WAIT))

    def slow_down(self) -> None:
        """Cloudonix said 429: others use the domain too, so leave them room for a while."""
        try:
            self._server.set(self._slow, 1, px=SLOW_MS)
        except redis.RedisError:
            return  # without Redis we are slow already

    def _ask(self) -> int:
        arguments = (REQUESTS, REQUESTS_WHILE_SLOW, WINDOW_MS)
        return int(self._server.eval(_TAKE, 2, self._log, self._slow, *arguments))


_turns: dict[str, float] = {}
_turns_lock = threading.Lock()


def _turn_alone(domain: str, now: float) -> float:
    """Seconds until this process may send its next request to the domain."""
    with _turns_lock:
        turn = max(now, _turns.get(domain, 0.0))
        _turns[domain] = turn + ALONE_SECONDS
    return turn - now


@lru_cache(maxsize=1)
def limits_server() -> redis.Redis:
    """The Redis where all workers meet; quick to give up, because the limiter can do without."""
    # The library itself would try again three times, with seconds in between.
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )


def limiter_for(domain: str) -> Limiter:
    return Limiter(domain.lower(), limits_server())

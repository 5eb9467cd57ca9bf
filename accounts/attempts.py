"""How often one address, user or organization may do a thing; django-axes counts wrong passwords per account.

The counters are in the shared cache. While it is away nothing is limited here and people can still sign in:
the lock-out of an account lives in the database and goes on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import caches
from redis.exceptions import RedisError

from opbx.logs import get_logger

log = get_logger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `times` in a window of `seconds`."""

    times: int
    seconds: int


LIMITS = {
    "sign_in": Limit(times=20, seconds=3600),
    "link": Limit(times=30, seconds=3600),
    "reset": Limit(times=10, seconds=3600),
    # SIP passwords shown to one user, and to all users of an organization together.
    "reveal": Limit(times=30, seconds=3600),
    "organization_reveal": Limit(times=200, seconds=3600),
}


def count_attempt(kind: str, who: str, now: float | None = None) -> datetime | None:
    """Count one attempt; None when it may go on, else the moment when the next one may.

    who: an address, or the key of whoever the kind is about.
    """
    limit = LIMITS[kind]
    moment = time.time() if now is None else now
    key, ends_at = _window(kind, who, moment)
    try:
        cache = caches["shared"]
        cache.add(key, 0, timeout=limit.seconds)
        count = cache.incr(key)
    except RedisError as error:
        log.warning("attempts_not_counted", kind=kind, reason=type(error).__name__)
        return None
    except ValueError:  # the window ended between the two commands
        return None
    return ends_at if count > limit.times else None


def forgive_attempt(kind: str, who: str, now: float | None = None) -> None:
    """Take back an attempt that went well, so that a busy office does not lock itself out."""
    key, _ = _window(kind, who, time.time() if now is None else now)
    try:
        caches["shared"].decr(key)
    except RedisError as error:
        log.warning("attempts_not_counted", kind=kind, reason=type(error).__name__)
    except ValueError:  # there is no counter any more
        return


def _window(kind: str, who: str, moment: float) -> tuple[str, datetime]:
    seconds = LIMITS[kind].seconds
    number = int(moment // seconds)
    return f"attempts:{kind}:{who}:{number}", datetime.fromtimestamp((number + 1) * seconds, tz=UTC)

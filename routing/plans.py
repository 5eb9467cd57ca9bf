"""Published plans, decoded and kept in this process; a version never changes, so it is never read twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache

from routing.engine.plan import Plan, decode_plan
from tenants import statements

# Of encoded bytes; decoded, a plan takes about five times as much.
MAX_BYTES = 32 * 1024 * 1024

_Key = tuple[int, int]
_kept: OrderedDict[_Key, tuple[Plan, int]] = OrderedDict()
_kept_bytes = 0
_lock = threading.Lock()


def load_plan(organization_id: int, schema: str, version: int) -> tuple[Plan, int] | None:
    """The plan of this version and its number; one query when this process has not served it yet.

    When the version is gone, the newest one, with its own number. None before the first publish.
    """
    key = (organization_id, version)
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
            return kept[0], version
    # The wanted version when it exists, else the newest.
    row = statements.one_row(_select(schema), [version])
    if row is None:
        return None
    number, data = int(row[0]), bytes(row[1])
    plan = decode_plan(data)
    _keep((organization_id, number), plan, len(data))
    return plan, number


def forget_plans() -> None:
    """Drop everything kept; for tests, whose rolled-back transactions use a version number again."""
    global _kept_bytes  # noqa: PLW0603 - one cache per process, guarded by its lock
    with _lock:
        _kept.clear()
        _kept_bytes = 0


def _keep(key: _Key, plan: Plan, size: int) -> None:
    global _kept_bytes  # noqa: PLW0603 - one cache per process, guarded by its lock
    with _lock:
        replaced = _kept.pop(key, None)
        _kept[key] = (plan, size)
        _kept_bytes += size - (replaced[1] if replaced else 0)
        while _kept_bytes > MAX_BYTES and len(_kept) > 1:
            _kept_bytes -= _kept.popitem(last=False)[1][1]


@lru_cache(maxsize=4096)
def _select(schema: str) -> str:
    table = statements.qualified(schema, "routing_planversion")
    return f"SELECT number, plan FROM {table} ORDER BY number = %s DESC, number DESC LIMIT 1"  # noqa: S608 - quoted

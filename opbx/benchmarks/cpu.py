"""CPU seconds of running programs with all their processes, read from /proc (Linux)."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


class _Stat(NamedTuple):
    parent: int
    ticks: int  # its own, and those of its children that ended


def cpu_seconds(*roots: int) -> float:
    """What these processes and all below them have used since they began, ended children included."""
    stats = _all()
    return sum(stats[pid].ticks for root in roots for pid in _tree(root, stats)) / _TICKS


def children_of(root: int) -> list[int]:
    return sorted(pid for pid, stat in _all().items() if stat.parent == root)


def database_server() -> int:
    """The process id of the PostgreSQL server; it must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return _all()[backend].parent


def _tree(root: int, stats: dict[int, _Stat]) -> list[int]:
    below = defaultdict(list)
    for pid, stat in stats.items():
        below[stat.parent].append(pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += below[pid]
    return found


def _all() -> dict[int, _Stat]:
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it ended meanwhile
        # The name stands in parentheses and may hold anything, so what follows its end is counted.
        fields = text.rpartition(")")[2].split()
        stats[int(folder.name)] = _Stat(int(fields[1]), sum(int(field) for field in fields[11:15]))
    return stats

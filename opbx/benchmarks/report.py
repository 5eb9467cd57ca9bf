"""What every benchmark prints: the machine, its load, the seed, the figures, and PASS or FAIL for each bar."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.utils import timezone


@dataclass
class Report:
    """Lines go to write as they come; is_passed tells whether every bar so far was kept."""

    name: str
    seed: int
    write: Callable[[str], object]
    is_passed: bool = field(default=True, init=False)

    def begin(self) -> None:
        self.write(f"Benchmark  {self.name}, {timezone.now():%Y-%m-%d %H:%M} UTC, seed {self.seed}")
        self.write(f"Machine    {machine()}")
        self.write(f"Load       {os.getloadavg()[0]:.2f} at the beginning")

    def bar(self, what: str, value: float, *, at_most: float, goal: float | None = None) -> None:
        """A figure and the most that it may be. goal: what it should come to one day; it is not judged."""
        wish = "" if goal is None else f", goal {goal:.3g}"
        self._judge(value <= at_most, f"{what}: {value:.4g} (at most {at_most:.4g}{wish})")

    def must(self, what: str, *, holds: bool) -> None:
        self._judge(holds, what)

    def end(self) -> None:
        self.write(f"Load       {os.getloadavg()[0]:.2f} at the end")
        self.write("PASS" if self.is_passed else "FAIL")

    def _judge(self, kept: bool, line: str) -> None:  # noqa: FBT001 - of this module alone
        self.is_passed &= kept
        self.write(f"{'pass' if kept else 'FAIL':<11}{line}")


def machine() -> str:
    """Processor, memory and the versions that a figure depends on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone()
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory_gib():.0f} GiB, "
        f"Python {platform.python_version()}, PostgreSQL {postgres}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30

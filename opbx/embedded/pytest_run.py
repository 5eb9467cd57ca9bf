"""Runs pytest, in several processes when all tests are asked for, and has them all finish when it is interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

REPORT_PLUGIN = "opbx.embedded.check_report"
MOST_WORKERS = 4  # each starts servers of its own for some tests
SECONDS_TO_FINISH = 30  # xdist itself ends a worker that takes longer than 10


def run_pytest(root: Path, environment: Mapping[str, str], words: Sequence[str]) -> int:
    """Answers with pytest's exit code.

    words: pytest's own, as typed. They may name a few tests or ask for a debugger, so pytest then stays one process
        that has the terminal. Without any, all tests run, and several processes share them (tests/workers.py).
    """
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-p", REPORT_PLUGIN, *(words or ["-n", str(worker_count())])]
    own = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(
        command, cwd=root, env={**environment, **own}, process_group=None if words else 0
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        if words:
            _let_finish(process)
        else:
            _let_group_finish(process)
        raise


def worker_count() -> int:
    """As many as there are cores for us, up to four."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def _let_finish(process: subprocess.Popen[bytes]) -> None:
    """Interrupted tests still stop the browsers and servers that they started."""
    for seconds in (3, SECONDS_TO_FINISH):  # Ctrl-C in the terminal has reached pytest, SIGTERM to us has not
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
            return
        process.send_signal(signal.SIGINT)
    process.kill()
    process.wait()


def _let_group_finish(process: subprocess.Popen[bytes]) -> None:
    """The same for pytest and its workers, a group that no signal of the terminal reaches: all hear of it once."""
    try:
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=SECONDS_TO_FINISH)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

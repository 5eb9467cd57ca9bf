"""Tests in several processes: what they started is stopped, and no process is left, when the run is interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from opbx.embedded.pytest_run import MOST_WORKERS, worker_count

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
A_TEST = """
import os, subprocess, time
from pathlib import Path
import pytest

NOTES = Path(__file__).parent


@pytest.fixture
def server():
    with subprocess.Popen(["sleep", "300"], start_new_session=True) as process:
        (NOTES / f"{process.pid}.started").write_text(str(os.getpid()))
        yield
        process.kill()
    (NOTES / f"{process.pid}.stopped").touch()


def test_that_takes_long(server):
    time.sleep(300)
"""
RUN = """
import os, signal, sys
from pathlib import Path
from opbx.embedded.pytest_run import run_pytest

def leave(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGTERM, leave)
run_pytest(Path(sys.argv[1]), os.environ, [])
"""


def lives(pid: str) -> bool:
    return Path("/proc", pid).exists()


def test_an_interrupted_run_stops_its_workers_and_what_they_started(tmp_path: Path) -> None:
    for number in range(MOST_WORKERS):
        (tmp_path / f"test_{number}.py").write_text(A_TEST)
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "-p no:django"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        until = time.monotonic() + PATIENCE
        while len(list(tmp_path.glob("*.started"))) < worker_count() and time.monotonic() < until:
            assert running.poll() is None, running.stdout and running.stdout.read()
            time.sleep(0.05)

        running.terminate()
        running.communicate(timeout=PATIENCE)

    started = {note.stem: note.read_text() for note in tmp_path.glob("*.started")}
    assert len(started) == worker_count()
    assert {note.stem for note in tmp_path.glob("*.stopped")} == set(started)
    assert [pid for pair in started.items() for pid in pair if lives(pid)] == []

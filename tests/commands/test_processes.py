"""The supervisor: what it starts it also stops, with all descendants, and a death is told with its reason."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor

PARENT_AND_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal, time; "
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)'])\n"
    "print(child.pid, flush=True)\ntime.sleep(60)\n"
)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def first_line(log: Path) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        text = log.read_text()
        if text.endswith("\n"):
            return text.splitlines()[0]
        time.sleep(0.02)
    pytest.fail(f"nothing was written to {log}")


def test_stopping_ends_grandchildren_too(tmp_path: Path) -> None:
    supervisor = Supervisor()
    supervisor.start("parent", [sys.executable, "-c", PARENT_AND_CHILD], log=tmp_path / "log")
    grandchild = int(first_line(tmp_path / "log"))
    assert is_alive(grandchild)

    supervisor.stop_all()

    assert not is_alive(grandchild)


def test_program_that_ignores_the_request_is_ended(tmp_path: Path) -> None:
    stubborn = (
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', flush=True)\ntime.sleep(60)\n"
    )
    supervisor = Supervisor()
    child = supervisor.start("stubborn", [sys.executable, "-c", stubborn], log=tmp_path / "log", patience=0.3)
    first_line(tmp_path / "log")

    supervisor.stop_all()

    assert not child.is_running


def test_last_started_is_stopped_first(tmp_path: Path) -> None:
    program = (
        "import signal, sys, time\n"
        "def leave(*_):\n    open(sys.argv[2], 'a').write(sys.argv[1]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave)\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    supervisor = Supervisor()
    for name in "abc":
        command = [sys.executable, "-c", program, name, str(tmp_path / "order")]
        supervisor.start(name, command, log=tmp_path / name)
        first_line(tmp_path / name)

    supervisor.stop_all()

    assert (tmp_path / "order").read_text() == "cba"


def test_death_is_told_with_name_code_and_end_of_the_log(tmp_path: Path) -> None:
    supervisor = Supervisor()
    program = "print('the reason'); raise SystemExit(3)"
    supervisor.start("worker", [sys.executable, "-c", program], log=tmp_path / "log")

    with pytest.raises(CannotStart, match=r"The worker stopped with exit code 3(.|\n)*the reason"):
        supervisor.wait_until(lambda: False, what="The worker", seconds=10)


def test_children_do_not_share_our_process_group(tmp_path: Path) -> None:
    """Ctrl-C in the terminal reaches only us, so that we stop them in order."""
    supervisor = Supervisor()
    child = supervisor.start(
        "child", [sys.executable, "-c", "import time; time.sleep(60)"], log=tmp_path / "log"
    )

    assert os.getpgid(child.process.pid) == child.process.pid

    supervisor.stop_all()

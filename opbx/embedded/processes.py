"""Starts child processes that never outlive us, and stops them in the reverse order of their start."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opbx.embedded.problems import CannotStart

PR_SET_PDEATHSIG = 1
TAIL_LINES = 25


@dataclass(frozen=True)
class Child:
    """A running program, the leader of its own process group, so that Ctrl-C reaches only us."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: int
    patience: float

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None


@dataclass
class Supervisor:
    children: list[Child] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stop_signal: int = signal.SIGTERM,
        patience: float = 15,
        user: str | None = None,
    ) -> Child:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                user=user,
                extra_groups=None if user is None else [],
                start_new_session=True,
                preexec_fn=_die_with_parent(stop_signal),  # noqa: PLW1509 - we have no threads
            )
        child = Child(name, process, log, stop_signal, patience)
        self.children.append(child)
        return child

    def stop_all(self) -> None:
        while self.children:
            stop(self.children.pop())

    def first_dead(self) -> Child | None:
        return next((child for child in self.children if not child.is_running), None)

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float) -> None:
        """Waits for `ready`, and gives up at once when one of the children dies."""
        deadline = time.monotonic() + seconds
        while not ready():
            dead = self.first_dead()
            if dead is not None:
                raise CannotStart(death_notice(dead))
            if time.monotonic() > deadline:
                logs = ", ".join(str(child.log) for child in self.children[-1:])
                raise CannotStart(f"{what} did not answer within {seconds:.0f} seconds. Its log: {logs}")
            time.sleep(0.05)


def stop(child: Child) -> None:
    """Asks politely, then ends what is left of the group: a pool worker whose parent is gone, for example."""
    if child.is_running:
        with contextlib.suppress(ProcessLookupError):
            child.process.send_signal(child.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(timeout=child.patience)
    deadline = time.monotonic() + 5
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < deadline:
            os.killpg(child.process.pid, signal.SIGKILL)  # raises when the group is empty
            child.process.poll()
            time.sleep(0.01)
    child.process.wait()


def death_notice(child: Child) -> str:
    status = child.process.returncode
    how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"stopped with exit code {status}"
    return f"The {child.name} {how}. The end of its log ({child.log}):\n{tail(child.log)}"


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    try:
        with log.open(encoding="utf-8", errors="replace") as text:
            last = deque(text, maxlen=lines)
    except OSError:
        return "  (no log was written)"
    return "".join(f"  {line}" for line in last).rstrip() or "  (the log is empty)"


def _die_with_parent(stop_signal: int) -> Callable[[], None] | None:
    """Has Linux stop the child when we are killed with no chance to stop it ourselves."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)

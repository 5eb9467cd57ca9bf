"""One running installation for all tests that need every process: dev.py's own, with a clock that a test moves.

`python -m tests.installation DATA_DIR` runs it until it is interrupted.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from opbx.embedded.demo import Demo, Options, run_demo
from opbx.embedded.processes import Supervisor
from tests.broker import broker_url

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 600  # on a machine that is busy with other tests
CLOCK, ENVIRONMENT = "clock", "environment"  # files in the data folder


class ClockedDemo(Demo):
    """The demo with tests.clocked_settings, which read the time from a file; it tells its environment in another."""

    def prepare(self) -> None:
        super().prepare()
        (self.data.folder / ENVIRONMENT).write_text(json.dumps(self.environment))

    def _settings(self, simulator: str) -> dict[str, str]:
        clock = str(self.data.folder / CLOCK)
        mine = {"DJANGO_SETTINGS_MODULE": "tests.clocked_settings", "OPBX_TEST_CLOCK": clock}
        return {**super()._settings(simulator), **mine}


@dataclass(frozen=True)
class Installation:
    """Where it answers, keeps its data, and how it can be told the time."""

    console: Path
    data_dir: Path
    database_url: str
    redis_url: str

    @property
    def text(self) -> str:
        """All that it has printed by now."""
        return self.console.read_text()

    @property
    def url(self) -> str:
        return re.search(r"OPBX is ready on (\S+)", self.text)[1]

    @property
    def simulator(self) -> str:
        return re.search(r"simulated on (\S+)", self.text)[1]

    @property
    def environment(self) -> dict[str, str]:
        """What a program of its own needs to join in."""
        found: dict[str, str] = json.loads((self.data_dir / ENVIRONMENT).read_text())
        return found

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The first group of a pattern, as soon as the console shows it."""
        wait_for(lambda: re.search(pattern, self.text) is not None, seconds)
        found = re.search(pattern, self.text)
        assert found, f"The console never showed {pattern}:\n{self.text}"
        return found[1]

    def site(self, slug: str) -> str:
        return self.url.replace("//", f"//{slug}.")

    def set_clock(self, at: datetime | None) -> None:
        """From now on it is `at` (aware) for calls and pages; with None the computer's time.

        Written in one move, as a process may read it now.
        """
        clock = self.data_dir / CLOCK
        if at is None:
            clock.unlink(missing_ok=True)
            return
        new = clock.with_suffix(".new")
        new.write_text(at.isoformat())
        new.replace(clock)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """One with data of its own on free ports, stopped in the end as with Ctrl-C."""
    database = f"opbx_{folder.name}_{os.getpid()}"
    server = os.environ["DATABASE_URL"]
    _execute(server, f'CREATE DATABASE "{database}"')
    environment = {**os.environ, "DATABASE_URL": re.sub(r"/[^/]*$", f"/{database}", server)}
    environment["REDIS_URL"] = broker_url(environment["REDIS_URL"], of_demo=True)
    for name in ("DJANGO_SETTINGS_MODULE", "OPBX_SECRET_KEY", "OPBX_KEY_RING", "OPBX_DEBUG"):
        environment.pop(name, None)
    found = Installation(
        folder / "console", folder / "data", environment["DATABASE_URL"], environment["REDIS_URL"]
    )
    supervisor = Supervisor()
    try:
        child = supervisor.start(
            "installation",
            [sys.executable, "-m", "tests.installation", found.data_dir],
            log=found.console,
            env=environment,
            cwd=ROOT,
            stop_signal=signal.SIGINT,
            patience=60,
        )
        supervisor.wait_until(
            lambda: "Ctrl-C stops everything" in found.text, what="The installation", seconds=READY_SECONDS
        )
        yield found
    finally:
        supervisor.stop_all()
        _execute(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    assert child.process.returncode == 0, found.text


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(re.sub(r"/[^/]*$", "/postgres", server), autocommit=True) as connection:
        connection.execute(statement)


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.1)


def _leave(_sign: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _leave)
    with suppress(KeyboardInterrupt):
        run_demo(
            Options(root=ROOT, port=0, data_dir=Path(sys.argv[1]), host_suffix="localhost", reset=False),
            ClockedDemo,
        )

"""The running product with a clock that a test moves: dev.py's own web process and simulator, in test settings."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from opbx.embedded.datadir import claimed
from opbx.embedded.demo import Demo, Options
from opbx.embedded.ports import free_port
from opbx.embedded.processes import Supervisor
from tests.broker import broker_url

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class ClockedDemo(Demo):
    """The demo with tests.clocked_settings, which read the time from a file."""

    def _settings(self, simulator: str) -> dict[str, str]:
        clock = str(self.data.folder / "clock")
        mine = {"DJANGO_SETTINGS_MODULE": "tests.clocked_settings", "OPBX_TEST_CLOCK": clock}
        return {**super()._settings(simulator), **mine}


@dataclass(frozen=True)
class Running:
    """demo: its processes. simulator: where the simulated Cloudonix answers."""

    demo: ClockedDemo
    simulator: str

    def set_clock(self, at: datetime) -> None:
        """From now on it is `at` (aware) for calls and pages; written in one move, as a process may read it now."""
        clock = self.demo.data.folder / "clock"
        new = clock.with_suffix(".new")
        new.write_text(at.isoformat())
        new.replace(clock)

    def call(
        self, to: str, domain: str = "acme-demo.cloudonix.net", caller: str = "+442079460331"
    ) -> dict[str, Any]:
        """A call from outside, once it has ended, as the simulator shows it."""
        started = self.control("calls/inbound", {"domain": domain, "from": caller, "to": to})
        token = started["token"]
        shown = self.control(f"calls/{token}?until=settled&wait={PATIENCE_SECONDS}")
        assert shown["settled"], shown
        return shown

    def control(self, act: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.simulator}/__sim__/{act}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS + 30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def shell(self, program: str) -> str:
        """What a piece of Python prints in the demo's settings, inside acme."""
        code = (
            "from tenants.context import in_tenant\nfrom tenants.models import Organization\n"
            "with in_tenant(Organization.objects.get(slug='acme')):\n"
            + "\n".join(f"    {line}" for line in program.strip().splitlines())
        )
        return self.demo.manage("shell", "--no-imports", "-c", code)


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("journeys")
    server = os.environ["DATABASE_URL"]
    database = f"opbx_{folder.name}_{os.getpid()}"
    _execute(server, f'CREATE DATABASE "{database}"')
    before = dict(os.environ)
    os.environ["DATABASE_URL"] = re.sub(r"/[^/]*$", f"/{database}", server)
    os.environ["REDIS_URL"] = broker_url(os.environ["REDIS_URL"], of_demo=True)
    for name in ("OPBX_SECRET_KEY", "OPBX_KEY_RING", "OPBX_DEBUG"):
        os.environ.pop(name, None)
    supervisor = Supervisor()
    options = Options(root=ROOT, data_dir=folder / "data", port=0, host_suffix="localhost", reset=False)
    try:
        with claimed(options.data_dir, reset=False) as data:
            demo = ClockedDemo(options, data, supervisor, free_port())
            demo.prepare()
            demo.serve()
            found = Running(demo, demo.environment["OPBX_SIMULATOR_URL"])
            found.control("clock", {"mode": "instant"})
            yield found
    finally:
        supervisor.stop_all()
        os.environ.clear()
        os.environ.update(before)
        _execute(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(re.sub(r"/[^/]*$", "/postgres", server), autocommit=True) as connection:
        connection.execute(statement)

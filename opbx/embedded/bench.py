"""Benchmarks: PostgreSQL, Valkey and the Cloudonix simulator of their own, empty tables, and one measured scenario."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from opbx.embedded.demo import say
from opbx.embedded.ports import LOOPBACK, answers, free_port
from opbx.embedded.postgres import start_postgres
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor, tail
from opbx.embedded.valkey import start_valkey

NAMES = ("sync", "voice")


def run_benchmark(root: Path, name: str, words: Sequence[str]) -> int:
    """Prints the report of one benchmark; 0 when it kept every bar, else 1.

    Servers that the environment names are left alone: they hold other work, and other settings.
    """
    supervisor = Supervisor()
    # Open to the user that PostgreSQL may have to run as instead of root.
    with tempfile.TemporaryDirectory(prefix="opbx-bench-") as place:
        folder = Path(place)
        folder.chmod(0o711)
        try:
            say("Starting PostgreSQL, Valkey and the Cloudonix simulator")
            environment = {**os.environ, **_start_servers(supervisor, root, folder)}
            _manage(root, folder, environment, "migrate_all")
            done = subprocess.run(
                [sys.executable, "manage.py", "benchmark", "--folder", str(folder), name, *words],
                cwd=root,
                env=environment,
                check=False,
            )
        finally:
            supervisor.stop_all()
    return done.returncode


def _start_servers(supervisor: Supervisor, root: Path, folder: Path) -> dict[str, str]:
    # Durable as in production: what is measured includes waiting for the disk.
    postgres = start_postgres(supervisor, folder / "postgres", log=folder / "postgres.log", is_durable=True)
    valkey = start_valkey(supervisor, folder / "valkey", log=folder / "valkey.log")
    port = free_port()
    command = [sys.executable, "-m", "cloudonix.simulator", "--host", LOOPBACK, "--port", str(port)]
    supervisor.start("Cloudonix simulator", command, log=folder / "simulator.log", cwd=root)
    supervisor.wait_until(lambda: answers(port), what="The Cloudonix simulator", seconds=30)
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "DJANGO_SETTINGS_MODULE": "opbx.settings",
        "OPBX_SECRET_KEY": secrets.token_urlsafe(64),
        "OPBX_KEY_RING": "v1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
        "OPBX_CLOUDONIX_URL": f"http://{LOOPBACK}:{port}",
        "OPBX_HOST_SUFFIX": "localhost",
        "OPBX_PUBLIC_URL": "http://localhost:9",  # no call is made, so nobody asks for it
        "OPBX_TLS": "false",
        "PYTHONUNBUFFERED": "1",
    }


def _manage(root: Path, folder: Path, environment: Mapping[str, str], *words: str) -> None:
    log = folder / "setup.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=root, env=environment, stdout=output, stderr=output,
            check=False,
        )  # fmt: skip
    if done.returncode != 0:
        raise CannotStart(f"manage.py {words[0]} failed. The end of its log:\n{tail(log)}")

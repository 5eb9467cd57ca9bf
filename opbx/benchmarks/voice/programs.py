"""The three programs that are compared, each under the same gunicorn on the same PostgreSQL server."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from opbx.benchmarks.cpu import children_of, cpu_seconds
from opbx.embedded.ports import LOOPBACK, answers, free_port
from opbx.embedded.processes import Child, Supervisor, tail

ROOT = Path(settings.BASE_DIR)
WORKERS, THREADS = 2, 4
GUNICORN = ("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS))
# So many numbers that an index matters, and the dialled one.
_LIMIT_TABLE = (
    "CREATE TABLE number (e164 text PRIMARY KEY, document text NOT NULL)",
    """
    INSERT INTO number
    SELECT '+4930' || n, '<Dial timeout="20"><Number>' || n || '_office</Number></Dial>'
    FROM generate_series(1000000, 1100000) AS n
    """,
    "VACUUM (ANALYZE) number",
)


@dataclass(frozen=True)
class Program:
    """A program that serves; its port, and its processes."""

    name: str
    port: int
    child: Child

    @property
    def pid(self) -> int:
        return self.child.process.pid

    def workers(self) -> list[int]:
        return children_of(self.pid)

    def cpu_of_workers(self) -> list[float]:
        return [cpu_seconds(worker) for worker in self.workers()]


def start_ours(supervisor: Supervisor, folder: Path, *, name: str = "ours", **variables: str) -> Program:
    """opbx.wsgi as docker-compose.yml runs it."""
    return _start(supervisor, folder, name, "opbx.wsgi", {"OPBX_DB_POOL": "true", **variables})


def start_limit(supervisor: Supervisor, folder: Path) -> Program:
    url = _database("bench_limit")
    with psycopg.connect(url, autocommit=True) as database:
        for statement in _LIMIT_TABLE:
            database.execute(statement)
    return _start(supervisor, folder, "limit", "opbx.benchmarks.voice.limit", {"DATABASE_URL": url})


def start_usual(supervisor: Supervisor, folder: Path, *, host: str, key: str, number: str) -> Program:
    settings_module = {"DJANGO_SETTINGS_MODULE": "opbx.benchmarks.usual.settings"}
    variables = {**settings_module, "DATABASE_URL": _database("bench_usual")}
    done = subprocess.run(
        [sys.executable, "-m", "opbx.benchmarks.usual.fill", host, key, number],
        cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The usual project could not be filled: {done.stderr[-1000:]}")
    return _start(supervisor, folder, "usual", "opbx.benchmarks.usual.wsgi", variables)


def _start(
    supervisor: Supervisor, folder: Path, name: str, module: str, variables: Mapping[str, str]
) -> Program:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", module, *GUNICORN, "--bind", f"{LOOPBACK}:{port}"]
    command += ["--worker-tmp-dir", "/dev/shm", "--no-control-socket"]  # noqa: S108 - as the Dockerfile has it
    log = folder / f"{name}.log"
    child = supervisor.start(name, command, log=log, env={**os.environ, **variables}, cwd=ROOT)
    program = Program(name, port, child)
    supervisor.wait_until(
        lambda: answers(port) and len(program.workers()) == WORKERS, what=f"{name}\n{tail(log)}", seconds=60
    )
    # The port is open before a worker has read its program, and connections would wait for it there.
    for worker in program.workers():
        with alone(worker, program.workers()):
            supervisor.wait_until(lambda: _serves(port), what=f"A worker of {name}", seconds=60)
    return program


@contextmanager
def alone(worker: int, workers: list[int]) -> Iterator[None]:
    """Stop the other workers meanwhile, so that only this one can answer."""
    others = [other for other in workers if other != worker]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def _serves(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _database(name: str) -> str:
    """Another database on the same server, made anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    main = settings.DATABASES["default"]
    return urlsplit(f"postgres://{main['USER']}@{main['HOST']}:{main['PORT']}/{name}").geturl()

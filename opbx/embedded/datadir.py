"""Claims the data folder for one run: its lock, its keys, its logs, and what an earlier run left behind."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opbx.embedded.postgres import end_leftover
from opbx.embedded.problems import CannotStart

MARKER = "opbx-data"
LOCK = "lock"
OWNER_VARIABLE = "OPBX_LAUNCHER_DATA"  # set for every child, so that a later run knows them by it


@dataclass(frozen=True)
class DataDir:
    folder: Path

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        return self.folder / "valkey"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def child_environment(self) -> dict[str, str]:
        return {OWNER_VARIABLE: str(self.folder)}

    def secret_key(self) -> str:
        return self._kept("secret_key", secrets.token_urlsafe(64))

    def key_ring(self) -> str:
        return self._kept("key_ring", "v1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii"))

    def _kept(self, name: str, fresh: str) -> str:
        """The value of an earlier run; else `fresh`, written so that no other user can read it."""
        path = self.folder / name
        if not path.exists():
            draft = self.folder / f"{name}.new"
            draft.unlink(missing_ok=True)
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:  # noqa: PTH123
                output.write(fresh)
            draft.rename(path)
        return path.read_text(encoding="ascii").strip()


@contextlib.contextmanager
def claimed(folder: Path, *, reset: bool) -> Iterator[DataDir]:
    """Holds the folder's lock, which the system frees even when this process is killed."""
    folder = folder.resolve()
    _require_ours(folder)
    try:
        # Not listed for others, yet open to the user that PostgreSQL may have to run as instead of root.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        (folder / MARKER).touch()
        lock = (folder / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be written ({error.strerror}). "
            "Choose one that can: python3 dev.py --data-dir FOLDER"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise CannotStart(
                f"OPBX already runs on {folder} (process {lock.read().strip() or 'unknown'}). Use that one, "
                "stop it, or start a second beside it: python3 dev.py --data-dir OTHER --port OTHER"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        end_leftovers(folder)
        if reset:
            _empty(folder)
        _put_old_logs_aside(folder / "logs")
        yield DataDir(folder)
        lock.truncate(0)


def end_leftovers(folder: Path) -> None:
    """Ends what a killed run left running: we hold the lock, so what bears the folder's mark is left over."""
    running = _leftovers(folder)
    for sign, seconds in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        for pid in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        deadline = time.monotonic() + seconds
        while running and time.monotonic() < deadline:
            time.sleep(0.05)
            running = _leftovers(folder)
        if not running:
            return
    listed = ", ".join(str(pid) for pid in running)
    raise CannotStart(
        f"Processes of an earlier run on {folder} cannot be stopped: {listed}. Stop them first."
    )


def _leftovers(folder: Path) -> list[int]:
    mark = f"{OWNER_VARIABLE}={folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            variables = (entry / "environ").read_bytes().split(b"\0")
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # ended meanwhile, or someone else's
        # PostgreSQL's own processes are left to its launcher, which knows how to stop it without recovery.
        if mark in variables and command and int(entry.name) != os.getpid() and b"postgres" not in command:
            found.append(int(entry.name))
    return found


def _require_ours(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotStart(f"{folder} is a file. Choose a folder with --data-dir.")
    try:
        foreign = folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists()
    except OSError as error:
        raise CannotStart(f"The data folder {folder} cannot be read ({error.strerror}).") from error
    if foreign:
        raise CannotStart(
            f"{folder} holds other files and was not made by OPBX. "
            "Choose an empty or a new folder with --data-dir."
        )


def _empty(folder: Path) -> None:
    """Forgets the demo; the marker and the lock stay, since we hold them."""
    end_leftover(folder / "postgres")
    for path in folder.iterdir():
        if path.name in {MARKER, LOCK}:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _put_old_logs_aside(logs: Path) -> None:
    logs.mkdir(mode=0o700, exist_ok=True)
    for log in logs.glob("*.log"):
        log.rename(log.with_suffix(".previous"))

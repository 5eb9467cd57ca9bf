"""Makes the virtual environment and installs exactly what the committed lock file lists."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from opbx.embedded.problems import CannotStart

UV = "uv==0.13.9"
LOCK_FILE = "requirements-dev.txt"
STAMP = "opbx-installed"


def ensure_environment(root: Path) -> Path:
    """The Python of an up-to-date `.venv`; does nothing when the lock file is the one installed last time."""
    venv = root / ".venv"
    python = venv / "bin" / "python"
    fingerprint = _fingerprint(root)
    stamp = venv / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint and os.access(python, os.X_OK):
        return python
    try:
        _install(root, venv, python)
        stamp.write_text(fingerprint, encoding="ascii")
    except PermissionError as error:
        raise CannotStart(
            f"{error.filename or venv} cannot be written. Run this as the owner of {root}, "
            "or in a copy of your own."
        ) from error
    except OSError as error:
        raise CannotStart(f"The packages cannot be installed into {venv}: {error.strerror}.") from error
    return python


def runs_inside(root: Path) -> bool:
    return Path(sys.prefix).resolve() == (root / ".venv").resolve()


def require_apt_packages(packages: Sequence[str], *, why: str) -> None:
    """Installs Debian packages when we are root, else names the command that does."""
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotStart(f"{why} Run this, then start again: sudo apt-get install {names}")
    sys.stdout.write(f"{why} Running: apt-get install {names}\n")
    sys.stdout.flush()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CannotStart(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout).strip()}")


def _fingerprint(root: Path) -> str:
    lock = (root / LOCK_FILE).read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}"


def _install(root: Path, venv: Path, python: Path) -> None:
    if not _works(python):
        _make_venv(venv)
    sys.stdout.write(f"Installing the packages of {LOCK_FILE} into {venv} …\n")
    sys.stdout.flush()
    uv = venv / "bin" / "uv"
    if not uv.exists():
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], root)
    # By the lock file's hashes, so that nobody can slip us another package under the same name.
    _run([uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", root / LOCK_FILE], root)


def _works(python: Path) -> bool:
    """Whether the environment's Python starts and is the version that runs us."""
    command = [str(python), "-c", "import sys, pip; print(*sys.version_info[:2], sep='.')"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    return found.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def _make_venv(venv: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        require_apt_packages([package], why="Python's venv module is not installed.")
    if venv.exists():
        shutil.rmtree(venv)
    venv.mkdir()
    _run([sys.executable, "-m", "venv", venv], venv.parent)


def _run(command: Sequence[str | Path], folder: Path) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "true"}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotStart(f"{' '.join(words)} failed:\n{(done.stderr or done.stdout).strip()}")

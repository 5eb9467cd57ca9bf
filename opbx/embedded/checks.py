"""Runs every check of the project, one after the other, and closes with pytest's own summary line."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from opbx.embedded.install import require_apt_packages
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor
from opbx.embedded.pytest_run import run_pytest
from opbx.embedded.servers import server_urls

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REPORT_VARIABLE = "OPBX_CHECK_REPORT"
PRODUCTION = {"OPBX_TLS": "true", "OPBX_DEBUG": "false", "OPBX_PUBLIC_URL": "https://pbx.example.com"}


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    extra: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float

    def line(self) -> str:
        return f"{'passed' if self.passed else 'FAILED':<8}{self.name:<24}{self.seconds:6.1f} s"


def run_checks(root: Path, pytest_words: Sequence[str]) -> int:
    """All checks run, also after a failure, so that one run shows everything there is to mend."""
    results = [_browser_is_there()]
    supervisor = Supervisor()
    with tempfile.TemporaryDirectory(prefix="opbx-test-") as folder:
        try:
            environment = {**os.environ, **_settings(), **server_urls(supervisor, Path(folder), Path(folder))}
            results += [_run(check, root, environment) for check in _static_checks()]
            environment[REPORT_VARIABLE] = "\n".join(result.line() for result in results)
            tests = run_pytest(root, environment, pytest_words)
        finally:
            supervisor.stop_all()
    return 0 if tests == 0 and all(result.passed for result in results) else 1


def _static_checks() -> list[Check]:
    python = [sys.executable, "-m"]
    manage = [sys.executable, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("format (ruff)", [*python, "ruff", "format", "--check", "--output-format", "concise", "."], {}),
        Check("lint (ruff)", [*python, "ruff", "check", "--output-format", "concise", "."], {}),
        Check("types (mypy)", [*python, "mypy"], {}),
        Check("layers (import-linter)", [str(Path(sys.executable).parent / "lint-imports")], {}),
        Check("settings", [*manage, "check", "--fail-level", "WARNING"], {}),
        Check("production settings", deploy, PRODUCTION),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
    ]


def _run(check: Check, root: Path, environment: Mapping[str, str]) -> Result:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=root,
        env={**environment, **check.extra},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    result = Result(check.name, done.returncode == 0, time.monotonic() - began)
    _say(result.line())
    if not result.passed:
        _say(done.stdout.rstrip() + "\n")
    return result


def _settings() -> dict[str, str]:
    """What settings need to load; fresh in every run, since nothing of a test is kept."""
    return {
        "DJANGO_SETTINGS_MODULE": "opbx.settings",
        "OPBX_SECRET_KEY": secrets.token_urlsafe(64),
        "OPBX_KEY_RING": "v1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
    }


def _browser_is_there() -> Result:
    """Browser tests skip themselves without a browser; where nobody watches, that is a failure."""
    began = time.monotonic()
    if not _has_browser():
        try:
            require_apt_packages(["chromium", "fonts-liberation"], why="Browser tests need Chromium.")
        except CannotStart as problem:
            _say(f"{problem}\nBrowser tests will be skipped.")
    passed = _has_browser() or os.environ.get("CI", "").lower() not in {"1", "true"}
    result = Result("browser (chromium)", passed, time.monotonic() - began)
    _say(result.line())
    return result


def _has_browser() -> bool:
    return any(shutil.which(name) for name in BROWSERS)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()

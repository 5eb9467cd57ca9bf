"""A Python in the settings of a running demo that stays: to start one for each question would take seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Reads one program a line, in JSON, and answers each with one line: what it printed, and the error it ended by.
_SERVER = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from tenants.context import in_tenant
from tenants.models import Organization
for line in sys.stdin:
    asked, printed, error = json.loads(line), io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed), in_tenant(Organization.objects.get(slug=asked["slug"])):
            exec(asked["program"], {})
    except Exception:
        error = traceback.format_exc()
    print(json.dumps([printed.getvalue(), error]), flush=True)
"""


class Shell:
    def __init__(self, environment: Mapping[str, str], root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER],
            cwd=root,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, program: str, slug: str) -> str:
        """What the program prints, inside the organization."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"program": program, "slug": slug}) + "\n")
        self._process.stdin.flush()
        printed, error = json.loads(self._process.stdout.readline())
        assert not error, error
        return str(printed)

    def close(self) -> None:
        self._process.communicate(timeout=30)

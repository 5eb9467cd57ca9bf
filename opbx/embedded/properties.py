"""Tries the properties of the engine on far more plans and calls than the tests do; needs no server."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CASES = "100000"
# Those whose properties ask for as many cases as they are given.
PROPERTIES = (
    "tests/engine/test_any_call.py",
    "tests/engine/test_hours_properties.py::test_who_rings_while_it_is_open_never_rings_while_it_is_closed",
    "tests/engine/test_properties.py::test_what_the_calling_class_refuses_is_never_dialled",
    "tests/engine/test_ring_groups.py::test_round_robin_is_fair_within_one_over_any_interleaving",
)
CASES_VARIABLE = "OPBX_PROPERTY_CASES"


def run_properties(root: Path, pytest_words: Sequence[str]) -> int:
    """Pytest's exit code. OPBX_PROPERTY_CASES asks for another number of cases than 100,000."""
    environment = {
        "OPBX_SECRET_KEY": secrets.token_urlsafe(64),
        "OPBX_KEY_RING": "v1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
        # Named by the settings, never opened.
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        CASES_VARIABLE: CASES,
        **os.environ,
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-q",
        *PROPERTIES,
    ]
    return subprocess.run([*command, *pytest_words], cwd=root, env=environment, check=False).returncode

"""The clock of calls and pages: the computer's, and a test's in test settings only."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opbx import clock

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_test_clock_it_is_now():
    before = datetime.now(UTC)

    assert before <= clock.now() <= datetime.now(UTC)


def test_a_test_clock_says_what_its_file_holds(settings, tmp_path):
    settings.TEST_CLOCK = str(tmp_path / "clock")
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)  # until somebody writes the file

    (tmp_path / "clock").write_text("2026-03-29T02:30:00+02:00\n")

    assert clock.now() == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("module", "is_refused"), [("opbx.settings", True), ("tests.clocked_settings", False)]
)
def test_no_process_of_the_product_starts_with_a_test_clock(module, is_refused, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": module,
        "OPBX_TEST_CLOCK": str(tmp_path / "clock"),
        "OPBX_SECRET_KEY": "tests-only-" + "0123456789abcdef" * 4,
        "OPBX_KEY_RING": "v1:" + "A" * 43 + "=",
    }

    done = subprocess.run(
        [sys.executable, "-c", "import opbx.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode != 0) is is_refused, done.stderr
    sentence = "OPBX_TEST_CLOCK moves the clock for tests and is refused with opbx.settings. Unset it."
    assert (sentence in done.stderr) is is_refused

"""`dev.py bench`: what it says to a person, and how its report judges."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opbx.benchmarks.report import Report

ROOT = Path(__file__).resolve().parents[2]


def dev(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "dev.py", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.parametrize("words", [("bench",), ("test", "sync")])
def test_a_benchmark_is_named_and_nothing_else_is(words) -> None:
    refused = dev(*words)

    assert refused.returncode == 2
    assert "bench, and only bench, is followed by one of: sync" in refused.stderr


def test_an_installation_in_use_is_not_filled_with_test_data(acme) -> None:
    with pytest.raises(CommandError, match="This installation is in use"):
        call_command("benchmark", "sync")


def test_a_report_names_the_machine_its_load_and_the_seed(db) -> None:
    lines: list[str] = []

    report = Report("sync", 7, lines.append)
    report.begin()

    assert lines[0].endswith("seed 7")
    assert "cores" in lines[1]
    assert "PostgreSQL" in lines[1]
    assert lines[2].startswith("Load")


@pytest.mark.parametrize(
    ("figure", "holds", "verdict"), [(1.2, True, "PASS"), (1.21, True, "FAIL"), (1.0, False, "FAIL")]
)
def test_a_report_passes_when_every_bar_is_kept(figure, holds, verdict) -> None:
    lines: list[str] = []

    report = Report("sync", 7, lines.append)
    report.bar("Ratio", figure, at_most=1.2)
    report.must("Both sides are equal", holds=holds)
    report.end()

    assert lines[0] == f"{'pass' if figure <= 1.2 else 'FAIL':<11}Ratio: {figure:.4g} (at most 1.2)"
    assert lines[-1] == verdict
    assert report.is_passed is (verdict == "PASS")

"""`dev.py bench`: what it says to a person, and how its report judges."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opbx.benchmarks.report import Report

ROOT = Path(__file__).resolve().parents[2]


BARS = 16
PATIENCE = 300  # on a machine that is busy with other tests


def dev(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "dev.py", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.mark.parametrize("words", [("bench",), ("test", "sync")])
def test_a_benchmark_is_named_and_nothing_else_is(words) -> None:
    refused = dev(*words)

    assert refused.returncode == 2
    assert "bench, and only bench, is followed by one of: sync, voice" in refused.stderr


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


def test_a_goal_is_shown_and_not_judged() -> None:
    lines: list[str] = []

    report = Report("voice", 7, lines.append)
    report.bar("Cost ÷ limit", 2.0, at_most=2.5, goal=1.6)

    assert lines == ["pass       Cost ÷ limit: 2 (at most 2.5, goal 1.6)"]


def test_the_voice_route_is_measured_with_every_bar() -> None:
    """A small run: what it measures depends on the machine, that it works does not."""
    done = dev("bench", "voice", "--", "--quick", "--seed", "1")

    lines = done.stdout.splitlines()
    kept = [line.removeprefix("pass").strip() for line in lines if line.startswith("pass")]
    figures = [line for line in lines if line.startswith(("pass", "FAIL "))]
    assert (done.returncode, lines[-1]) in {(0, "PASS"), (1, "FAIL")}, done.stdout + done.stderr
    assert len(figures) == BARS, done.stdout
    assert "Each of 2 saved changes is heard by the next request in every worker" in kept
    assert "Statements for each request: 2 (at most 2)" in kept
    assert "Statements for each request that rings in turn: 3 (at most 3)" in kept
    assert "answers were wrong" not in done.stdout

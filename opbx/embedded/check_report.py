"""A pytest plugin that repeats the other checks' results just above pytest's closing line."""

from __future__ import annotations

import os
from typing import Protocol


class Reporter(Protocol):
    def section(self, title: str) -> None: ...
    def write_line(self, line: str) -> None: ...


def pytest_terminal_summary(terminalreporter: Reporter) -> None:
    lines = os.environ.get("OPBX_CHECK_REPORT", "").splitlines()
    if lines:
        terminalreporter.section("other checks")
        for line in lines:
            terminalreporter.write_line(line)

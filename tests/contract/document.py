"""docs/cloudonix-contract.md, read as data: the deviations that it lists and the facts with their guards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.contract.description import Deviation

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/cloudonix-contract.md"
TAGS = {"A", "B", "C", "?"}
IN_DOMAIN = "/customers/{customer-id}/domains/{domain-id}"


@dataclass(frozen=True)
class Listed:
    """One row: an operation ("any" for all), a side, what differs, why, and how sure we are."""

    operation: str
    side: str
    what: str
    why: str
    tag: str

    def covers(self, found: Deviation) -> bool:
        return (
            self.operation in {"any", found.operation} and self.side == found.side and self.what == found.what
        )


@dataclass(frozen=True)
class Fact:
    text: str
    tag: str
    guards: tuple[str, ...]


def listed_deviations() -> list[Listed]:
    """One for each phrase; a row may hold several, with semicolons between."""
    return [
        Listed(_operation(operation), side, phrase.strip(), why, tag)
        for operation, side, what, why, tag in _rows("Operation")
        for phrase in what.split(";")
    ]


def facts() -> list[Fact]:
    return [
        Fact(text, tag, tuple(re.findall(r"`([^`]+)`", guards)))
        for text, tag, guards in _rows("What we rely on")
    ]


def guard_exists(name: str) -> bool:
    """Whether a guard, "folder/test_file.py::test_name" below tests/, is a test that there is."""
    file, _, test = name.partition("::")
    place = ROOT / "tests" / file
    return (
        place.is_file()
        and re.search(rf"^def {re.escape(test)}\(", place.read_text("utf-8"), re.MULTILINE) is not None
    )


def _operation(cell: str) -> str:
    return cell.strip("`").replace("…", IN_DOMAIN)


def _rows(first_heading: str) -> Iterator[list[str]]:
    """The cells of all tables whose first column has this heading."""
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == first_heading:
            inside = True
        elif inside and not set(cells[0]) <= set("- :"):
            yield cells

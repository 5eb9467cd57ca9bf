"""One row of the permission table: a URL, whose object it names, and what it answers to each of the cast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    statuses: str
    arguments: str = "nothing"
    method: str = "GET"

    @property
    def expected(self) -> tuple[int, ...]:
        return tuple(int(status) for status in self.statuses.split())

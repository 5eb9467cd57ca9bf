"""What extensions inherit besides common attributes, such as forwarding rules, which routing knows (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from extensions.models import Extension, ExtensionTemplate

# For each extension (primary key): what is inherited → what holds before and after, in words.
Inherited = Mapping[int, dict[str, list[str]]]


class Heritage(Protocol):
    """One kind of thing that an extension has of its own or inherits; its names have words in extensions.history."""

    def effects(
        self, rows: Sequence[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
    ) -> Inherited:
        """What would hold otherwise if these extensions (their templates loaded) used this template, or none."""

    def owners(self, rows: Sequence[Extension]) -> set[int]:
        """Those of them, by primary key, that have something of their own."""

    def reset(self, rows: Sequence[Extension]) -> None:
        """Take away what they have of their own, within the caller's transaction."""


_heritages: list[Heritage] = []


def register_heritage(heritage: Heritage) -> None:
    """Called once by the app that knows it, when it is ready."""
    _heritages.append(heritage)


def heritages() -> list[Heritage]:
    return list(_heritages)

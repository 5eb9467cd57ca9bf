"""Destinations as spreadsheets write them: "Extension 101 Amara Okafor", "Ring group Sales", "Hang up"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from opbx.errors import NotAcceptable
from routing.models import (
    OBJECT_COLUMNS,
    ROUTABLE,
    DestinationFields,
    DestinationKeywords,
    DestinationKind,
)
from routing.services.destinations import destination_words, model_of

HOW = "for example Extension 101, Ring group Sales or Hang up"
# The word that a destination of a kind begins with, the longest first; what follows names its object.
_NOUNS = sorted(((kind.noun.lower(), kind) for kind in ROUTABLE), key=lambda pair: len(pair[0]), reverse=True)


@dataclass(frozen=True)
class Written:
    """A destination as somebody wrote it. keywords: of `point`; None where it was not understood, for this problem."""

    text: str
    keywords: DestinationKeywords | None = None
    problem: str = ""

    def wanted(self, row: DestinationFields | None = None) -> DestinationKeywords | None:
        """Where to point the row; None when it leads there already, as far as the words tell. Raises NotAcceptable."""
        if row is not None and _plain(self.text) == _plain(destination_words(row)):
            return None
        if self.keywords is None:
            raise NotAcceptable(self.problem, field="destination")
        return self.keywords


class Goals:
    """Everything that calls can be sent to, by what it may be called; one query for each kind."""

    def __init__(self) -> None:
        self._by_name: dict[DestinationKind, dict[str, list[Model]]] = {}
        self._by_number: dict[str, tuple[DestinationKind, Model]] = {}
        for kind in ROUTABLE:
            if kind not in OBJECT_COLUMNS:
                continue
            names: dict[str, list[Model]] = {}
            for row in model_of(OBJECT_COLUMNS[kind])._default_manager.all():  # noqa: SLF001 - Django's documented name
                names.setdefault(_plain(str(row)), []).append(row)
                number = getattr(row, "number", "")
                if number:
                    self._by_number[number] = kind, row
            self._by_name[kind] = names

    def read(self, text: str) -> Written:
        """Any text, also one that means nothing."""
        words = " ".join(text.split())
        if not words:
            return Written(text, problem=f"Enter where calls go, {HOW}.")
        if words.startswith("+"):
            return Written(text, _outside(words))
        if words in self._by_number:
            kind, row = self._by_number[words]
            return Written(text, _to(kind, row))
        for noun, kind in _NOUNS:
            if words.lower() == noun or words.lower().startswith(f"{noun} "):
                return self._of_kind(text, kind, words[len(noun) :].strip())
        return Written(text, problem=f"“{words[:60]}” says no destination. Write {HOW}.")

    def _of_kind(self, text: str, kind: DestinationKind, rest: str) -> Written:
        if kind is DestinationKind.HANG_UP:
            return Written(text, {"destination_kind": kind})
        if kind is DestinationKind.OUTSIDE:
            return Written(text, _outside(rest))
        names = self._by_name[kind]
        found = names.get(_plain(rest)) or self._numbered(kind, rest)
        if not found:
            named = f"{kind.noun} {rest[:60]}".strip()
            return Written(text, problem=f"There is no {named}. Add it first, or correct the cell.")
        if len(found) > 1:
            sentence = (
                f"Several are called {rest[:60]}. Give each a name of its own, or choose it in the page."
            )
            return Written(text, problem=sentence)
        return Written(text, _to(kind, found[0]))

    def _numbered(self, kind: DestinationKind, rest: str) -> list[Model]:
        """By its internal number; behind an extension's the name may be another one meanwhile."""
        number = rest.partition(" ")[0] if kind is DestinationKind.EXTENSION else rest
        its_kind, row = self._by_number.get(number, (None, None))
        return [row] if its_kind is kind and row is not None else []


def _to(kind: DestinationKind, row: Model) -> DestinationKeywords:
    keywords: Any = {"destination_kind": kind, OBJECT_COLUMNS[kind]: row}
    found: DestinationKeywords = keywords
    return found


def _outside(number: str) -> DestinationKeywords:
    return {"destination_kind": DestinationKind.OUTSIDE, "destination_outside": number}


def _plain(text: str) -> str:
    """As names are compared: in lower case, with single spaces."""
    return " ".join(text.split()).lower()

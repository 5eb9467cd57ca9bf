"""An object's history in words, for the card "Changes" on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from audit.models import Entry
from audit.services import history_of

# Action → what the actor did, as the rest of a sentence that begins with the actor's name.
Sentences = Mapping[str, str | Callable[[Entry], str]]


@dataclass(frozen=True)
class Line:
    """One act. changes: (field in words, before, after)."""

    at: datetime
    actor_label: str
    sentence: str
    changes: tuple[tuple[str, Any, Any], ...]


def history_in_words(
    obj: models.Model, sentences: Sentences, fields: Mapping[str, str], *, limit: int = 20
) -> list[Line]:
    """The newest acts on obj. Only fields with a name in words are shown; an addition shows none."""
    return [_line(entry, sentences, fields) for entry in history_of(obj, limit)]


def _line(entry: Entry, sentences: Sentences, fields: Mapping[str, str]) -> Line:
    told = sentences.get(entry.action, entry.action)
    changes = () if entry.action.endswith(".added") else _changes(entry.changes, fields)
    return Line(entry.at, entry.actor_label, told if isinstance(told, str) else told(entry), changes)


def _changes(changes: dict[str, list[Any]], fields: Mapping[str, str]) -> tuple[tuple[str, Any, Any], ...]:
    return tuple(
        (fields[name], _word(before), _word(after))
        for name, (before, after) in changes.items()
        if name in fields
    )


def _word(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value

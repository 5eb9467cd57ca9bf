"""Live values for those who ask what would happen to a call, without a call: they are looked at and never moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routing.engine.live import Want
from tenants.context import current_organization

# Given a schema and wants of its kind, answers them without changing anything.
Reader = Callable[[str, Sequence[Any]], Mapping[Want, Any]]
_readers: dict[type[Want], Reader] = {}


def register_live_reader(kind: type[Want], reader: Reader) -> None:
    """Who keeps the values of a kind tells how they are looked at; called once, when the app is ready."""
    _readers[kind] = reader


def live_answers(wants: Sequence[Want]) -> dict[Want, Any]:
    """What the current organization's calls would be told now; turns and PINs keep their provisional answers."""
    found: dict[Want, Any] = {want: want.provisional for want in wants}
    for kind, reader in _readers.items():
        asked = [want for want in wants if type(want) is kind]
        if asked:
            found.update(reader(current_organization().schema_name, asked))
    return found

"""The reference index: who uses an object. Upper layers register finders, lower layers ask (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Use:
    """One place that points to an object: shown under "Used by" and as an impact before a delete.

    kind: the word for people ("Phone number"). label: the object's name. role: how it uses the object
    ("calls go here"). url: its page.
    """

    kind: str
    label: str
    role: str
    url: str
    icon: str


Finder = Callable[[Model], Iterable[Use]]
_finders: dict[type[Model], list[Finder]] = {}


def register_finder(model: type[Model], finder: Finder) -> None:
    """Let finder answer for objects of this model; called once per finder, when its app is ready."""
    _finders.setdefault(model, []).append(finder)


def uses_of(obj: Model) -> list[Use]:
    """Every place that points to obj, in the order the finders were registered."""
    return [use for finder in _finders.get(type(obj), []) for use in finder(obj)]

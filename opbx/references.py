"""The reference index: who uses an object. Upper layers register, lower layers ask (docs/adr/0006)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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


# For a batch of objects of one model: pairs of an object's primary key and a use of it, in one query.
Finder = Callable[[Sequence[Model]], Iterable[tuple[Any, Use]]]
# Points every use of the first object to the second, or to nothing (None), with the actor's audit entries.
Redirector = Callable[[Any, Model, Model | None], None]
_finders: dict[type[Model], list[Finder]] = {}
_redirectors: dict[type[Model], list[Redirector]] = {}


def register_finder(model: type[Model], finder: Finder) -> None:
    """Let finder answer for objects of this model; called once per finder, when its app is ready."""
    _finders.setdefault(model, []).append(finder)


def register_redirector(model: type[Model], redirector: Redirector) -> None:
    """Let redirector move its uses of an object of this model before the object is deleted."""
    _redirectors.setdefault(model, []).append(redirector)


def uses_of(obj: Model) -> list[Use]:
    """Every place that points to obj, in the order the finders were registered."""
    return [use for finder in _finders.get(type(obj), []) for _, use in finder([obj])]


def uses_of_all(objects: Sequence[Model]) -> list[Use]:
    """Every place that points to one of these objects of one model, each once; one query per finder."""
    if not objects:
        return []
    finders = _finders.get(type(objects[0]), [])
    return list(dict.fromkeys(use for finder in finders for _, use in finder(objects)))


def count_uses(objects: Sequence[Model]) -> Counter[Any]:
    """How many places point to each of these objects of one model, by primary key; one query per finder."""
    if not objects:
        return Counter()
    return Counter(pk for finder in _finders.get(type(objects[0]), []) for pk, _ in finder(objects))


def redirect_uses(actor: Any, obj: Model, replacement: Model | None) -> None:  # noqa: ANN401 - an audit.Actor
    """Point everything that uses obj elsewhere, within the caller's transaction.

    replacement: another object of the same model; None ends the call there (hang up).
    """
    for redirector in _redirectors.get(type(obj), []):
        redirector(actor, obj, replacement)

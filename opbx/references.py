"""The reference index: who uses an object. Upper layers register, lower layers ask (docs/adr/0006)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet


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
# The same without the uses: the objects' primary keys, once for each use, as a query of one column.
Tally = Callable[[Sequence[Model]], QuerySet[Any, Any]]
_finders: dict[type[Model], list[tuple[Finder, Tally | None]]] = {}
_redirectors: dict[type[Model], list[Redirector]] = {}


def register_finder(model: type[Model], finder: Finder, tally: Tally | None = None) -> None:
    """Let finder answer for objects of this model; called once per finder, when its app is ready.

    tally: lets lists that show how many uses there are count them in one query together with all others that have one.
    """
    _finders.setdefault(model, []).append((finder, tally))


def register_redirector(model: type[Model], redirector: Redirector) -> None:
    """Let redirector move its uses of an object of this model before the object is deleted."""
    _redirectors.setdefault(model, []).append(redirector)


def uses_of(obj: Model) -> list[Use]:
    """Every place that points to obj, in the order the finders were registered."""
    return [use for finder, _ in _finders.get(type(obj), []) for _, use in finder([obj])]


def uses_of_all(objects: Sequence[Model]) -> list[Use]:
    """Every place that points to one of these objects of one model, each once; one query per finder."""
    if not objects:
        return []
    finders = _finders.get(type(objects[0]), [])
    return list(dict.fromkeys(use for finder, _ in finders for _, use in finder(objects)))


def count_uses(objects: Sequence[Model]) -> Counter[Any]:
    """How many places point to each of these objects of one model, by primary key.

    One query for all finders with a tally, and one for each other.
    """
    if not objects:
        return Counter()
    found: Counter[Any] = Counter()
    tallies: list[QuerySet[Any, Any]] = []
    for finder, tally in _finders.get(type(objects[0]), []):
        if tally is not None:
            tallies.append(tally(objects))
        else:
            found.update(pk for pk, _ in finder(objects))
    if tallies:
        found.update(pk for (pk,) in tallies[0].union(*tallies[1:], all=True))
    return found


def redirect_uses(actor: Any, obj: Model, replacement: Model | None) -> None:  # noqa: ANN401 - an audit.Actor
    """Point everything that uses obj elsewhere, within the caller's transaction.

    replacement: another object of the same model; None ends the call there (hang up).
    """
    for redirector in _redirectors.get(type(obj), []):
        redirector(actor, obj, replacement)

"""The pages of a kind of routed object as data; routing.views.objects and routing.views.object_acts draw them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from routing.forms.objects import ObjectFilter, ObjectForm
from routing.kinds import Kind

NAME = (Lower("name"), "pk")


@dataclass(frozen=True)
class Column:
    """A column of the list, beside those that all kinds have.

    text: what the export says, and the list too unless there is a template (of `row`). order: expressions to sort by,
    () for a column that is not sorted by. css: where the cell goes on a phone (docs/ui.md, section 4).
    """

    key: str
    title: str
    text: Callable[[Any], str]
    order: tuple[Any, ...] = ()
    template: str = ""
    css: str = "cell-wide"


def _nothing_more(row: Any) -> Mapping[str, Any]:  # noqa: ANN401, ARG001 - what a kind's own takes
    return {}


def _no_problems(rows: Sequence[Any]) -> Mapping[Any, list[str]]:  # noqa: ARG001 - what a kind's own takes
    return {}


@dataclass(frozen=True)
class Pages:
    """What the pages of one kind show and which services they call.

    about: what such an object is for, in the empty list. add, update: the kind's own services.
    rows: what its list shows, with whatever the columns read, in a constant number of queries.
    cards: a template with the cards of its page (`object`, `may_change`, and what `more` adds for the object).
    fields: the template of its form (`form`, `object`).
    problems: for rows of a page, by primary key, sentences about what keeps them from working, in constant queries.
    """

    kind: Kind
    form: type[ObjectForm]
    add: Callable[..., Any]
    update: Callable[..., Any]
    about: str
    cards: str
    fields: str = "objects/fields.html"
    columns: tuple[Column, ...] = ()
    filters: type[ObjectFilter] = ObjectFilter
    rows: Callable[[], QuerySet[Any]] | None = None
    more: Callable[[Any], Mapping[str, Any]] = _nothing_more
    problems: Callable[[Sequence[Any]], Mapping[Any, list[str]]] = _no_problems
    order: Mapping[str, tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        own = {column.key: (*column.order, *NAME) for column in self.columns if column.order}
        common = {"name": NAME, "number": ("number", *NAME), "status": ("-is_enabled", *NAME)}
        object.__setattr__(self, "order", {**common, **own})

    def list_rows(self) -> QuerySet[Any]:
        """What the list shows before it is filtered."""
        if self.rows is not None:
            return self.rows()
        rows: QuerySet[Any] = self.kind.model._default_manager.select_related(*self.kind.related)  # noqa: SLF001 - Django's documented name
        return rows

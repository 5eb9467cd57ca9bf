"""A kind of routed object (ring group, IVR menu, …) as data: its words, and what its services do beside the common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit import services as audit
from routing.models import DestinationKind, RoutedObject

# What a service changed, for the audit log: field → [before, after].
Changes = dict[str, list[Any]]


def set_columns(row: RoutedObject, values: Mapping[str, Any]) -> Changes:
    """Set columns of a row to values of the same names."""
    changes = audit.differences(row, **values)
    for name, value in values.items():
        setattr(row, name, value)
    return changes


def _no_children(row: RoutedObject, values: Mapping[str, Any]) -> Changes:  # noqa: ARG001 - what a kind's own takes
    return {}


def _save_alone(source: RoutedObject, copy: RoutedObject) -> None:  # noqa: ARG001 - what a kind's own takes
    copy.save()


def _hold_nothing(row: RoutedObject) -> None:
    """For a kind without child rows and files."""


@dataclass(frozen=True)
class Kind:
    """One kind of object. Its hooks run inside the services of routing.services.objects, within guard and transaction.

    words: what the fields of its audit entries are called for people. related: what is loaded with each row.
    set_values: sets the kind's own fields of a row that is saved afterwards, and tells what changes.
    save_children: makes the child rows of a saved row as wanted, and tells what changed.
    save_copy: saves a copy of the first row (columns are copied, files are not) with copies of its child rows.
    let_go: before a row is deleted, deletes the child rows that would protect it, and its files after the commit.
    """

    destination: DestinationKind
    model: type[RoutedObject]
    plural: str
    icon: str
    words: Mapping[str, str] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    set_values: Callable[[Any, Mapping[str, Any]], Changes] = set_columns
    save_children: Callable[[Any, Mapping[str, Any]], Changes] = _no_children
    save_copy: Callable[[Any, Any], None] = _save_alone
    let_go: Callable[[Any], None] = _hold_nothing

    @property
    def area(self) -> str:
        """Of its permissions, and the namespace of its URLs."""
        return self.model.namespace

    @property
    def noun(self) -> str:
        """In the middle of a sentence: "ring group"."""
        return self.destination.noun

    @property
    def title(self) -> str:
        """At the beginning of one: "Ring group"."""
        return self.noun[0].upper() + self.noun[1:]

    @property
    def heading(self) -> str:
        """Of its list: "Ring groups"."""
        return self.plural[0].upper() + self.plural[1:]

    @property
    def was(self) -> str:
        """The verb of what happened to one: business hours are plural."""
        return "were" if self.noun == self.plural else "was"

    def words_of(self, row: RoutedObject) -> str:
        """Such as "Ring group Sales", at the beginning of a sentence."""
        return f"{self.title} {row.name}"

    @property
    def page(self) -> dict[str, str]:
        """The names of its pages' URLs, for templates: kind.page.edit."""
        names = ("list", "add", "export", "bulk", "detail", "edit", "duplicate", "set_enabled", "delete")
        return {name: f"{self.area}:{name}" for name in names}

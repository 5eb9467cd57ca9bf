"""The rows of a file, each tried within the caller's transaction: what it does or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from audit.actors import Actor
from extensions.importers import Importer
from opbx.errors import DomainError
from opbx.spreadsheets.columns import Column, word
from opbx.spreadsheets.files import Line
from tenants.models import Organization

NEW, CHANGED, UNCHANGED, SKIPPED, PROBLEM = "new", "changed", "unchanged", "skipped", "problem"


@dataclass
class Row:
    """What one line of the file does, or would do. cells: field → text as in the file."""

    place: int
    cells: dict[str, str]
    action: str = UNCHANGED
    problems: dict[str, str] = field(default_factory=dict)  # field → sentence
    changes: dict[str, list[str]] = field(default_factory=dict)  # title of the column → [before, after]


@dataclass
class Done:
    """What applying did, as undoing needs it."""

    added: list[str] = field(default_factory=list)  # keys
    changed: list[dict[str, Any]] = field(default_factory=list)  # key, version afterwards, cells before


@dataclass
class Trial:
    """One pass over the rows of a file.

    updates_existing: rows about objects that exist change them, else they are skipped.
    """

    importer: Importer
    actor: Actor
    organization: Organization
    updates_existing: bool
    done: Done = field(default_factory=Done)

    def __post_init__(self) -> None:
        self.columns = {column.field: column for column in self.importer.columns}
        self.names = self.importer.load_names()
        self.seen: dict[Any, int] = {}

    def run(self, rows: Iterable[Row]) -> Done:
        """Do the rows, each fitting as a whole or not at all; what happened is noted in them."""
        for row in rows:
            row.problems, row.changes = {}, {}
            values = values_of(row.cells, self.columns, self.names, row.problems)
            self._look_for_twins(row, values)
            if not row.problems:
                try:
                    with transaction.atomic():
                        self._do(row, values)
                except DomainError as error:
                    row.problems[error.field or self.importer.key] = error.message
            if row.problems:
                row.action = PROBLEM
        return self.done

    def _look_for_twins(self, row: Row, values: dict[str, Any]) -> None:
        key = self.importer.key
        value = values.get(key)
        if value and value in self.seen:
            title = self.columns[key].title.lower()
            sentence = f"Row {self.seen[value]} has the {title} {row.cells[key]} as well. Keep one of them."
            row.problems[key] = sentence
        self.seen.setdefault(value, row.place)

    def _do(self, row: Row, values: dict[str, Any]) -> None:
        importer, key = self.importer, self.importer.key
        found = importer.rows().select_for_update(of=("self",)).filter(**{key: values[key]}).first()
        if found is None:
            made = importer.insert(self.actor, self.organization, values)
            row.action = NEW
            self.done.added.append(str(made.key))
            return
        before = {name: word(self.columns[name].shown(found)) for name in row.cells}
        differing = importer.differences(found, values)
        row.changes = {
            self.columns[name].title: [word(old), word(new)] for name, (old, new) in differing.items()
        }
        if not differing:
            row.action = UNCHANGED
        elif not self.updates_existing:
            row.action, row.changes = SKIPPED, {}
        else:
            importer.change(self.actor, found, values)
            row.action = CHANGED
            self.done.changed.append({"key": str(found.key), "version": found.version, "cells": before})


def row_of(line: Line, columns: dict[str, Column]) -> Row:
    """columns: by the headers of the file. Those that are only told are left out."""
    cells = {
        column.field: line.cells.get(header, "")
        for header, column in columns.items()
        if column.read is not None
    }
    return Row(place=line.place, cells=cells)


def values_of(
    cells: dict[str, str],
    columns: dict[str, Column],
    names: Any,  # noqa: ANN401 - see Column.read
    problems: dict[str, str],
) -> dict[str, Any]:
    """The cells as keywords of the services; what cannot be read is noted in problems and left out."""
    values: dict[str, Any] = {}
    for name, text in cells.items():
        read = columns[name].read
        if read is None or (name == "is_enabled" and not text):
            continue  # a new object is active, another stays as it is
        try:
            values[name] = read(text, names)
        except DomainError as error:
            problems[name] = error.message
    return values


def problems_in_words(importer: Importer, entry: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """(title of the column, sentence) of a row's problems."""
    titles = {column.field: column.title for column in importer.columns}
    return [(titles.get(name, "Row"), text) for name, text in entry["problems"].items()]

"""Importing extensions from a file: tried first, applied after a look, undone while nothing was touched since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import ImportNotPossible
from extensions.models import Extension, ImportRun
from extensions.services.adding import insert_extension
from extensions.services.changing import change_extension
from extensions.services.deleting import remove_extension
from extensions.services.values import Values, tidy
from extensions.spreadsheets.columns import BY_FIELD, Column, Names, columns_of
from extensions.spreadsheets.files import Line, read_file
from opbx.configuration import configuration_changed
from opbx.errors import DomainError
from tenants.due import make_due
from tenants.guard import guard_configuration
from tenants.models import Organization

SWEEP = "extensions.import"  # the kind of due work that applies large files
ROWS_AT_ONCE = 200  # more than this is applied by a worker, while the page shows that it goes on
KEPT_FOR = timedelta(days=30)
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


class _Refused(Exception):
    """Ends the transaction of an import of which a row does not fit any more."""


def check_import(actor: Actor, *, file_name: str, content: bytes, updates_existing: bool) -> ImportRun:
    """Try every row of a file without keeping anything; the run tells what applying it would do.

    updates_existing: rows about extensions that exist change them; else they are skipped. Raises NotAcceptable
    (field "file") when the file cannot be read.
    """
    require(actor, "extensions.write")
    header, lines = read_file(content)
    columns, unknown = columns_of(header)
    rows = [_row(line, columns) for line in lines]
    if not rows:
        raise ImportNotPossible("The file has names of columns, but no rows below them.")
    with transaction.atomic():
        _try(actor, guard_configuration(), rows, updates_existing=updates_existing)
        transaction.set_rollback(True)
    with transaction.atomic():
        ImportRun.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        run: ImportRun = ImportRun.objects.create(
            file_name=file_name[:200],
            updates_existing=updates_existing,
            rows=[asdict(row) for row in rows],
            outcome={"unknown": unknown},
        )
        audit.record(actor, "import.checked", run, {"file": [None, run.file_name], "rows": [None, len(rows)]})
    return run


def apply_import(actor: Actor, run: ImportRun, *, only_good: bool = False) -> ImportRun:
    """Do what the check showed, in one transaction and with one publish; a large file is left to a worker.

    only_good: leave out the rows with problems; without it a file with problems is refused as a whole.
    Raises ImportNotPossible; nothing is changed then.
    """
    require(actor, "extensions.write")
    with transaction.atomic():
        row = _locked(run)
        if row.state != ImportRun.State.CHECKED:
            raise ImportNotPossible(f"{row.file_name} was imported already.")
        actions = Counter(entry["action"] for entry in row.rows)
        if actions[PROBLEM] and not only_good:
            raise ImportNotPossible(
                "Some rows have problems. Correct the file, or import the other rows only."
            )
        if not actions[NEW] + actions[CHANGED]:
            raise ImportNotPossible("The file changes nothing. Choose another file.")
        row.state, row.asked_by = ImportRun.State.APPLYING, asdict(actor)
        row.save(update_fields=["state", "asked_by"])
        is_large = len(row.rows) > ROWS_AT_ONCE
        if is_large:
            make_due(SWEEP)
    if not is_large:
        _apply(row)
        row.refresh_from_db()
        if row.state == ImportRun.State.FAILED:
            raise ImportNotPossible(row.error)
    return row


def apply_waiting_imports() -> datetime | None:
    """The worker's part of apply_import."""
    for run in ImportRun.objects.filter(state=ImportRun.State.APPLYING).order_by("pk"):
        _apply(run)
    return None


@transaction.atomic
def undo_import(actor: Actor, run: ImportRun) -> ImportRun:
    """Take an import back: what it added is deleted (and can be restored), what it changed is as before.

    Raises ImportNotPossible when somebody changed one of these extensions since; nothing is changed then.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(run)
    if row.state != ImportRun.State.APPLIED:
        raise ImportNotPossible(f"{row.file_name} is not imported, so there is nothing to undo.")
    added, changed = _untouched(row)
    names = Names.load()
    for extension in added:
        remove_extension(actor, extension)
    for extension, cells in changed:
        change_extension(actor, extension, _values(cells, names, {}))  # what it held was in order then
    row.state, row.undone_at = ImportRun.State.UNDONE, timezone.now()
    row.save(update_fields=["state", "undone_at"])
    audit.record(actor, "import.undone", row)
    configuration_changed(actor, f"The import of {row.file_name} was undone")
    return row


def touched_since(run: ImportRun) -> list[str]:
    """The extensions of an import that somebody changed or deleted afterwards: what undoing waits for."""
    versions = {entry["key"]: entry["version"] for entry in run.outcome.get("changed", [])}
    versions |= dict.fromkeys(run.outcome.get("added", []), 1)
    found = {str(row.key): row for row in Extension.with_deleted.filter(key__in=versions)}
    touched = []
    for key, version in versions.items():
        extension = found.get(key)
        if extension is None or extension.deleted_at is not None or extension.version != version:
            touched.append(str(extension) if extension is not None else "an extension that is deleted")
    return touched


def _apply(run: ImportRun) -> None:
    actor = Actor(**run.asked_by)
    rows = [Row(**entry) for entry in run.rows]
    good = [row for row in rows if row.action in {NEW, CHANGED}]
    wanted = {row.place: row.action for row in good}
    try:
        with transaction.atomic():
            organization = guard_configuration()
            locked = _locked(run)
            if locked.state != ImportRun.State.APPLYING:
                return
            done = _try(actor, organization, good, updates_existing=run.updates_existing)
            _insist(good, wanted)
            locked.state, locked.applied_at = ImportRun.State.APPLIED, timezone.now()
            locked.outcome = {**run.outcome, **asdict(done)}
            locked.save(update_fields=["state", "applied_at", "outcome"])
            audit.record(
                actor,
                "import.applied",
                locked,
                {"added": [None, len(done.added)], "changed": [None, len(done.changed)]},
            )
            count = len(done.added) + len(done.changed)
            configuration_changed(actor, f"{count} extensions were imported from {run.file_name}")
    except _Refused:
        _note_failure(run, rows, wanted)


def _insist(rows: list[Row], wanted: dict[int, str]) -> None:
    if any(row.action != wanted[row.place] for row in rows):
        raise _Refused


def _note_failure(run: ImportRun, rows: list[Row], wanted: dict[int, str]) -> None:
    other = next(row for row in rows if row.place in wanted and row.action != wanted[row.place])
    why = next(iter(other.problems.values()), "it would now do something else than the check showed.")
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.FAILED,
        error=f"Nothing was imported, because row {other.place} no longer fits: {why} Check the file again."[
            :300
        ],
        rows=[asdict(row) for row in rows],
    )


def _try(actor: Actor, organization: Organization, rows: Iterable[Row], *, updates_existing: bool) -> Done:
    """Do the rows within the caller's transaction, each fitting as a whole or not at all; notes in the rows."""
    names, done = Names.load(), Done()
    seen: dict[str, int] = {}
    for row in rows:
        row.problems, row.changes = {}, {}
        number = row.cells.get("number", "")
        if number and number in seen:
            row.problems["number"] = f"Row {seen[number]} has the number {number} as well. Keep one of them."
        values = _values(row.cells, names, row.problems)
        seen.setdefault(number, row.place)
        if not row.problems:
            try:
                with transaction.atomic():
                    _do(actor, organization, row, values, done, updates_existing=updates_existing)
            except DomainError as error:
                row.problems[error.field or "number"] = error.message
        if row.problems:
            row.action = PROBLEM
    return done


def _do(
    actor: Actor,
    organization: Organization,
    row: Row,
    values: Values,
    done: Done,
    *,
    updates_existing: bool,
) -> None:
    found = Extension.objects.select_related("user", "department", "template").select_for_update(of=("self",))
    extension: Extension | None = found.filter(number=values["number"]).first()
    if extension is None:
        made = insert_extension(actor, organization, values)
        row.action = NEW
        done.added.append(str(made.key))
        return
    before = {name: BY_FIELD[name].shown(extension) for name in row.cells}
    wanted = tidy(values)
    differing = audit.differences(extension, **wanted)
    row.changes = {BY_FIELD[name].title: [_word(old), _word(new)] for name, (old, new) in differing.items()}
    if not differing:
        row.action = UNCHANGED
    elif not updates_existing:
        row.action, row.changes = SKIPPED, {}
    else:
        change_extension(actor, extension, values)
        row.action = CHANGED
        cells = {name: _word(value) for name, value in before.items()}
        done.changed.append({"key": str(extension.key), "version": extension.version, "cells": cells})


def _values(cells: dict[str, str], names: Names, problems: dict[str, str]) -> Values:
    """The cells as keywords of the services; what cannot be read is noted in problems and left out."""
    values: dict[str, Any] = {}
    for name, text in cells.items():
        column = BY_FIELD[name]
        if name == "is_enabled" and not text:
            continue  # a new extension is active, another stays as it is
        try:
            values[name] = column.read(text, names)
        except DomainError as error:
            problems[name] = error.message
    return cast("Values", values)


def _untouched(run: ImportRun) -> tuple[list[Extension], list[tuple[Extension, dict[str, str]]]]:
    touched = touched_since(run)
    if touched:
        more = f" and {len(touched) - 3} more" if len(touched) > 3 else ""
        raise ImportNotPossible(
            f"Somebody changed {', '.join(touched[:3])}{more} since the import. Change the rest by hand."
        )
    cells = {entry["key"]: entry["cells"] for entry in run.outcome.get("changed", [])}
    rows = Extension.objects.select_related("user").select_for_update(of=("self",))
    added = rows.filter(key__in=run.outcome.get("added", [])).order_by("pk")
    changed = rows.filter(key__in=cells).order_by("pk")
    return list(added), [(extension, cells[str(extension.key)]) for extension in changed]


def _locked(run: ImportRun) -> ImportRun:
    row: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    return row


def _row(line: Line, columns: dict[str, Column]) -> Row:
    cells = {column.field: line.cells.get(header, "") for header, column in columns.items()}
    return Row(place=line.place, cells=cells)


def _word(value: Any) -> str:  # noqa: ANN401 - a column's value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def problems_in_words(entry: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """(title of the column, sentence) of a row's problems."""
    return [
        (BY_FIELD[name].title if name in BY_FIELD else "Row", text)
        for name, text in entry["problems"].items()
    ]

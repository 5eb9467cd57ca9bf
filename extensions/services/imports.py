"""Importing objects from a file: tried first, applied after a look, undone while nothing was touched since."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import ImportNotPossible
from extensions.importers import Importer, importer_of
from extensions.models import ImportRun
from extensions.services.import_rows import CHANGED, NEW, PROBLEM, Done, Row, Trial, row_of, values_of
from opbx.configuration import configuration_changed
from opbx.errors import DomainError
from opbx.spreadsheets.columns import columns_of
from opbx.spreadsheets.files import read_file
from tenants.due import make_due
from tenants.guard import guard_configuration

SWEEP = "extensions.import"  # the kind of due work that applies large files
ROWS_AT_ONCE = 200  # more than this is applied by a worker, while the page shows that it goes on
KEPT_FOR = timedelta(days=30)


class _Refused(Exception):
    """Ends the transaction of an import of which a row does not fit any more."""


def check_import(
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    updates_existing: bool,
    kind: str = ImportRun.Kind.EXTENSIONS,
) -> ImportRun:
    """Try every row of a file without keeping anything; the run tells what applying it would do.

    updates_existing: rows about objects that exist change them; else they are skipped. Raises NotAcceptable
    (field "file") when the file cannot be read.
    """
    importer = importer_of(kind)
    require(actor, importer.permission)
    header, lines = read_file(content)
    columns, unknown = columns_of(header, importer.columns, importer.key)
    rows = [row_of(line, columns) for line in lines]
    if not rows:
        raise ImportNotPossible("The file has names of columns, but no rows below them.")
    with transaction.atomic():
        Trial(importer, actor, guard_configuration(), updates_existing).run(rows)
        transaction.set_rollback(True)
    with transaction.atomic():
        ImportRun.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        run: ImportRun = ImportRun.objects.create(
            kind=kind,
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
    require(actor, importer_of(run.kind).permission)
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
    """Take an import back: what it added is deleted, what it changed is as before.

    Raises ImportNotPossible when somebody changed one of these objects since, or something needs a new one; nothing
    is changed then.
    """
    importer = importer_of(run.kind)
    require(actor, importer.permission)
    guard_configuration()
    row = _locked(run)
    if row.state != ImportRun.State.APPLIED:
        raise ImportNotPossible(f"{row.file_name} is not imported, so there is nothing to undo.")
    added, changed = _untouched(importer, row)
    names, columns = importer.load_names(), {column.field: column for column in importer.columns}
    try:
        for one in added:
            importer.remove(actor, one)
        for one, cells in changed:
            problems: dict[str, str] = {}
            values = values_of(cells, columns, names, problems)
            if problems:
                raise ImportNotPossible(f"{one}: {next(iter(problems.values()))}")
            importer.change(actor, one, values)
    except DomainError as error:
        raise ImportNotPossible(error.message) from error
    row.state, row.undone_at = ImportRun.State.UNDONE, timezone.now()
    row.save(update_fields=["state", "undone_at"])
    audit.record(actor, "import.undone", row)
    configuration_changed(actor, f"The import of {row.file_name} was undone")
    return row


def touched_since(run: ImportRun) -> list[str]:
    """The objects of an import that somebody changed or deleted afterwards: what undoing waits for."""
    importer = importer_of(run.kind)
    versions = {entry["key"]: entry["version"] for entry in run.outcome.get("changed", [])}
    versions |= dict.fromkeys(run.outcome.get("added", []), 1)
    found = {str(row.key): row for row in importer.with_deleted().filter(key__in=versions)}
    touched = []
    for key, version in versions.items():
        row = found.get(key)
        if row is None or getattr(row, "deleted_at", None) is not None or row.version != version:
            touched.append(str(row) if row is not None else f"one that was deleted ({importer.noun})")
    return touched


def _apply(run: ImportRun) -> None:
    actor, importer = Actor(**run.asked_by), importer_of(run.kind)
    rows = [Row(**entry) for entry in run.rows]
    good = [row for row in rows if row.action in {NEW, CHANGED}]
    wanted = {row.place: row.action for row in good}
    try:
        with transaction.atomic():
            organization = guard_configuration()
            locked = _locked(run)
            if locked.state != ImportRun.State.APPLYING:
                return
            done = Trial(importer, actor, organization, run.updates_existing).run(good)
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
            configuration_changed(actor, f"{_counted(importer, done)} imported from {run.file_name}")
    except _Refused:
        _note_failure(run, rows, wanted)


def _counted(importer: Importer, done: Done) -> str:
    count = len(done.added) + len(done.changed)
    return f"1 {importer.noun} was" if count == 1 else f"{count} {importer.plural} were"


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


def _untouched(importer: Importer, run: ImportRun) -> tuple[list[Any], list[tuple[Any, dict[str, str]]]]:
    touched = touched_since(run)
    if touched:
        more = f" and {len(touched) - 3} more" if len(touched) > 3 else ""
        raise ImportNotPossible(
            f"Somebody changed {', '.join(touched[:3])}{more} since the import. Change the rest by hand."
        )
    cells = {entry["key"]: entry["cells"] for entry in run.outcome.get("changed", [])}
    rows = importer.rows().select_for_update(of=("self",))
    added = rows.filter(key__in=run.outcome.get("added", [])).order_by("pk")
    changed = rows.filter(key__in=cells).order_by("pk")
    return list(added), [(one, cells[str(one.key)]) for one in changed]


def _locked(run: ImportRun) -> ImportRun:
    row: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    return row

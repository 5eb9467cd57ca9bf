"""Lists of objects from a file: a look before it counts, the import, and taking it back."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, actor_of
from extensions import services
from extensions.access import get_import
from extensions.forms.imports import ImportForm, values_of
from extensions.import_pages import ImportPages
from extensions.models import ImportRun
from extensions.services.import_rows import problems_in_words
from extensions.services.imports import touched_since
from opbx.errors import DomainError
from opbx.web.exports import csv_download
from opbx.web.saving import save_form

ROWS_ON_A_PAGE = 50
# Action → (level of its badge, word).
ACTIONS = {
    "new": ("ok", "New"),
    "changed": ("info", "Changed"),
    "unchanged": ("neutral", "Unchanged"),
    "skipped": ("neutral", "Skipped"),
    "problem": ("bad", "Problem"),
}


def import_start(pages: ImportPages, request: SignedInRequest) -> HttpResponse:
    """Take a file and show what it would do."""
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    kind = pages.importer.kind
    outcome = save_form(
        form, lambda cleaned: services.check_import(actor_of(request), kind=kind, **values_of(cleaned))
    )
    if outcome.result is not None:
        return redirect(pages.url["import"], key=outcome.result.key)
    context = {
        "pages": pages,
        "form": form,
        "columns": [column for column in pages.importer.columns if column.read is not None],
        "runs": ImportRun.objects.filter(kind=kind).defer("rows").order_by("-pk")[:5],
    }
    return render(request, "imports/start.html", context, status=outcome.status)


def import_detail(pages: ImportPages, request: SignedInRequest, key: UUID) -> HttpResponse:
    """What a file would do, does, or did."""
    return _page(pages, request, get_import(request.user, pages.importer, key))


def import_apply(pages: ImportPages, request: SignedInRequest, key: UUID) -> HttpResponse:
    run = get_import(request.user, pages.importer, key)
    try:
        done = services.apply_import(actor_of(request), run, only_good=request.POST.get("only_good") == "1")
    except DomainError as error:
        run.refresh_from_db()
        return _page(pages, request, run, problem=error.message, status=422)
    if done.state == ImportRun.State.APPLIED:
        messages.success(request, f"{_words(pages, done)} from {done.file_name}.")
    return redirect(pages.url["import"], key=key)


def import_undo(pages: ImportPages, request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask, saying what it means, then take the import back."""
    run = get_import(request.user, pages.importer, key)
    problem = ""
    if request.method == "POST":
        try:
            services.undo_import(actor_of(request), run)
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, f"The import of {run.file_name} was undone.")
            return redirect(pages.url["import"], key=key)
    context = {"pages": pages, "run": run, "text": _what_undoing_means(pages, run), "blocked": problem}
    return render(request, "imports/undo.html", context, status=422 if problem else 200)


def import_example(pages: ImportPages, request: SignedInRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """A file with the names of the columns and one row, to begin with."""
    titles = [column.title for column in pages.importer.columns if column.read is not None]
    name = pages.importer.plural.replace(" ", "-")
    return csv_download(f"{name}-example.csv", titles, [pages.example])


def _page(
    pages: ImportPages, request: SignedInRequest, run: ImportRun, *, problem: str = "", status: int = 200
) -> HttpResponse:
    counts = Counter(entry["action"] for entry in run.rows)
    only = request.GET.get("show") if request.GET.get("show") in ACTIONS else ""
    shown = [entry for entry in run.rows if not only or entry["action"] == only]
    page = Paginator(shown, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    is_applied = run.state == ImportRun.State.APPLIED
    context = {
        "pages": pages,
        "run": run,
        "page": page,
        "lines": [_line(pages, entry) for entry in page.object_list],
        "counts": [(key, level, word, counts[key]) for key, (level, word) in ACTIONS.items() if counts[key]],
        "only": only,
        "good": counts["new"] + counts["changed"],
        "bad": counts["problem"],
        "unknown": _unknown_columns(run),
        "problem": problem,
        "done": _words(pages, run) if is_applied else "",
        "touched": touched_since(run) if is_applied else [],
    }
    return render(request, "imports/run.html", context, status=status)


def _line(pages: ImportPages, entry: dict[str, Any]) -> dict[str, Any]:
    level, word = ACTIONS[entry["action"]]
    return {
        "place": entry["place"],
        "number": entry["cells"].get(pages.importer.key, ""),
        "name": pages.name_of(entry["cells"]),
        "level": level,
        "word": word,
        "problems": problems_in_words(pages.importer, entry),
        "changes": [(title, *pair) for title, pair in entry["changes"].items()],
    }


def _unknown_columns(run: ImportRun) -> str:
    names = run.outcome.get("unknown", [])
    if not names:
        return ""
    return f"Nothing is read from these columns, because OPBX does not know them: {', '.join(names)}."


def _what_undoing_means(pages: ImportPages, run: ImportRun) -> str:
    added, changed = _counts(run)
    parts = []
    if added:
        parts.append(f"{_counted(pages, added)} {'is' if added == 1 else 'are'} deleted")
    if changed:
        them = "gets its" if changed == 1 else "get their"
        counted = str(changed) if added else _counted(pages, changed)
        parts.append(f"{counted} {them} earlier values back")
    return " ".join(filter(None, (f"{' and '.join(parts)}.", pages.undone if added else "")))


def _words(pages: ImportPages, run: ImportRun) -> str:
    counted = zip(_counts(run), ("added", "changed"), strict=True)
    return " and ".join(f"{_counted(pages, count)} {verb}" for count, verb in counted if count)


def _counts(run: ImportRun) -> tuple[int, int]:
    return len(run.outcome.get("added", [])), len(run.outcome.get("changed", []))


def _counted(pages: ImportPages, count: int) -> str:
    return f"1 {pages.importer.noun}" if count == 1 else f"{count} {pages.importer.plural}"

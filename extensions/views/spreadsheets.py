"""Lists of extensions in and out: import with a look before it counts, and export of what the list shows."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import extensions_for, get_import
from extensions.forms import ExtensionFilter
from extensions.forms.imports import ImportForm, values_of
from extensions.models import Extension, ImportRun
from extensions.services.imports import problems_in_words, touched_since
from extensions.spreadsheets.columns import COLUMNS, TITLES
from extensions.spreadsheets.files import XLSX, write_excel
from extensions.views.pages import COLUMNS as SORTS
from opbx.errors import DomainError
from opbx.web.exports import csv_download
from opbx.web.lists import sorted_by
from opbx.web.saving import save_form

GET_AND_POST = require_http_methods(["GET", "POST"])
ROWS_ON_A_PAGE = 50
EXAMPLE = ("101", "Amara", "Okafor", "amara@example.com", "", "", "", "", "yes", "", "")
# Action → (level of its badge, word).
ACTIONS = {
    "new": ("ok", "New"),
    "changed": ("info", "Changed"),
    "unchanged": ("neutral", "Unchanged"),
    "skipped": ("neutral", "Skipped"),
    "problem": ("bad", "Problem"),
}


@GET_AND_POST
@requires("extensions.write")
def import_start(request: SignedInRequest) -> HttpResponse:
    """Take a file and show what it would do."""
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    outcome = save_form(form, lambda cleaned: services.check_import(actor_of(request), **values_of(cleaned)))
    if outcome.result is not None:
        return redirect("extensions:import", key=outcome.result.key)
    context = {"form": form, "columns": COLUMNS, "runs": ImportRun.objects.defer("rows").order_by("-pk")[:5]}
    return render(request, "extensions/import_start.html", context, status=outcome.status)


@require_GET
@never_cache
@requires("extensions.write")
def import_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    """What a file would do, does, or did."""
    return _page(request, get_import(request.user, key))


@require_POST
@requires("extensions.write")
def import_apply(request: SignedInRequest, key: UUID) -> HttpResponse:
    run = get_import(request.user, key)
    try:
        done = services.apply_import(actor_of(request), run, only_good=request.POST.get("only_good") == "1")
    except DomainError as error:
        run.refresh_from_db()
        return _page(request, run, problem=error.message, status=422)
    if done.state == ImportRun.State.APPLIED:
        messages.success(request, f"{_words(done)} from {done.file_name}.")
    return redirect("extensions:import", key=key)


@GET_AND_POST
@requires("extensions.write")
def import_undo(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask, saying what it means, then take the import back."""
    run = get_import(request.user, key)
    problem = ""
    if request.method == "POST":
        try:
            services.undo_import(actor_of(request), run)
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, f"The import of {run.file_name} was undone.")
            return redirect("extensions:import", key=key)
    context = {
        "run": run,
        "text": _what_undoing_means(run),
        "blocked": problem,
    }
    return render(request, "extensions/import_undo.html", context, status=422 if problem else 200)


@require_GET
@requires("extensions.write")
def import_example(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """A file with the names of the columns and one row, to begin with."""
    return csv_download("extensions-example.csv", TITLES, [EXAMPLE])


@require_GET
@requires("extensions.list")
def extension_export(request: SignedInRequest) -> HttpResponse:
    """Exactly what the list shows with its filters, in the columns that the import reads; no passwords."""
    rows: Any = ExtensionFilter(request.GET).apply(extensions_for(request.user).with_sync())
    rows = rows.select_related("user", "department", "template")
    found: list[Extension] = list(sorted_by(request, rows, SORTS, default="number"))
    lines = ([column.shown(row) for column in COLUMNS] for row in found)
    if request.GET.get("format") != "xlsx":
        return csv_download("extensions.csv", TITLES, lines)
    answer = HttpResponse(write_excel("Extensions", TITLES, lines), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="extensions.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: SignedInRequest, run: ImportRun, *, problem: str = "", status: int = 200) -> HttpResponse:
    counts = Counter(entry["action"] for entry in run.rows)
    only = request.GET.get("show") if request.GET.get("show") in ACTIONS else ""
    shown = [entry for entry in run.rows if not only or entry["action"] == only]
    page = Paginator(shown, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    is_applied = run.state == ImportRun.State.APPLIED
    context = {
        "run": run,
        "page": page,
        "lines": [_line(entry) for entry in page.object_list],
        "counts": [(key, level, word, counts[key]) for key, (level, word) in ACTIONS.items() if counts[key]],
        "only": only,
        "good": counts["new"] + counts["changed"],
        "bad": counts["problem"],
        "unknown": _unknown_columns(run),
        "problem": problem,
        "done": _words(run) if is_applied else "",
        "touched": touched_since(run) if is_applied else [],
    }
    return render(request, "extensions/import.html", context, status=status)


def _line(entry: dict[str, Any]) -> dict[str, Any]:
    level, word = ACTIONS[entry["action"]]
    cells = entry["cells"]
    name = " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))
    return {
        "place": entry["place"],
        "number": cells.get("number", ""),
        "name": name,
        "level": level,
        "word": word,
        "problems": problems_in_words(entry),
        "changes": [(title, *pair) for title, pair in entry["changes"].items()],
    }


def _unknown_columns(run: ImportRun) -> str:
    names = run.outcome.get("unknown", [])
    if not names:
        return ""
    return f"Nothing is read from these columns, because OPBX does not know them: {', '.join(names)}."


def _what_undoing_means(run: ImportRun) -> str:
    added, changed = (len(run.outcome.get(kind, [])) for kind in ("added", "changed"))
    parts = []
    if added:
        parts.append(ngettext("%d extension is deleted", "%d extensions are deleted", added) % added)
    if changed:
        parts.append(ngettext("%d gets its", "%d get their", changed) % changed + " earlier values back")
    return f"{' and '.join(parts)}. Deleted extensions can be restored for 30 days."


def _words(run: ImportRun) -> str:
    added, changed = (len(run.outcome.get(kind, [])) for kind in ("added", "changed"))
    counted = [(added, "added"), (changed, "changed")]
    parts = [
        ngettext("%d extension", "%d extensions", count) % count + f" {verb}"
        for count, verb in counted
        if count
    ]
    return " and ".join(parts)

"""Acts on the selected rows of a plain list: switched at once, deleted after a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, actor_of
from opbx.bulk import BulkResult, sentence
from opbx.web.counting import counted
from opbx.web.selection import Selection

SHOWN = 10  # of the rows that an act is meant for
ACTIONS: list[dict[str, str]] = [
    {"value": "enable", "label": "Enable", "icon": "player-play"},
    {"value": "disable", "label": "Disable", "icon": "circle-pause"},
    {"value": "delete", "label": "Delete", "icon": "trash"},
]
VERBS = {"enable": "Enabled", "disable": "Disabled", "delete": "Deleted"}


@dataclass(frozen=True)
class RowActs:
    """A list and what its rows are called, and the services that act on them.

    crumbs: titles and names of the pages above and of the list itself, which comes last. deletion: what it means, in
    the question. matching: the rows that the filters of a query leave.
    """

    noun: str
    crumbs: tuple[tuple[str, str], ...]
    deletion: str
    rows: Callable[[], QuerySet[Any]]
    matching: Callable[[QueryDict, QuerySet[Any]], QuerySet[Any]]
    switch: Callable[..., BulkResult]
    delete: Callable[..., BulkResult]


def row_bulk(acts: RowActs, request: SignedInRequest) -> HttpResponse:
    """POST with action and a selection; deleting asks first and is done with confirmed=<as many as it asked about>."""
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in VERBS:
        raise Http404("There is no such act.")
    rows = _selected(acts, selection)
    back = f"{reverse(acts.crumbs[-1][1])}{selection.list_query}"
    if not rows:
        messages.warning(request, f"Select at least one {acts.noun} first.")
        return redirect(back)
    # Another number than was asked for: rows came or went meanwhile, and somebody should look again.
    if action == "delete" and request.POST.get("confirmed") != str(len(rows)):
        return _ask(acts, request, selection, rows, back)
    actor = actor_of(request)
    result = (
        acts.delete(actor, rows) if action == "delete" else acts.switch(actor, rows, on=action == "enable")
    )
    level = messages.WARNING if result.skipped else messages.SUCCESS
    messages.add_message(request, level, sentence(result, VERBS[action], acts.noun))
    return redirect(back)


def _selected(acts: RowActs, selection: Selection) -> list[Any]:
    if selection.takes_all:
        return list(acts.matching(selection.query, acts.rows()))
    return list(acts.rows().filter(key__in=selection.keys))


def _ask(
    acts: RowActs, request: SignedInRequest, selection: Selection, rows: Sequence[Any], back: str
) -> HttpResponse:
    context = {
        "acts": acts,
        "selection": selection,
        "count": len(rows),
        "many": counted(len(rows), acts.noun),
        "shown": [str(row) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "back": back,
    }
    status = 422 if "confirmed" in request.POST else 200
    return render(request, "routing/row_bulk_delete.html", context, status=status)

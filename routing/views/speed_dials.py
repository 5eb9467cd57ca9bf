"""The pages of speed dial."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from opbx.bulk import BulkResult, sentence
from opbx.web.counting import counted
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from opbx.web.selection import Selection
from routing import services
from routing.access import get_speed_dial
from routing.forms.dialling import EditSpeedDialForm, SpeedDialFilter, SpeedDialForm
from routing.history import history_of_speed_dial
from routing.models import OBJECT_COLUMNS, SpeedDial
from routing.services.destinations import destination_words

GET_AND_POST = require_http_methods(["GET", "POST"])
SHOWN = 10  # of the numbers that an act is meant for
NOUN = "speed dial"
ACTIONS: list[dict[str, str]] = [
    {"value": "enable", "label": "Enable", "icon": "player-play"},
    {"value": "disable", "label": "Disable", "icon": "circle-pause"},
    {"value": "delete", "label": "Delete", "icon": "trash"},
]
COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": ("number",),
    "name": ("name", "number"),
    "status": ("-is_enabled", "number"),
}


@require_GET
@requires("dialling.list")
def speed_dial_list(request: SignedInRequest) -> HttpResponse:
    filters = SpeedDialFilter(request.GET)
    rows = filters.apply(SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()))
    context = {
        "page": page_of(request, sorted_by(request, rows, COLUMNS, default="number")),
        "filters": filters,
        "totals": SpeedDial.objects.aggregate(
            all=Count("pk"), disabled=Count("pk", filter=Q(is_enabled=False))
        ),
        "bulk_actions": ACTIONS,
        "may_change": request.user.has_perm("dialling.write"),
    }
    return render(request, "dialling/speed_dials.html", context)


@require_GET
@requires("dialling.list")
def speed_dial_export(request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters."""
    rows = SpeedDialFilter(request.GET).apply(SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()))
    lines = [
        (row.number, row.name, destination_words(row), row.is_enabled)
        for row in sorted_by(request, rows, COLUMNS, default="number")
    ]
    return csv_download("speed-dial.csv", ("Short number", "Name", "Goes to", "Active"), lines)


@GET_AND_POST
@requires("dialling.write")
def speed_dial_add(request: SignedInRequest) -> HttpResponse:
    form = SpeedDialForm(sent(request))
    outcome = save_form(form, lambda values: services.add_speed_dial(actor_of(request), **values))
    if outcome.result is not None:
        messages.success(request, f"Speed dial {outcome.result} was added.")
        return redirect("dialling:speed_dials")
    return render(request, "dialling/speed_dial.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("dialling.write")
def speed_dial_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    row = get_speed_dial(request.user, key)
    form = EditSpeedDialForm(sent(request), row=row)
    outcome = save_form(form, lambda values: services.update_speed_dial(actor_of(request), row, **values))
    if outcome.result is not None:
        messages.success(request, f"Speed dial {outcome.result} was saved.")
        return redirect("dialling:speed_dials")
    context = {"form": form, "row": row, "history": history_of_speed_dial(row)}
    return render(request, "dialling/speed_dial.html", context, status=outcome.status)


@GET_AND_POST
@requires("dialling.write")
def speed_dial_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    row = get_speed_dial(request.user, key)
    if request.method == "POST":
        services.delete_speed_dial(actor_of(request), row)
        messages.success(request, f"Speed dial {row} was deleted.")
        return redirect("dialling:speed_dials")
    return render(request, "dialling/speed_dial_delete.html", {"row": row})


@require_POST
@requires("dialling.write")
def speed_dial_bulk(request: SignedInRequest) -> HttpResponse:
    """POST with action and a selection; deleting asks first and is done with confirmed=<as many as it asked about>."""
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in {one["value"] for one in ACTIONS}:
        raise Http404("There is no such act.")
    rows = _selected(selection)
    back = f"{reverse('dialling:speed_dials')}{selection.list_query}"
    if not rows:
        messages.warning(request, "Select at least one speed dial first.")
        return redirect(back)
    if action == "delete" and request.POST.get("confirmed") != str(len(rows)):
        context = {
            "selection": selection,
            "count": len(rows),
            "many": counted(len(rows), NOUN),
            "shown": [str(row) for row in rows[:SHOWN]],
            "more": max(0, len(rows) - SHOWN),
            "back": back,
        }
        status = 422 if "confirmed" in request.POST else 200
        return render(request, "dialling/speed_dial_bulk_delete.html", context, status=status)
    result = _act(request, action, rows)
    verb = {"enable": "Enabled", "disable": "Disabled", "delete": "Deleted"}[action]
    level = messages.WARNING if result.skipped else messages.SUCCESS
    messages.add_message(request, level, sentence(result, verb, NOUN))
    return redirect(back)


def _act(request: SignedInRequest, action: str, rows: list[SpeedDial]) -> BulkResult:
    if action == "delete":
        return services.delete_speed_dials(actor_of(request), rows)
    return services.switch_speed_dials(actor_of(request), rows, on=action == "enable")


def _selected(selection: Selection) -> list[SpeedDial]:
    rows = SpeedDial.objects.order_by("number")
    if selection.takes_all:
        return list(SpeedDialFilter(selection.query).apply(rows))
    return list(rows.filter(key__in=filter(_is_key, selection.values)))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

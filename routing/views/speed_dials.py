"""The pages of speed dial."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_speed_dial
from routing.forms.dialling import EditSpeedDialForm, SpeedDialFilter, SpeedDialForm
from routing.history import history_of_speed_dial
from routing.models import OBJECT_COLUMNS, SpeedDial
from routing.services.destinations import destination_words
from routing.views.row_bulk import ACTIONS, RowActs, row_bulk

GET_AND_POST = require_http_methods(["GET", "POST"])
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


SPEED_DIALS = RowActs(
    noun="speed dial",
    crumbs=(("Numbering plan", "dialling:plan"), ("Speed dial", "dialling:speed_dials")),
    deletion="Phones that dial these numbers hear that there is no such number.",
    rows=lambda: SpeedDial.objects.order_by("number"),
    matching=lambda query, rows: SpeedDialFilter(query).apply(rows),
    switch=services.switch_speed_dials,
    delete=services.delete_speed_dials,
)


@require_POST
@requires("dialling.write")
def speed_dial_bulk(request: SignedInRequest) -> HttpResponse:
    return row_bulk(SPEED_DIALS, request)

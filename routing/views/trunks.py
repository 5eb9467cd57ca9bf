"""The pages of trunks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions.sign_in import sign_in_server
from opbx.errors import DomainError
from opbx.references import uses_of
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast
from routing import services
from routing.access import get_trunk
from routing.forms.trunks import AddTrunkForm, EditTrunkForm, TrunkFilter
from routing.history import history_of_trunk
from routing.models import Trunk

GET_AND_POST = require_http_methods(["GET", "POST"])
COLUMNS: dict[str, tuple[Any, ...]] = {
    "name": ("name",),
    "direction": ("direction", "metric", "name"),
    "address": ("host", "name"),
    "priority": ("metric", "name"),
    "status": ("-is_enabled", "name"),
}
EXPORTED = (
    "Name",
    "Label",
    "Active",
    "Direction",
    "Address",
    "Port",
    "Transport",
    "Prefix",
    "Priority",
    "Username",
)


@require_GET
@requires("trunks.list")
def trunk_list(request: SignedInRequest) -> HttpResponse:
    filters = TrunkFilter(request.GET)
    rows = sorted_by(request, filters.apply(Trunk.objects.defer("password")), COLUMNS, default="name")
    page = page_of(request, rows)
    context = {
        "page": page,
        "filters": filters,
        "waiting": [trunk for trunk in page if trunk.sync_state == Trunk.SyncState.PENDING],
        "totals": Trunk.objects.aggregate(
            all=Count("pk"),
            disabled=Count("pk", filter=Q(is_enabled=False)),
            failed=Count("pk", filter=Q(sync_state=Trunk.SyncState.FAILED)),
        ),
        "may_change": request.user.has_perm("trunks.write"),
        "is_connected": sign_in_server() is not None,
    }
    return render(request, "trunks/list.html", context)


@require_GET
@requires("trunks.read")
def trunk_export(request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters, without passwords."""
    rows = TrunkFilter(request.GET).apply(Trunk.objects.defer("password"))
    lines = [
        (
            trunk.name,
            trunk.label,
            trunk.is_enabled,
            trunk.get_direction_display(),
            trunk.host,
            trunk.port,
            trunk.get_transport_display(),
            trunk.prefix,
            trunk.metric,
            trunk.username,
        )
        for trunk in sorted_by(request, rows, COLUMNS, default="name")
    ]
    return csv_download("trunks.csv", EXPORTED, lines)


@require_GET
@requires("trunks.read")
def trunk_detail(request: SignedInRequest, name: str) -> HttpResponse:
    trunk = get_trunk(request.user, name)
    context = {
        "trunk": trunk,
        "uses": uses_of(trunk),
        "history": history_of_trunk(trunk),
        "server": sign_in_server(),
        "may_change": request.user.has_perm("trunks.write"),
    }
    return render(request, "trunks/detail.html", context)


@GET_AND_POST
@requires("trunks.write")
def trunk_add(request: SignedInRequest) -> HttpResponse:
    form = AddTrunkForm(sent(request))
    outcome = save_form(form, lambda values: services.add_trunk(actor_of(request), **values))
    if outcome.result is not None:
        return _added(request, outcome.result)
    context = {"form": form, "server": sign_in_server()}
    return render(request, "trunks/add.html", context, status=outcome.status)


@GET_AND_POST
@requires("trunks.read")
def trunk_edit(request: SignedInRequest, name: str) -> HttpResponse:
    trunk = get_trunk(request.user, name, for_change=True)
    form = EditTrunkForm(sent(request), trunk=trunk)
    outcome = save_form(form, lambda values: services.update_trunk(actor_of(request), trunk, **values))
    if outcome.is_saved:
        messages.success(request, f"Trunk {name} was saved.")
        return redirect("trunks:detail", name=name)
    context = {"form": form, "trunk": trunk, "server": sign_in_server()}
    return render(request, "trunks/edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("trunks.read")
def trunk_set_enabled(request: SignedInRequest, name: str) -> HttpResponse:
    """POST switches (enabled=1 or 0); GET asks first, which the pages do when calls use the trunk."""
    trunk = get_trunk(request.user, name, for_change=True)
    if request.method == "GET":
        return render(request, "trunks/disable.html", _question(trunk, "Disable"))
    is_on = request.POST.get("enabled") == "1"
    services.switch_trunk(actor_of(request), trunk, on=is_on)
    said = "is active" if is_on else "is disabled. Calls no longer use it"
    messages.success(request, f"Trunk {name} {said}.")
    return redirect("trunks:detail", name=name)


@GET_AND_POST
@requires("trunks.read")
def trunk_delete(request: SignedInRequest, name: str) -> HttpResponse:
    trunk = get_trunk(request.user, name, for_change=True)
    if request.method == "POST":
        try:
            services.delete_trunk(actor_of(request), trunk)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("trunks:detail", name=name)
        messages.success(request, f"Trunk {name} was deleted.")
        return redirect("trunks:list")
    return render(request, "trunks/delete.html", _question(trunk, "Delete"))


def _added(request: SignedInRequest, trunk: Trunk) -> HttpResponse:
    said = f"Trunk {trunk.name} was added."
    url = reverse("trunks:detail", args=[trunk.name])
    if request.POST.get("also"):
        toast(request, said, action="Open", url=url)
        return redirect("trunks:add")
    toast(request, said, action="Add another", url=reverse("trunks:add"))
    return redirect(url)


def _question(trunk: Trunk, verb: str) -> dict[str, object]:
    return {
        "trunk": trunk,
        "uses": uses_of(trunk),
        "question": f"{verb} trunk {trunk.name}?",
        "verb": f"{verb} trunk {trunk.name}",
    }

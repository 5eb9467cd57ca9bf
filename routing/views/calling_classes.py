"""The pages of calling classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from opbx.references import count_uses, uses_of
from opbx.web.exports import csv_download
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast
from routing import services
from routing.access import get_calling_class
from routing.class_words import row_words, values_in_words
from routing.forms.calling_classes import CallingClassForm, DeleteClassForm
from routing.forms.outbound import TestForm
from routing.history import history_of_class, history_of_outbound
from routing.models import CallerIdRule, CallingClass, CallingClassRow, EmergencySite, RoleClass
from routing.outbound import Layers, Place, organization_settings

GET_AND_POST = require_http_methods(["GET", "POST"])
MORE = "more"  # the button that asks for more empty rows


@require_GET
@requires("outbound.list")
def class_list(request: SignedInRequest) -> HttpResponse:
    """Everything about outbound calls at a glance."""
    classes = list(
        CallingClass.objects.annotate(row_count=Count("rows", distinct=True)).order_by(Lower("name"))
    )
    uses = count_uses(classes)
    settings = organization_settings()
    layers = Layers(settings)
    form = TestForm()
    context = {
        "classes": [(one, uses[one.pk]) for one in classes],
        "settings": settings,
        "roles": RoleClass.objects.select_related("calling_class").order_by("role"),
        "caller_id": layers.caller_id(Place()),
        "range_count": CallerIdRule.objects.count(),
        "site_count": EmergencySite.objects.count(),
        "form": form,
        "history": history_of_outbound(settings),
        "may_change": request.user.has_perm("outbound.write"),
    }
    return render(request, "outbound/list.html", context)


@require_GET
@requires("outbound.read")
def class_export(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001 - a view's
    """A line for each country, prefix or kind of number that a class allows or denies, in the order of its rows."""
    rows = CallingClassRow.objects.select_related("calling_class")
    lines = [
        (row.calling_class.name, place, row.allows, row.get_about_display(), value, words)
        for place, row in _numbered(rows.order_by(Lower("calling_class__name"), "position"))
        for value, words in values_in_words(row)
    ]
    header = ("Calling class", "Row", "Allowed", "Numbers", "Value", "Country")
    return csv_download("calling-classes.csv", header, lines)


def _numbered(rows: Iterable[CallingClassRow]) -> Iterator[tuple[int, CallingClassRow]]:
    """The rows with their place in their class, which counts from 1."""
    for _, its in groupby(rows, key=lambda row: row.calling_class_id):
        yield from enumerate(its, start=1)


@require_GET
@requires("outbound.read")
def class_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    calling_class = get_calling_class(request.user, key)
    context = {
        "calling_class": calling_class,
        "rows": [(row, row_words(row)) for row in calling_class.rows.order_by("position")],
        "trunks": [one.trunk for one in calling_class.trunks.select_related("trunk").order_by("position")],
        "uses": uses_of(calling_class),
        "history": history_of_class(calling_class),
        "may_change": request.user.has_perm("outbound.write"),
    }
    return render(request, "outbound/detail.html", context)


@GET_AND_POST
@requires("outbound.write")
def class_add(request: SignedInRequest) -> HttpResponse:
    return _adding(request, None)


@GET_AND_POST
@requires("outbound.write")
def class_copy(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Adding a class that begins as a copy of another."""
    return _adding(request, get_calling_class(request.user, key, for_change=True))


@GET_AND_POST
@requires("outbound.read")
def class_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    calling_class = get_calling_class(request.user, key, for_change=True)
    back = reverse("outbound:detail", args=[key])
    page = {"calling_class": calling_class, "back": back, "save": "Save changes"}
    if MORE in request.POST:
        form = CallingClassForm(typed=request.POST)
        return render(request, "outbound/edit.html", {**page, "form": form})
    form = CallingClassForm(sent(request), calling_class=calling_class)
    outcome = save_form(
        form, lambda values: services.update_calling_class(actor_of(request), calling_class, **values)
    )
    if outcome.is_saved:
        messages.success(request, f"Calling class {form.cleaned_data['name']} was saved.")
        return redirect(back)
    return render(request, "outbound/edit.html", {**page, "form": form}, status=outcome.status)


@GET_AND_POST
@requires("outbound.read")
def class_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    calling_class = get_calling_class(request.user, key, for_change=True)
    form = DeleteClassForm(sent(request), leaving=calling_class)
    outcome = save_form(
        form, lambda values: services.delete_calling_class(actor_of(request), calling_class, **values)
    )
    if outcome.is_saved:
        messages.success(request, f"Calling class {calling_class.name} was deleted.")
        return redirect("outbound:list")
    context = {"calling_class": calling_class, "form": form, "uses": uses_of(calling_class)}
    return render(request, "outbound/delete.html", context, status=outcome.status)


def _adding(request: SignedInRequest, copied: CallingClass | None) -> HttpResponse:
    page = {"back": reverse("outbound:list"), "save": "Add calling class"}
    if MORE in request.POST:
        form = CallingClassForm(typed=request.POST)
        return render(request, "outbound/edit.html", {**page, "form": form})
    form = CallingClassForm(sent(request), copied=copied)

    def add(values: dict[str, object]) -> CallingClass:
        return services.add_calling_class(
            actor_of(request),
            **{name: value for name, value in values.items() if name != "version"},  # type: ignore[arg-type]
        )

    outcome = save_form(form, add)
    if outcome.result is not None:
        url = reverse("outbound:detail", args=[outcome.result.key])
        said = f"Calling class {outcome.result.name} was added."
        toast(request, said, action="Add another", url=reverse("outbound:add"))
        return redirect(url)
    return render(request, "outbound/edit.html", {**page, "form": form}, status=outcome.status)

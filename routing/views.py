"""The pages of phone numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from opbx.errors import DomainError
from opbx.web.formats import phone_words
from opbx.web.lists import page_of, sorted_by
from opbx.web.toasts import toast
from routing import services
from routing.access import get_number
from routing.errors import ChangedMeanwhile
from routing.forms import AddNumberForm, NumberFilter, NumberForm
from routing.history import history_of_number
from routing.models import PhoneNumber

GET_AND_POST = require_http_methods(["GET", "POST"])
COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": ("e164",),
    "label": ("label", "e164"),
    "goes_to": ("destination_kind", "destination_extension__number", "e164"),
    "status": ("-is_enabled", "e164"),
}


@require_GET
@requires("numbers.list")
def number_list(request: SignedInRequest) -> HttpResponse:
    filters = NumberFilter(request.GET)
    rows = filters.apply(PhoneNumber.objects.select_related("destination_extension"))
    context = {
        "page": page_of(request, sorted_by(request, rows, COLUMNS, default="number")),
        "filters": filters,
        "totals": PhoneNumber.objects.aggregate(
            all=Count("pk"), disabled=Count("pk", filter=Q(is_enabled=False))
        ),
        "may_change": request.user.has_perm("numbers.write"),
    }
    return render(request, "routing/number_list.html", context)


@require_GET
@requires("numbers.read")
def number_detail(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits)
    context = {
        "number": number,
        "history": history_of_number(number),
        "may_change": request.user.has_perm("numbers.write"),
    }
    return render(request, "routing/number_detail.html", context)


@GET_AND_POST
@requires("numbers.write")
def number_add(request: SignedInRequest) -> HttpResponse:
    form = AddNumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            number = services.add_number(actor_of(request), **values)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _added(request, number)
    return render(request, "routing/number_add.html", {"form": form}, status=422 if form.errors else 200)


@GET_AND_POST
@requires("numbers.read")
def number_edit(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits, for_change=True)
    form = NumberForm(request.POST if request.method == "POST" else None, number=number)
    status = 200
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            services.update_number(actor_of(request), number, **values)
        except ChangedMeanwhile as error:
            form.add_error(None, error.message)
            form.continue_from(error.current_version)
            status = 409
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, f"{phone_words(number.e164)} was saved.")
            return redirect("routing:number_detail", digits=digits)
    status = 422 if form.errors and status == 200 else status
    return render(request, "routing/number_edit.html", {"form": form, "number": number}, status=status)


@GET_AND_POST
@requires("numbers.read")
def number_delete(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits, for_change=True)
    shown = phone_words(number.e164)
    if request.method == "POST":
        services.delete_number(actor_of(request), number)
        messages.success(request, f"{shown} was deleted.")
        return redirect("routing:number_list")
    context = {"number": number, "question": f"Delete {shown}?", "verb": f"Delete {shown}"}
    return render(request, "routing/number_delete.html", context)


def _added(request: SignedInRequest, number: PhoneNumber) -> HttpResponse:
    url = reverse("routing:number_detail", args=[number.e164.removeprefix("+")])
    said = f"{phone_words(number.e164)} was added."
    if request.POST.get("also"):
        toast(request, said, action="Open", url=url)
        return redirect("routing:number_add")
    toast(request, said, action="Add another", url=reverse("routing:number_add"))
    return redirect(url)

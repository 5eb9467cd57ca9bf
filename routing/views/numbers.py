"""The pages of phone numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix.outbox.synced import SyncState
from extensions.import_pages import ImportPages
from opbx.errors import DomainError
from opbx.references import uses_of
from opbx.spreadsheets.downloads import list_download
from opbx.web.formats import phone_words
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast
from routing import services
from routing.access import get_number, routed_model
from routing.fields import number_label, object_label, offered_numbers, offered_objects
from routing.forms.numbers import AddNumberForm, EditNumberForm, NumberFilter
from routing.history import history_of_number
from routing.models import OBJECT_COLUMNS, OUTSIDE_COLUMN, NumberRule, PhoneNumber
from routing.services.number_import import NumberImporter
from routing.views.number_bulk import ACTIONS

SUGGESTIONS = 20
GET_AND_POST = require_http_methods(["GET", "POST"])
COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": ("e164",),
    "label": ("label", "e164"),
    "goes_to": (
        "destination_kind",
        "destination_extension__number",
        *(f"{column}__name" for column in OBJECT_COLUMNS.values()),
        OUTSIDE_COLUMN,
        "e164",
    ),
    "status": ("-is_enabled", "e164"),
}

IMPORTER = NumberImporter()
IMPORT_PAGES = ImportPages(
    importer=IMPORTER,
    names="routing:number_",
    list_name="routing:number_list",
    title="Phone numbers",
    example=("+493055501210", "Head office", "Extension 101", "Sales:", "yes"),
    column="Label",
    name_of=lambda cells: cells.get("label", ""),
    applied="Calls reach new numbers as soon as Cloudonix has them.",
    undone="They are free for every organization of this platform then.",
)


@require_GET
@requires("numbers.list")
def number_list(request: SignedInRequest) -> HttpResponse:
    filters = NumberFilter(request.GET)
    rows = filters.apply(PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values()))
    page = page_of(request, sorted_by(request, rows, COLUMNS, default="number"))
    context = {
        "page": page,
        "filters": filters,
        "waiting": [number for number in page if number.sync_state == SyncState.PENDING],
        "totals": PhoneNumber.objects.aggregate(
            all=Count("pk"),
            disabled=Count("pk", filter=Q(is_enabled=False)),
            not_live=Count("pk", filter=Q(sync_state=SyncState.NOT_CONNECTED)),
            failed=Count("pk", filter=Q(sync_state=SyncState.FAILED)),
        ),
        "may_change": request.user.has_perm("numbers.write"),
        "may_import": request.user.has_perm("cloudonix.write"),
        "bulk_actions": ACTIONS,
    }
    return render(request, "routing/number_list.html", context)


@require_GET
@requires("numbers.list")
def number_export(request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters, in the columns that the import reads."""
    rules = Prefetch("rules", NumberRule.objects.select_related(*OBJECT_COLUMNS.values()))
    rows = PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values()).prefetch_related(rules)
    found: Any = sorted_by(request, NumberFilter(request.GET).apply(rows), COLUMNS, default="number")
    return list_download(request, "phone-numbers", IMPORTER.columns, found)


@require_GET
@requires("numbers.read")
def number_detail(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits)
    context = {
        "number": number,
        "rules": number.rules.select_related(*OBJECT_COLUMNS.values()),
        "uses": uses_of(number),
        "history": history_of_number(number),
        "may_change": request.user.has_perm("numbers.write"),
    }
    return render(request, "routing/number_detail.html", context)


@GET_AND_POST
@requires("numbers.write")
def number_add(request: SignedInRequest) -> HttpResponse:
    form = AddNumberForm(sent(request))
    outcome = save_form(form, lambda values: services.add_number(actor_of(request), **values))
    if outcome.result is not None:
        return _added(request, outcome.result)
    return render(request, "routing/number_add.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("numbers.read")
def number_edit(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits, for_change=True)
    form = EditNumberForm(sent(request), number=number)
    outcome = save_form(form, lambda values: services.update_number(actor_of(request), number, **values))
    if outcome.is_saved:
        messages.success(request, f"{phone_words(number.e164)} was saved.")
        return redirect("routing:number_detail", digits=digits)
    context = {"form": form, "number": number}
    return render(request, "routing/number_edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("numbers.read")
def number_delete(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits, for_change=True)
    shown = phone_words(number.e164)
    if request.method == "POST":
        try:
            services.delete_number(actor_of(request), number)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("routing:number_detail", digits=digits)
        messages.success(request, f"{shown} was deleted.")
        return redirect("routing:number_list")
    context = {
        "number": number,
        "question": f"Delete {shown}?",
        "verb": f"Delete {shown}",
        "uses": uses_of(number),
    }
    return render(request, "routing/number_delete.html", context)


def _added(request: SignedInRequest, number: PhoneNumber) -> HttpResponse:
    url = reverse("routing:number_detail", args=[number.e164.removeprefix("+")])
    said = f"{phone_words(number.e164)} was added."
    if request.POST.get("also"):
        toast(request, said, action="Open", url=url)
        return redirect("routing:number_add")
    toast(request, said, action="Add another", url=reverse("routing:number_add"))
    return redirect(url)


@require_GET
@requires("numbers.list")
def number_options(request: SignedInRequest) -> HttpResponse:
    """The suggestions for what is typed into a picker of phone numbers, as the options of its datalist."""
    found = offered_numbers(str(next(iter(request.GET.values()), "")), SUGGESTIONS)
    return HttpResponse(format_html_join("", '<option value="{}">', ((number_label(row),) for row in found)))


@require_GET
@requires("numbers.list")
def object_options(request: SignedInRequest, model: str) -> HttpResponse:
    """The suggestions for what is typed into a picker of routed objects, as the options of its datalist."""
    found = offered_objects(routed_model(model), str(next(iter(request.GET.values()), "")), SUGGESTIONS)
    return HttpResponse(format_html_join("", '<option value="{}">', ((object_label(row),) for row in found)))

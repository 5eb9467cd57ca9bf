"""The list, the page and the forms of every kind of routed object."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, actor_of
from opbx.references import count_uses, uses_of
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast
from routing.access import get_object
from routing.history import history_of_object
from routing.models import ROUTABLE
from routing.pages import Pages
from routing.views.object_bulk import ACTIONS


def object_list(pages: Pages, request: SignedInRequest) -> HttpResponse:
    filters = pages.filters(request.GET)
    rows = filters.apply(pages.list_rows())
    totals = pages.kind.model._default_manager.aggregate(  # noqa: SLF001 - Django's documented name
        all=Count("pk"), disabled=Count("pk", filter=Q(is_enabled=False))
    )
    context = {
        "pages": pages,
        "kind": pages.kind,
        "page": _with_uses(pages, page_of(request, sorted_by(request, rows, pages.order, default="name"))),
        "filters": filters,
        "totals": totals,
        "bulk_actions": ACTIONS,
        "may_change": request.user.has_perm(f"{pages.kind.area}.write"),
    }
    return render(request, "objects/list.html", context)


def object_export(pages: Pages, request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters, as CSV."""
    rows = list(_found(pages, request))
    uses = count_uses(rows)
    header = ("Name", "Internal number", "Active", *(column.title for column in pages.columns), "Used by")
    lines = [
        (row.name, row.number, row.is_enabled, *(column.text(row) for column in pages.columns), uses[row.pk])
        for row in rows
    ]
    return csv_download(f"{pages.kind.plural.replace(' ', '-').lower()}.csv", header, lines)


def object_detail(pages: Pages, request: SignedInRequest, key: UUID) -> HttpResponse:
    row = get_object(request.user, pages.kind, key)
    context = {
        "pages": pages,
        "kind": pages.kind,
        "object": row,
        "problems": pages.problems([row]).get(row.pk, []),
        "uses": uses_of(row),
        "history": history_of_object(pages.kind, row),
        "may_change": request.user.has_perm(f"{pages.kind.area}.write"),
        "is_routable": pages.kind.destination in ROUTABLE,
        **pages.more(row),
    }
    return render(request, "objects/detail.html", context)


def object_add(pages: Pages, request: SignedInRequest) -> HttpResponse:
    form = pages.form(sent(request), request.FILES or None)
    outcome = save_form(form, lambda values: pages.add(actor_of(request), **values))
    if outcome.result is not None:
        return _added(pages, request, outcome.result)
    context = {"pages": pages, "kind": pages.kind, "form": form}
    return render(request, "objects/add.html", context, status=outcome.status)


def object_edit(pages: Pages, request: SignedInRequest, key: UUID) -> HttpResponse:
    row = get_object(request.user, pages.kind, key, for_change=True)
    form = pages.form(sent(request), request.FILES or None, row=row)
    outcome = save_form(form, lambda values: pages.update(actor_of(request), row, **values))
    if outcome.result is not None:
        saved = pages.kind.words_of(outcome.result)
        messages.success(request, f"{saved} {pages.kind.was} saved.")
        return redirect(outcome.result)
    context = {"pages": pages, "kind": pages.kind, "form": form, "object": row}
    return render(request, "objects/edit.html", context, status=outcome.status)


def _found(pages: Pages, request: SignedInRequest) -> QuerySet[Any]:
    rows = pages.filters(request.GET).apply(pages.list_rows())
    return sorted_by(request, rows, pages.order, default="name")


def _with_uses(pages: Pages, page: Page[Any]) -> Page[Any]:
    """The page with what its rows are used by and what keeps them from working, each asked for all rows at once."""
    rows = list(page.object_list)
    uses, problems = count_uses(rows), pages.problems(rows)
    for row in rows:
        row.use_count = uses[row.pk]
        row.has_problem = bool(problems.get(row.pk))
        row.cells = [
            {"template": column.template, "text": column.text(row), "css": column.css}
            for column in pages.columns
        ]
    page.object_list = rows
    return page


def _added(pages: Pages, request: SignedInRequest, row: Any) -> HttpResponse:  # noqa: ANN401 - of the kind
    said = f"{pages.kind.words_of(row)} {pages.kind.was} added."
    add_url = reverse(pages.kind.page["add"])
    if request.POST.get("also"):
        toast(request, said, action="Open", url=row.get_absolute_url())
        return redirect(add_url)
    toast(request, said, action="Add another", url=add_url)
    return redirect(row)

"""The phonebook, for everybody who may read it."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, requires, sees_own_only
from extensions.effective import effective_column, organization_defaults
from extensions.forms import PhonebookFilter
from extensions.models import Extension
from extensions.querysets import ExtensionQuerySet
from opbx.web.lists import page_of, sorted_by

COLUMNS: dict[str, tuple[Any, ...]] = {
    "name": ("name", "number"),
    "number": (Length("number"), "number"),
    "department": ("department__name", "name", "number"),
}


@require_GET
@requires("phonebook.read")
def phonebook(request: SignedInRequest) -> HttpResponse:
    """Who is shown: extensions whose own value, template or organization says so."""
    shown: ExtensionQuerySet = Extension.objects.annotate(
        is_shown=effective_column("in_phonebook", organization_defaults())
    ).filter(is_shown=True)
    filters = PhonebookFilter(request.GET)
    rows = filters.apply(shown.select_related("department"))
    page = page_of(request, sorted_by(request, rows, COLUMNS, default="name"))
    user = request.user
    context = {
        "page": page,
        "filters": filters,
        "is_empty": not page.paginator.count and not shown.exists(),
        "may_change": user.has_perm("phonebook.write"),
        "may_open": user.has_perm("extensions.read") and not sees_own_only(user, "extensions"),
    }
    return render(request, "phonebook/list.html", context)

"""The list of extensions, one extension's page, and the suggestions of the picker."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, requires, sees_own_only
from extensions.access import extensions_for, get_extension
from extensions.attribute_words import ATTRIBUTES
from extensions.effective import effective_attributes
from extensions.fields import extension_label, offered_extensions
from extensions.forms import ExtensionFilter
from extensions.history import history_of_extension
from extensions.models import Extension, SipAccount
from extensions.panels import panels_of
from extensions.sign_in import sign_in_server
from extensions.views.bulk import ACTIONS as BULK_ACTIONS
from opbx.references import count_uses, uses_of
from opbx.web.lists import page_of, sorted_by

COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": (Length("number"), "number"),
    "name": ("name", "number"),
    "user": ("user__name", "number"),
    "department": ("department__name", Length("number"), "number"),
    "status": ("-is_enabled", Length("number"), "number"),
}
SUGGESTIONS = 20


@require_GET
@requires("extensions.list")
def extension_list(request: SignedInRequest) -> HttpResponse:
    if sees_own_only(request.user, "extensions"):
        return _own_extension(request)
    filters = ExtensionFilter(request.GET)
    rows = filters.apply(extensions_for(request.user).with_sync())
    accounts = SipAccount.objects.defer("secret").order_by("-is_default", "pk")
    rows = rows.select_related("user", "department").prefetch_related(Prefetch("sip_accounts", accounts))
    page = _with_uses(page_of(request, sorted_by(request, rows, COLUMNS, default="number")))
    context = {
        "page": page,
        "filters": filters,
        "bulk_actions": BULK_ACTIONS,
        "may_change": request.user.has_perm("extensions.write"),
        "totals": _totals(extensions_for(request.user)),
        "waiting": [row for row in page if row.sync == SipAccount.SyncState.PENDING],
    }
    return render(request, "extensions/list.html", context)


@require_GET
@never_cache
@requires("extensions.read")
def extension_detail(request: SignedInRequest, number: str) -> HttpResponse:
    return detail_page(request, get_extension(request.user, number))


@require_GET
@requires("extensions.list")
def extension_options(request: SignedInRequest) -> HttpResponse:
    """The suggestions for what is typed into a picker, as the options of its datalist."""
    if sees_own_only(request.user, "extensions"):
        return HttpResponse("")
    found = offered_extensions(str(next(iter(request.GET.values()), "")), SUGGESTIONS)
    return HttpResponse(
        format_html_join("", '<option value="{}">', ((extension_label(row),) for row in found))
    )


def detail_page(request: SignedInRequest, extension: Extension, **more: object) -> HttpResponse:
    """An extension's page.

    more: `revealed_key` and `revealed` in the answer to "Show" only, `linked_key` and `link` in the answer to
    "Show QR code" only.
    """
    is_own = sees_own_only(request.user, "extensions")
    accounts = list(extension.sip_accounts.defer("secret").order_by("-is_default", "pk"))
    context = {
        "extension": extension,
        "accounts": accounts,
        "ringing": sum(account.is_enabled for account in accounts),
        "server": sign_in_server(),
        "settings": _settings(extension),
        "panels": panels_of(request.user, extension),
        "uses": uses_of(extension),
        "is_own": is_own,
        "extension_url": reverse("extensions:detail", args=[extension.number]),
        "may_change": request.user.has_perm("extensions.write"),
        "may_reveal": request.user.has_perm("right.reveal_sip_passwords"),
        "history": [] if is_own else history_of_extension(extension),
        **more,
    }
    return render(request, "extensions/detail.html", context)


def _settings(extension: Extension) -> list[tuple[str, str, str]]:
    """(attribute, what holds, whose it is) in words."""
    found = effective_attributes(extension)
    return [(one.label, one.words(found[one.name].value), found[one.name].source_words) for one in ATTRIBUTES]


def _own_extension(request: SignedInRequest) -> HttpResponse:
    own = extensions_for(request.user).first()
    if own is not None:
        return redirect("extensions:detail", number=own.number)
    return render(request, "extensions/none.html")


def _with_uses(page: Page[Any]) -> Page[Any]:
    rows = list(page.object_list)
    uses = count_uses(rows)
    for row in rows:
        row.use_count = uses[row.pk]
    page.object_list = rows
    return page


def _totals(extensions: QuerySet[Extension]) -> dict[str, int]:
    failed = Exists(
        SipAccount.objects.filter(extension=OuterRef("pk"), sync_state=SipAccount.SyncState.FAILED)
    )
    return extensions.aggregate(
        all=Count("pk"), disabled=Count("pk", filter=Q(is_enabled=False)), failed=Count("pk", filter=failed)
    )

"""The page that says how the connection is: each row with a level, what it means and what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import services
from cloudonix.health.activity import activity
from cloudonix.health.check import last_look
from cloudonix.health.rows import Group, health_groups, is_private, worst_level
from cloudonix.models import Connection, HealthCheck
from opbx.errors import DomainError

PAGE = "cloudonix:health"
WORDS = {
    "ok": "Everything in order",
    "warn": "Needs a look",
    "bad": "Needs attention",
    "neutral": "Not all is known yet",
}


def current_groups() -> list[Group]:
    """The rows of the current organization, as of now."""
    is_near = is_private(urlsplit(settings.CLOUDONIX_URL).hostname or "")
    return health_groups(last_look(), activity(), settings.PUBLIC_URL, is_near=is_near)


@require_GET
@never_cache
@requires("cloudonix.read")
def health_page(request: SignedInRequest) -> HttpResponse:
    """The page; asked by itself, whether it should load anew because a worker has looked."""
    if request.headers.get("HX-Request"):
        check = HealthCheck.objects.first()
        return HttpResponse(status=204) if check and check.is_running else HttpResponseClientRefresh()
    return render(request, "cloudonix/health.html", _context(request))


@require_POST
@requires("cloudonix.read")
def health_check(request: SignedInRequest) -> HttpResponse:
    """Have a worker look once more; the page shows when it has."""
    try:
        services.ask_health_check(actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(PAGE)


def _context(request: SignedInRequest) -> dict[str, Any]:
    row = Connection.current()
    check = HealthCheck.objects.first()
    if row is None or not row.api_key:
        return {"connection": None}
    groups = current_groups()
    worst = worst_level(groups)
    return {
        "connection": row,
        "groups": groups,
        "worst": worst,
        "worst_words": WORDS[worst],
        "trouble_count": sum(one.level in {"bad", "warn"} for group in groups for one in group.rows),
        "check": check,
        "may_change": request.user.has_perm("cloudonix.write"),
    }

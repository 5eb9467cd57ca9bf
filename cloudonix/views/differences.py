"""The page of the differences, and what a person decides about each."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import plans, services
from cloudonix.access import get_finding
from cloudonix.drift.objects import shown_name
from cloudonix.filters import DifferenceFilter
from cloudonix.models import Connection, DriftCheck, Finding
from cloudonix.services.differences import is_deletable
from opbx.errors import DomainError
from opbx.web.lists import page_of

DIFFERENCES = "cloudonix:differences"


@require_GET
@never_cache
@requires("cloudonix.read")
def difference_list(request: SignedInRequest) -> HttpResponse:
    filters = DifferenceFilter(request.GET)
    page = page_of(request, filters.apply(Finding.objects.all()).order_by("topic", "name"))
    page.object_list = list(page.object_list)
    check = plans.newest_check()
    context = {
        "page": page,
        "rows": plans.rows_of(list(page.object_list)),
        "filters": filters,
        "total": Finding.objects.count(),
        "connection": Connection.current(),
        "check": check,
        "is_comparing": check is not None and check.state == DriftCheck.State.RUNNING,
        "may_run": request.user.has_perm("right.run_sync"),
        "may_decide": request.user.has_perm("cloudonix.write"),
        "may_import": request.user.has_perm("cloudonix.write"),
        "tab": "differences",
    }
    return render(request, "cloudonix/differences.html", context)


@require_POST
@requires("right.run_sync")
def overwrite(request: SignedInRequest, key: UUID) -> HttpResponse:
    finding = get_finding(request.user, key)
    said = f"OPBX writes {_named(finding)} to Cloudonix as it is here."
    return _decide(request, lambda: services.overwrite_difference(actor_of(request), finding), said)


@require_POST
@requires("cloudonix.read")
def adopt(request: SignedInRequest, key: UUID) -> HttpResponse:
    finding = get_finding(request.user, key, permission="cloudonix.write")
    said = f"{_named(finding)} is here now as Cloudonix has it."
    return _decide(request, lambda: services.adopt_difference(actor_of(request), finding), said)


@require_POST
@requires("cloudonix.read")
def ignore(request: SignedInRequest, key: UUID) -> HttpResponse:
    finding = get_finding(request.user, key, permission="cloudonix.write")
    said = f"{_named(finding)} is ignored until either side changes."
    return _decide(request, lambda: services.ignore_difference(actor_of(request), finding), said)


@require_POST
@requires("cloudonix.read")
def unignore(request: SignedInRequest, key: UUID) -> HttpResponse:
    finding = get_finding(request.user, key, permission="cloudonix.write")
    said = f"{_named(finding)} is no longer ignored."
    return _decide(request, lambda: services.stop_ignoring(actor_of(request), finding), said)


@require_http_methods(["GET", "POST"])
@requires("cloudonix.read")
def delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask for the name, then have it deleted at Cloudonix."""
    finding = get_finding(request.user, key, permission="cloudonix.write")
    refused = ""
    if request.method == "POST":
        try:
            services.delete_remote(actor_of(request), finding, typed=request.POST.get("typed", ""))
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, f"OPBX deletes {_named(finding)} at Cloudonix now.")
            return redirect(DIFFERENCES)
    context = {"finding": finding, "named": _named(finding), "refused": refused, "blocked": _blocked(finding)}
    return render(request, "cloudonix/difference_delete.html", context, status=422 if refused else 200)


def _decide(request: SignedInRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(DIFFERENCES)


def _named(finding: Finding) -> str:
    return f"{finding.get_topic_display()} {shown_name(finding.topic, finding.name)}"


def _blocked(finding: Finding) -> str:
    return "" if is_deletable(finding) else "OPBX cannot delete this one. Delete it at Cloudonix."

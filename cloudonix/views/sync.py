"""The page of the sync: what it would do, doing it, and the deletions that wait for a word."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import plans, services, sync_state
from cloudonix.models import Connection, DriftCheck, Topic
from opbx.errors import DomainError

SYNC = "cloudonix:sync"
BACK = {"differences": "cloudonix:differences", "import": "cloudonix:import"}


@require_GET
@never_cache
@requires("cloudonix.read")
def sync_page(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires("right.run_sync")
def compare(request: SignedInRequest) -> HttpResponse:
    """Ask for a comparison; the page it was asked from shows how far it is."""
    try:
        services.ask_to_compare(actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(BACK.get(request.POST.get("next", ""), SYNC))


@require_POST
@requires("right.run_sync")
def start(request: SignedInRequest) -> HttpResponse:
    try:
        count = services.sync_now(actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = ngettext("OPBX writes %d object to Cloudonix.", "OPBX writes %d objects to Cloudonix.", count)
        messages.success(
            request, text % count if count else "There is nothing to write. Both sides are equal."
        )
    return redirect(SYNC)


@require_POST
@requires("right.run_sync")
def confirm(request: SignedInRequest, topic: str) -> HttpResponse:
    """Let the worker delete what it held back, when the number was typed."""
    try:
        count = services.confirm_deletions(
            actor_of(request), _topic(topic), typed=request.POST.get("typed", "")
        )
    except DomainError as error:
        return _page(request, refused={topic: error.message}, status=422)
    messages.success(request, f"OPBX deletes {count} at Cloudonix now.")
    return redirect(SYNC)


@require_POST
@requires("right.run_sync")
def keep(request: SignedInRequest, topic: str) -> HttpResponse:
    count = services.keep_instead_of_deleting(actor_of(request), _topic(topic))
    messages.success(request, f"{count} stay at Cloudonix. Compare again to see them as differences.")
    return redirect(SYNC)


def _topic(text: str) -> Topic:
    try:
        return Topic(text)
    except ValueError as error:
        raise Http404("There is no such kind of object.") from error


def _page(
    request: SignedInRequest, *, refused: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    check = plans.newest_check()
    counts = sync_state.sync_counts()
    context = {
        "connection": Connection.current(),
        "check": check,
        "is_comparing": check is not None and check.state == DriftCheck.State.RUNNING,
        "plan": plans.newest_plan(),
        "counts": counts,
        "held": [(one, (refused or {}).get(one.topic.value, "")) for one in plans.held_deletions()],
        "refusals": list((refused or {}).values()),
        "parked": sync_state.parked_items(),
        "may_run": request.user.has_perm("right.run_sync"),
        "may_retry": request.user.has_perm("right.run_sync"),
        "may_import": request.user.has_perm("cloudonix.write"),
        "tab": "sync",
    }
    return render(request, "cloudonix/sync.html", context, status=status)

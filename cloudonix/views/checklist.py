"""The set-up checklist: the page, its poll, and whether the home page shows it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from accounts.models import User
from cloudonix import services
from cloudonix.checklist.facts import facts
from cloudonix.checklist.steps import Checklist, checklist
from cloudonix.forms import ConnectionForm
from cloudonix.models import Connection

PAGE = "cloudonix:set_up"


def current_checklist() -> Checklist:
    return checklist(facts(), simulator_url=settings.SIMULATOR_URL)


def checklist_for_home(user: User) -> Checklist | None:
    """What the home page shows of it: nothing once it is done or hidden, and nothing to those it is not for."""
    if not user.has_perm("cloudonix.read"):
        return None
    if Connection.objects.filter(checklist_hidden_at__isnull=False).exists():
        return None
    found = current_checklist()
    return None if found.is_done else found


@require_GET
@never_cache
@requires("cloudonix.read")
def set_up(request: SignedInRequest) -> HttpResponse:
    return set_up_page(request, ConnectionForm(has_key=False))


@require_GET
@never_cache
@requires("cloudonix.read")
def set_up_progress(request: SignedInRequest) -> HttpResponse:
    """The answer to the page's poll: the steps, or nothing while they look as the page shows them already."""
    context = _context(request)
    if request.GET.get("seen") == context["digest"]:
        return HttpResponse(status=204)
    return render(request, "cloudonix/checklist.html", context)


@require_POST
@requires("extensions.write")
def checklist_hide(request: SignedInRequest) -> HttpResponse:
    """Hide the checklist from the home page, or show it there again (`show`)."""
    is_hidden = not request.POST.get("show")
    services.set_checklist_hidden(actor_of(request), is_hidden=is_hidden)
    if is_hidden:
        messages.success(request, "The checklist is hidden. You find it in the Cloudonix settings.")
        return redirect("home")
    return redirect(PAGE)


def set_up_page(request: SignedInRequest, form: ConnectionForm, *, status: int = 200) -> HttpResponse:
    row = Connection.current()
    context = {
        **_context(request),
        "form": form,
        "is_hidden": bool(row and row.checklist_hidden_at),
        "may_hide": request.user.has_perm("extensions.write"),
        "owners": User.objects.active().filter(role="owner").order_by("name"),
    }
    return render(request, "cloudonix/set_up.html", context, status=status)


def _context(request: SignedInRequest) -> dict[str, Any]:
    found = current_checklist()
    may_change = request.user.has_perm("cloudonix.write")
    return {
        "checklist": found,
        "current": found.current,
        # While the form for domain and key is open nothing is replaced under the fingers of who types.
        "polls": not found.is_done and found.steps[0].state != "todo",
        "may_change": may_change,
        "digest": _digest(found),
    }


def _digest(found: Checklist) -> str:
    """Changes with what the steps say, and not with the time that passes."""
    return hashlib.blake2b(repr(found.steps).encode(), digest_size=8).hexdigest()

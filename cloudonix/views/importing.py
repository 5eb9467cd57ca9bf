"""The page that takes over what a domain had before: subscribers, numbers and trunks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import plans, services
from cloudonix.drift.objects import is_key
from cloudonix.models import Connection, DriftCheck, Finding


@require_http_methods(["GET", "POST"])
@never_cache
@requires("cloudonix.write")
def import_page(request: SignedInRequest) -> HttpResponse:
    """Show what only Cloudonix has; POST takes the chosen rows over and says what became of each."""
    if request.method == "GET":
        return _page(request, chosen=set(request.GET.getlist("choose")))
    chosen = {key for key in request.POST.getlist("choose") if is_key(key)}
    if request.POST.get("all"):
        chosen = {str(one.finding.key) for one in plans.candidates()}
    if not chosen:
        return _page(request, refused="Choose at least one row to import.", status=422)
    numbers = {key: request.POST.get(f"number-{key}", "").strip() for key in chosen}
    findings = list(Finding.objects.filter(key__in=chosen))
    results = services.import_from_domain(actor_of(request), findings, numbers=numbers)
    errors = {str(one.finding.key): one.error for one in results if one.error}
    done = len(results) - len(errors)
    if done:
        text = ngettext("%d object was imported.", "%d objects were imported.", done)
        messages.success(request, text % done)
    if errors:
        refused = f"{len(errors)} could not be imported. The rows below say why."
        return _page(request, chosen=chosen, errors=errors, typed=numbers, refused=refused, status=422)
    return redirect("cloudonix:import")


def _page(
    request: SignedInRequest,
    *,
    chosen: set[str] | None = None,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    check = plans.newest_check()
    found = plans.candidates(errors=errors, typed=typed)
    context = {
        "connection": Connection.current(),
        "check": check,
        "is_comparing": check is not None and check.state == DriftCheck.State.RUNNING,
        "candidates": found,
        "chosen": chosen or set(),
        "hides_passwords": any(one.password_hidden for one in found),
        "voices": plans.voice_count(),
        "refused": refused,
        "may_run": request.user.has_perm("right.run_sync"),
        "may_import": request.user.has_perm("cloudonix.write"),
        "tab": "import",
    }
    return render(request, "cloudonix/import.html", context, status=status)

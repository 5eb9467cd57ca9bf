"""The page of an extension's service PIN: set, replace, remove; never shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_extension
from extensions.forms import ServicePinForm
from opbx.web.saving import save_form, sent


@require_http_methods(["GET", "POST"])
@never_cache
@requires("extensions.read")
def service_pin(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    form = ServicePinForm(sent(request))
    outcome = save_form(form, lambda values: services.set_service_pin(actor_of(request), extension, **values))
    if outcome.is_saved:
        verb = "replaced" if extension.has_pin else "set"
        messages.success(request, f"The service PIN of extension {number} was {verb}.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": extension}
    return render(request, "extensions/service_pin.html", context, status=outcome.status)


@require_POST
@requires("extensions.read")
def service_pin_remove(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    services.remove_service_pin(actor_of(request), extension)
    messages.success(request, f"Extension {number} has no service PIN any more.")
    return redirect("extensions:detail", number=number)

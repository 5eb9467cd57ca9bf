"""The page "Language and region"."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions.previewing import save_unless_taken_back, wants_preview
from opbx.web.saving import sent
from routing import services
from routing.forms.language import LanguageForm
from routing.history import history_of_language
from routing.language import country_of, numbers_lost_to_emergency
from tenants.context import current_organization


@require_http_methods(["GET", "POST"])
@requires("language.write")
def language_and_region(request: SignedInRequest) -> HttpResponse:
    """The form; another country is saved after a page that says what it changes."""
    organization = current_organization()
    form = LanguageForm(sent(request), organization=organization)
    if wants_preview(request, form):
        wanted = form.cleaned_data["region"]
        if wanted != organization.region and not numbers_lost_to_emergency(wanted):
            context = {"form": form, "before": country_of(organization.region), "after": country_of(wanted)}
            return render(request, "language/country.html", context)
    outcome = save_unless_taken_back(
        request, form, lambda values: services.set_language_and_region(actor_of(request), **values)
    )
    if outcome.is_saved:
        messages.success(request, "Language and region were saved.")
        return redirect("language:edit")
    context = {"form": form, "history": history_of_language(organization)}
    return render(request, "language/edit.html", context, status=outcome.status)

"""The console's pages about an organization's Cloudonix domain: ask for it, watch it being made, try again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import actor_of, requires
from opbx.web.pages import progress_fragment
from opbx.web.saving import save_form, sent
from tenants.console import services
from tenants.console.access import get_organization
from tenants.console.forms import DomainForm
from tenants.models import CloudonixDomain, Organization
from tenants.offers import DomainProgress, domain_offer


@dataclass(frozen=True)
class DomainPanel:
    """What the organization's page shows. names: of the connected domain. may_make: one can be asked for."""

    names: list[str]
    progress: DomainProgress | None
    may_make: bool


def domain_panel(organization: Organization) -> DomainPanel:
    offer = domain_offer()
    known = CloudonixDomain.objects.filter(organization=organization).first()
    progress = offer.progress(organization) if offer else None
    is_free = known is None and (progress is None or progress.is_finished)
    may_make = offer is not None and is_free and offer.is_open()
    return DomainPanel(known.names if known else [], progress, may_make)


@require_http_methods(["GET", "POST"])
@requires("organizations.write")
def organization_domain(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the domain under a name; after a failure the same again, if need be under another one."""
    found = get_organization(slug)
    offer = domain_offer()
    panel = domain_panel(found)
    name = panel.progress.name if panel.progress else offer.suggest(found.slug) if offer else ""
    form = DomainForm(sent(request), initial={"domain_name": name})
    if panel.progress and not panel.progress.may_rename:
        form.fields["domain_name"].disabled = True
    outcome = save_form(
        form, lambda values: services.order_domain(actor_of(request), organization=found, **values)
    )
    if outcome.is_saved:
        return redirect("organizations:detail", slug=found.slug)
    context = {"found": found, "form": form, "panel": panel}
    return render(request, "organizations/domain.html", context, status=outcome.status)


@require_GET
@requires("organizations.read")
def organization_domain_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer to the page's poll; once nothing moves any more the page loads anew."""
    found = get_organization(slug)
    progress = domain_panel(found).progress
    if progress is None or progress.is_finished:
        return HttpResponseClientRefresh()
    return progress_fragment(
        request,
        progress.steps,
        finished=False,
        poll_url=reverse("organizations:domain_progress", args=[found.slug]),
    )

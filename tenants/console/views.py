"""The console's pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import actor_of, recently_authenticated, requires
from opbx.errors import DomainError
from opbx.web.pages import progress_fragment
from opbx.web.saving import save_form, sent
from routing.sentences import LANGUAGES
from tenants.addresses import address_of
from tenants.console import services
from tenants.console.access import get_organization
from tenants.console.domains import domain_panel
from tenants.console.forms import OrganizationFilter, OrganizationForm
from tenants.console.history import history_of_organization
from tenants.console.provisioning import STEPS
from tenants.models import Organization, ProvisioningJob
from tenants.offers import domain_offer
from tenants.regions import region_choices

PAGE_SIZE = 25


@dataclass(frozen=True)
class Progress:
    """A provisioning step as the page shows it."""

    title: str
    state: str
    text: str = ""


@require_GET
@requires("organizations.list")
def organization_list(request: HttpRequest) -> HttpResponse:
    filters = OrganizationFilter(request.GET)
    everything = Organization.objects.filter(kind=Organization.Kind.CUSTOMER).exclude(
        status=Organization.Status.DELETED
    )
    found = (
        _filtered(everything, filters)
        .select_related("provisioning", "cloudonix_domain")
        .order_by("name", "pk")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    is_filtered = any(request.GET.get(name) for name in filters.fields)
    return render(
        request, "organizations/list.html", {"page": page, "filters": filters, "is_filtered": is_filtered}
    )


@require_http_methods(["GET", "POST"])
@requires("organizations.write")
def organization_add(request: HttpRequest) -> HttpResponse:
    offer = domain_offer()
    form = OrganizationForm(sent(request), offer=offer if offer and offer.is_open() else None)
    outcome = save_form(form, lambda _: services.add_organization(actor_of(request), **form.values))
    if outcome.result is not None:
        return redirect("organizations:detail", slug=outcome.result.slug)
    return render(request, "organizations/add.html", {"form": form}, status=outcome.status)


@require_GET
@requires("organizations.read")
def organization_detail(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_organization(slug)
    job = _job(found)
    return render(
        request,
        "organizations/detail.html",
        {
            "found": found,
            "job": job,
            "steps": progress_of(job),
            "poll_url": reverse("organizations:progress", args=[found.slug]),
            "site": address_of(found, "/"),
            "hosts": found.domains.order_by("-is_primary", "domain"),
            "domain": domain_panel(found),
            "domain_poll_url": reverse("organizations:domain_progress", args=[found.slug]),
            "history": history_of_organization(found),
            "country": dict(region_choices()).get(found.region, found.region),
            "language": LANGUAGES.get(found.voice_language, found.voice_language),
        },
    )


@require_GET
@requires("organizations.read")
def organization_progress(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_organization(slug)
    job = _job(found)
    return progress_fragment(
        request,
        progress_of(job),
        finished=job is None or job.state in {ProvisioningJob.State.DONE, ProvisioningJob.State.FAILED},
        poll_url=reverse("organizations:progress", args=[found.slug]),
        next_url=reverse("organizations:detail", args=[found.slug]),
        next_label="Show the organization",
    )


@require_http_methods(["GET", "POST"])
@requires("organizations.write")
@recently_authenticated
def organization_suspend(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_organization(slug)
    if request.method == "POST":
        return _change(request, found, services.suspend_organization, f"{found.name} is suspended.")
    return render(request, "organizations/suspend.html", {"found": found})


@require_POST
@requires("organizations.write")
def organization_resume(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_organization(slug)
    return _change(request, found, services.resume_organization, f"{found.name} is active again.")


@require_POST
@requires("organizations.write")
def organization_retry(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_organization(slug)
    return _change(request, found, services.retry_provisioning, "OPBX tries again.")


def progress_of(job: ProvisioningJob | None) -> list[Progress]:
    """The steps with their state; empty when the organization was made without a job."""
    if job is None:
        return []
    keys = [step.key for step in STEPS]
    reached = keys.index(job.step) if job.step in keys else -1
    shown = []
    for position, step in enumerate(STEPS):
        if job.state == ProvisioningJob.State.DONE or position < reached:
            shown.append(Progress(step.title, "done"))
        elif position == reached and job.state == ProvisioningJob.State.FAILED:
            shown.append(Progress(step.title, "failed", job.error))
        elif position == reached:
            shown.append(Progress(step.title, "running"))
        else:
            shown.append(Progress(step.title, "todo"))
    return shown


def _job(organization: Organization) -> ProvisioningJob | None:
    return getattr(organization, "provisioning", None)


def _filtered(rows: QuerySet[Organization], filters: OrganizationFilter) -> QuerySet[Organization]:
    if not filters.is_valid():
        return rows
    if text := filters.cleaned_data["q"]:
        rows = rows.filter(Q(name__icontains=text) | Q(slug__icontains=text))
    if status := filters.cleaned_data["status"]:
        rows = rows.filter(status=status)
    return rows


def _change(request: HttpRequest, found: Organization, service: object, text: str) -> HttpResponse:
    try:
        service(actor_of(request), organization=found)  # type: ignore[operator]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, text)
    return redirect("organizations:detail", slug=found.slug)

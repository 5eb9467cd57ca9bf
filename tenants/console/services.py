"""The writes of the console: add, suspend and resume organizations. Audited in the platform's own log."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.errors import DomainError
from tenants import context, due
from tenants.console.errors import HostTaken, NotSuspendable, PlatformStays, SlugTaken
from tenants.lookup import forget_hosts
from tenants.models import HostName, Organization, ProvisioningJob
from tenants.offers import domain_offer
from tenants.slugs import RESERVED, schema_name_for, slug_for

PROVISION = "tenants.provision"


def add_organization(
    actor: Actor,
    *,
    name: str,
    slug: str = "",
    time_zone: str = "UTC",
    region: str = "US",
    voice_language: str = "en-US",
    owner_name: str = "",
    owner_email: str = "",
    domain_name: str | None = None,
) -> Organization:
    """Add a customer; its schema and its first Owner's invitation are made by a worker (tenants.console.provisioning).

    slug: made from the name when empty. region: ISO 3166, how nationally written numbers are read.
    domain_name: of the Cloudonix domain to make for it, "" for the usual one, None for none.
    Raises SlugTaken, HostTaken, and DomainError (field domain_name).
    """
    require(actor, "organizations.write")
    slug = slug or slug_for(name)
    if slug in RESERVED:
        raise SlugTaken(slug)
    organization = Organization(
        name=name,
        slug=slug,
        schema_name=schema_name_for(slug),
        time_zone=time_zone,
        region=region,
        voice_language=voice_language,
    )
    with transaction.atomic():
        _insert(organization)
        ProvisioningJob.objects.create(
            organization=organization, owner_name=owner_name, owner_email=owner_email.strip().lower()
        )
        audit.record(
            actor, "organization.created", organization, {"slug": [None, slug], "name": [None, name]}
        )
        due.make_due(PROVISION, organization=organization)
        if domain_name is not None:
            _order_domain(actor, organization, domain_name)
    return organization


@transaction.atomic
def order_domain(actor: Actor, *, organization: Organization, domain_name: str) -> None:
    """Have the organization's Cloudonix domain made, or try again where it failed.

    Raises DomainError (field domain_name).
    """
    require(actor, "organizations.write")
    _order_domain(actor, organization, domain_name)


def suspend_organization(actor: Actor, *, organization: Organization) -> None:
    """Stop sign-in and calls; nothing is deleted. Raises PlatformStays, NotSuspendable."""
    if organization.is_platform:
        raise PlatformStays
    _change_status(
        actor, organization, Organization.Status.ACTIVE, Organization.Status.SUSPENDED, "suspended"
    )


def resume_organization(actor: Actor, *, organization: Organization) -> None:
    """Let people and calls in again. Raises NotSuspendable."""
    _change_status(actor, organization, Organization.Status.SUSPENDED, Organization.Status.ACTIVE, "resumed")


def retry_provisioning(actor: Actor, *, organization: Organization) -> None:
    """Queue a failed provisioning again; it goes on where it stopped."""
    require(actor, "organizations.write")
    with transaction.atomic():
        ProvisioningJob.objects.filter(organization=organization, state=ProvisioningJob.State.FAILED).update(
            state=ProvisioningJob.State.WAITING, error=""
        )
        audit.record(actor, "organization.provisioning_retried", organization)
        due.make_due(PROVISION, organization=organization)


def _order_domain(actor: Actor, organization: Organization, name: str) -> None:
    offer = domain_offer()
    if offer is None:
        raise DomainError("Domains cannot be made here.", code="no-domain-offer", field="domain_name")
    offer.order(organization, name=name, asked_by=asdict(actor))
    audit.record(actor, "organization.domain_ordered", organization, {"domain": ["", name]})


def _insert(organization: Organization) -> None:
    # django-tenants lets a new organization be saved from the shared schema only.
    host = f"{organization.slug}.{settings.HOST_SUFFIX}"
    with context.in_shared():
        try:
            with transaction.atomic():
                organization.save()
        except IntegrityError as error:
            raise SlugTaken(organization.slug) from error
        try:
            with transaction.atomic():
                HostName.objects.create(domain=host, tenant=organization, is_primary=True)
        except IntegrityError as error:
            raise HostTaken(host) from error


def _change_status(actor: Actor, organization: Organization, before: str, after: str, verb: str) -> None:
    require(actor, "organizations.write")
    with transaction.atomic():
        changed = Organization.objects.filter(pk=organization.pk, status=before).update(status=after)
        if not changed:
            organization.refresh_from_db(fields=["status"])
            raise NotSuspendable(organization.get_status_display().lower())
        organization.status = after
        audit.record(actor, f"organization.{verb}", organization, {"status": [before, after]})
        transaction.on_commit(forget_hosts)

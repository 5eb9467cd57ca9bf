"""Making a new organization in the background, step by step; a step that was done is harmless to repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.services import invite_user
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.logs import get_logger
from tenants import context
from tenants.lookup import forget_hosts
from tenants.models import Organization, ProvisioningJob
from tenants.schemas import make_schema

log = get_logger(__name__)
ACTOR = Actor.system("OPBX provisioning")
STUCK_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    work: Callable[[ProvisioningJob], None]


def _make_tables(job: ProvisioningJob) -> None:
    make_schema(job.organization)


def _publish_first_plan(job: ProvisioningJob) -> None:
    with context.tenant_transaction(job.organization):
        configuration_changed(ACTOR, "The organization was created.")


def _invite_first_owner(job: ProvisioningJob) -> None:
    with context.in_tenant(job.organization):
        if job.owner_email and not User.objects.with_email(job.owner_email).exists():
            invite_user(ACTOR, email=job.owner_email, name=job.owner_name, role="owner")


def _open(job: ProvisioningJob) -> None:
    Organization.objects.filter(pk=job.organization_id).update(provisioned_at=timezone.now())
    forget_hosts()


STEPS = (
    Step("tables", "Make the database schema", _make_tables),
    Step("plan", "Publish the first plan", _publish_first_plan),
    Step("owner", "Invite the first Owner", _invite_first_owner),
    Step("open", "Open the site", _open),
)


def provision() -> datetime | None:
    """Do what is left for the current organization; due work of kind "tenants.provision".

    A database error is recorded and tried again by the sweep; the console shows how far it came.
    """
    organization = context.current_organization()
    with context.in_shared():
        job = _claim(organization)
        if job is None:
            return None
        try:
            for step in STEPS:
                ProvisioningJob.objects.filter(pk=job.pk).update(step=step.key)
                step.work(job)
        except DatabaseError as error:
            log.exception("provisioning_failed", organization=organization.slug, step=step.key)
            ProvisioningJob.objects.filter(pk=job.pk).update(
                state=ProvisioningJob.State.FAILED,
                error=f"{type(error).__name__} in the step “{step.title}”.",
            )
            return None
        # The shared schema keeps nobody's name or address longer than it must.
        ProvisioningJob.objects.filter(pk=job.pk).update(
            state=ProvisioningJob.State.DONE, finished_at=timezone.now(), owner_name="", owner_email=""
        )
        log.info("organization_provisioned", organization=organization.slug)
    return None


def _claim(organization: Organization) -> ProvisioningJob | None:
    """Take the job; None when another worker has it or it is done. One that was killed is taken after a while."""
    now = timezone.now()
    with transaction.atomic():
        free = Q(state=ProvisioningJob.State.WAITING) | Q(
            state=ProvisioningJob.State.RUNNING, started_at__lt=now - STUCK_AFTER
        )
        taken = ProvisioningJob.objects.filter(free, organization=organization).update(
            state=ProvisioningJob.State.RUNNING, started_at=now, error=""
        )
    if not taken:
        return None
    return ProvisioningJob.objects.select_related("organization").get(organization=organization)

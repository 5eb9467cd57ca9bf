"""Celery entry points of the shared schema: the sweep over due work."""

from __future__ import annotations

from celery import shared_task

from tenants import due
from tenants.celery import SharedTask, TenantTask
from tenants.models import Organization


@shared_task(base=SharedTask)
def sweep_due_work() -> None:
    """Send one task for each piece of due work; runs every two seconds and visits no schema."""
    claimed = due.claim_due()
    organizations = Organization.objects.in_bulk({organization_id for organization_id, _ in claimed})
    for organization_id, kind in claimed:
        organization = organizations.get(organization_id)
        if organization is not None:
            due.hint(kind, organization)


@shared_task(base=TenantTask)
def run_due_work(kind: str) -> None:
    due.run(kind)

"""Publish the configuration of every organization again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from audit.actors import Actor
from opbx.configuration import configuration_changed
from tenants.context import in_tenant
from tenants.guard import guard_configuration
from tenants.models import Organization


class Command(BaseCommand):
    help = (
        "Publish every organization's configuration, after an update that makes plans differently. Safe to repeat:"
        " what would not change gets no new version, and calls end on the version they began with."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        actor, changed = Actor.system("publish_plans"), 0
        customers = Organization.objects.filter(
            kind=Organization.Kind.CUSTOMER, provisioned_at__isnull=False
        ).exclude(status=Organization.Status.DELETED)
        found = list(customers.order_by("pk"))
        for organization in found:
            before = organization.plan_version
            with in_tenant(organization), transaction.atomic():
                guard_configuration()
                configuration_changed(actor, "The configuration was published again after an update")
            organization.refresh_from_db(fields=["plan_version"])
            changed += organization.plan_version != before
        self.stdout.write(f"{changed} of {len(found)} organizations got a new version of their plan.")

"""What the console is told of the domains that the platform can make (tenants.offers)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cloudonix.account import MAKE_SWEEP
from cloudonix.account.orders import STEPS
from cloudonix.models import DomainOrder, PlatformAccount
from cloudonix.services.connection import DOMAIN
from opbx.errors import DomainError
from tenants.due import make_due
from tenants.models import CloudonixDomain, Organization
from tenants.offers import DomainProgress, DomainStep

ZONE = "cloudonix.net"  # where the platform's domains have their names


class CloudonixDomains:
    """The offer; it asks the platform's account."""

    def is_open(self) -> bool:
        return PlatformAccount.objects.filter(state=PlatformAccount.State.WORKING).exists()

    def suggest(self, slug: str) -> str:
        return f"{slug}.{ZONE}"

    @transaction.atomic
    def order(self, organization: Organization, *, name: str, asked_by: dict[str, Any]) -> None:
        name = _checked(name.strip().rstrip(".").lower() or self.suggest(organization.slug))
        if not self.is_open():
            raise DomainError(
                "There is no customer key that works. Enter one under Settings › Cloudonix.",
                code="no-customer-key",
                field="domain_name",
            )
        if CloudonixDomain.objects.filter(organization=organization).exists():
            raise DomainError(
                "This organization is connected to a domain already.", code="has-domain", field="domain_name"
            )
        order = DomainOrder.objects.select_for_update().filter(organization_key=organization.key).first()
        if order is None:
            DomainOrder.objects.create(organization_key=organization.key, name=name, asked_by=asked_by)
        elif order.is_open:
            return
        else:
            order.name = name if may_rename(order) else order.name
            order.state, order.error, order.asked_by = DomainOrder.State.WAITING, "", asked_by
            order.save()
        make_due(MAKE_SWEEP, organization=organization)

    def progress(self, organization: Organization) -> DomainProgress | None:
        order = DomainOrder.objects.filter(organization_key=organization.key).first()
        if order is None:
            return None
        return DomainProgress(
            order.name,
            steps=steps_of(order),
            is_finished=not order.is_open,
            is_failed=order.state == DomainOrder.State.FAILED,
            may_rename=may_rename(order),
        )


def may_rename(order: DomainOrder) -> bool:
    """Once the domain is there its name stays."""
    return order.step in {"", STEPS[0].key}


def steps_of(order: DomainOrder) -> list[DomainStep]:
    keys = [step.key for step in STEPS]
    at = keys.index(order.step) if order.step in keys else 0
    return [
        DomainStep(step.title, state := _state(order, place - at), order.error if state == "failed" else "")
        for place, step in enumerate(STEPS)
    ]


def _state(order: DomainOrder, distance: int) -> str:
    """distance: how many steps this one lies after the one that the order is at."""
    states = DomainOrder.State
    if order.state == states.DONE or distance < 0:
        return "done"
    if distance > 0:
        return "todo"
    return {states.FAILED: "failed", states.RUNNING: "running"}.get(states(order.state), "todo")


def _checked(name: str) -> str:
    if not DOMAIN.fullmatch(name) or "." not in name:
        raise DomainError(
            f"Enter the domain’s whole name, for example acme.{ZONE}.",
            code="domain-format",
            field="domain_name",
        )
    return name

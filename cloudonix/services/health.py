"""Asking for a look at the domain."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit.actors import Actor
from cloudonix.health import SWEEP
from cloudonix.models import Connection, HealthCheck
from opbx.errors import DomainError
from tenants.due import make_due


@transaction.atomic
def ask_health_check(actor: Actor) -> None:
    """Have a worker look at the domain once more; nothing is changed there. Raises DomainError without a key."""
    require(actor, "cloudonix.read")
    row = Connection.current()
    if row is None or not row.api_key:
        raise DomainError(
            "Cloudonix is not connected yet. Enter a domain and an API key.", code="not-connected"
        )
    HealthCheck.objects.update_or_create(only_row=True, defaults={"asked_at": timezone.now()})
    make_due(SWEEP)

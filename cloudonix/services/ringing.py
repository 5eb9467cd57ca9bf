"""How a document tells Cloudonix to ring several phones together."""

from __future__ import annotations

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix.models import Connection
from opbx.configuration import configuration_changed
from tenants.guard import guard_configuration


@transaction.atomic
def choose_how_to_ring(actor: Actor, *, joins_targets: bool) -> None:
    """Name several phones as one text with ampersands, or with a Number each; the next call is rung so."""
    require(actor, "cloudonix.write")
    organization = guard_configuration()
    if organization.joins_targets == joins_targets:
        return
    organization.joins_targets = joins_targets
    organization.save(update_fields=["joins_targets"])
    row, _ = Connection.objects.get_or_create(only_row=True)
    record(actor, "cloudonix.ringing_changed", row, {"joins_targets": [not joins_targets, joins_targets]})
    configuration_changed(actor, "How several phones are rung was changed")

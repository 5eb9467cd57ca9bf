"""Setting and removing an extension's service PIN; nobody can read it again."""

from __future__ import annotations

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions import pins
from extensions.models import Extension
from extensions.services.rows import locked
from opbx.configuration import configuration_changed
from tenants.guard import guard_configuration


@transaction.atomic
def set_service_pin(actor: Actor, extension: Extension, *, pin: str) -> None:
    """Give the extension a PIN, in place of the one it may have. Raises NotAcceptable."""
    require(actor, "extensions.write")
    guard_configuration()
    row = locked(extension)
    had_one = row.has_pin
    pins.set_pin(row, pin)
    row.save(update_fields=pins.PIN_COLUMNS)
    audit.record(actor, "extension.pin_replaced" if had_one else "extension.pin_set", row)
    if not had_one:  # what is open to those who know a PIN is part of the plan, the PIN is not
        configuration_changed(actor, f"Extension {row.number} has a service PIN")


@transaction.atomic
def remove_service_pin(actor: Actor, extension: Extension) -> None:
    """Leave the extension without a PIN: what asks for one is closed to it."""
    require(actor, "extensions.write")
    guard_configuration()
    row = locked(extension)
    if not row.has_pin:
        return
    pins.remove_pin(row)
    row.save(update_fields=pins.PIN_COLUMNS)
    audit.record(actor, "extension.pin_removed", row)
    configuration_changed(actor, f"Extension {row.number} has no service PIN any more")

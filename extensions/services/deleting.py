"""Deleting extensions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import ExtensionInUse
from extensions.models import Extension
from extensions.services.rows import locked
from extensions.services.sip_accounts import forget_accounts
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.references import redirect_uses, uses_of
from tenants.guard import guard_configuration


@dataclass(frozen=True)
class Replacement:
    """Where calls go instead of to a deleted extension; None hangs up."""

    extension: Extension | None


@transaction.atomic
def delete_extension(actor: Actor, extension: Extension, *, replacement: Replacement | None = None) -> None:
    """Delete an extension and its SIP accounts. What leads to it is sent to the replacement first.

    Raises ExtensionInUse when calls are sent to it and there is no replacement; nothing is changed then.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = locked(extension)
    remove_extension(actor, row, replacement=replacement)
    configuration_changed(actor, f"Extension {row.number} was deleted")


def remove_extension(actor: Actor, row: Extension, *, replacement: Replacement | None = None) -> None:
    """delete_extension without permission, guard, lock and publish, for those who delete many."""
    if replacement is not None:
        if replacement.extension == row:
            raise NotAcceptable(
                f"Extension {row.number} is being deleted. Choose another.", field="replacement"
            )
        redirect_uses(actor, row, replacement.extension)
    forget_accounts(row)
    audit.record(
        actor,
        "extension.deleted",
        row,
        {"number": [row.number, None], "name": [row.name, None], "user": [row.user, None]},
    )
    number = row.number
    try:
        row.delete()
    except ProtectedError as error:
        raise ExtensionInUse(number, len(uses_of(row))) from error

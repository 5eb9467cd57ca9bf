"""Deleting extensions: they stay for 30 days, in which they can be restored (docs/adr/0009)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

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
from tenants.due import make_due
from tenants.guard import guard_configuration

PURGE = "extensions.purge"  # the kind of due work that removes them for good
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Replacement:
    """Where calls go instead of to a deleted extension; None hangs up."""

    extension: Extension | None


@transaction.atomic
def delete_extension(actor: Actor, extension: Extension, *, replacement: Replacement | None = None) -> None:
    """Delete an extension; number and user are free at once, and Cloudonix loses its SIP accounts.

    What leads to it is sent to the replacement first. Raises ExtensionInUse when calls are sent to it and there is
    no replacement; nothing is changed then.
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
    if uses := uses_of(row):
        raise ExtensionInUse(row.number, len(uses))
    forget_accounts(row)
    audit.record(
        actor,
        "extension.deleted",
        row,
        {"number": [row.number, None], "name": [row.name, None], "user": [row.user, None]},
    )
    row.deleted_at = timezone.now()
    row.former_user, row.user = row.user, None
    row.save(update_fields=["deleted_at", "former_user", "user"])
    make_due(PURGE, row.deleted_at + KEPT_FOR)

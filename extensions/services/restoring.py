"""Restoring deleted extensions, with the sign-ins that their phones still have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import UserCannotHaveExtension
from extensions.models import Extension
from extensions.services.rows import save
from extensions.services.sip_accounts import revive_accounts
from extensions.services.values import check_number, check_user
from opbx.configuration import configuration_changed
from tenants.guard import guard_configuration


@dataclass(frozen=True)
class Restored:
    """lost_user: who had it and did not get it back, "" for nobody."""

    extension: Extension
    lost_user: str = ""


@transaction.atomic
def restore_extension(actor: Actor, extension: Extension, *, number: str = "") -> Restored:
    """Undo a deletion: number, user, SIP accounts with their passwords, voicemail box, everything of its own.

    number: another one than it had, where that is taken by now. What was sent elsewhere when it was deleted stays
    there. Raises NumberTaken and what check_number raises, and Http404 when it is not among the deleted ones.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(extension)
    before = row.number
    row.number = number.strip() or row.number
    check_number(row.number, row.department)
    former = row.former_user
    row.user = former if former is not None and _may_have_it_back(former) else None
    row.deleted_at = row.former_user = None
    row.version += 1
    save(row, update_fields=["number", "user", "former_user", "deleted_at", "version"])
    revive_accounts(row)
    changes: dict[str, list[Any]] = {"user": [None, row.user]} if row.user is not None else {}
    if row.number != before:
        changes["number"] = [before, row.number]
    audit.record(actor, "extension.restored", row, changes)
    configuration_changed(actor, f"Extension {row.number} was restored")
    return Restored(row, former.name if former is not None and row.user is None else "")


def _locked(extension: Extension) -> Extension:
    rows = Extension.with_deleted.select_related("former_user", "department").select_for_update(of=("self",))
    row: Extension | None = rows.filter(pk=extension.pk, deleted_at__isnull=False).first()
    if row is None:
        raise Http404("This extension is not among the deleted ones any more.")
    return row


def _may_have_it_back(user: User) -> bool:
    try:
        check_user(user)
    except UserCannotHaveExtension:
        return False
    return not Extension.objects.filter(user=user).exists()

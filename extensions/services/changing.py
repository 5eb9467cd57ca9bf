"""Changing and switching extensions."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension
from extensions.services.rows import last_editor, locked, save
from extensions.services.sip_accounts import mark_accounts_stale, renew_accounts
from extensions.services.values import Values, check_number, check_user, tidy
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile
from tenants.guard import guard_configuration

# What a subscriber tells of its extension.
SHOWN_AT_CLOUDONIX = frozenset({"number", "first_name", "last_name", "is_enabled"})


@transaction.atomic
def update_extension(
    actor: Actor,
    extension: Extension,
    *,
    version: int,
    new_usernames: bool = False,
    **values: Unpack[Values],
) -> Extension:
    """Change an extension. version: the one that the editor saw.

    values: what is not named stays as it is. SIP usernames stay too when the number changes; new_usernames: its
    phones get new ones, named after the new number, and sign out until they have them. Raises ChangedMeanwhile when
    the version is no longer the current one, and what add_extension raises.
    """
    require(actor, "extensions.write")
    organization = guard_configuration()
    row = locked(extension)
    number = row.number
    if row.version != version:
        raise ChangedMeanwhile(last_editor(row), f"extension {row.number}", current_version=row.version)
    if change_extension(actor, row, values):
        if new_usernames and row.number != number:
            renew_accounts(actor, row, slug=organization.slug)
        configuration_changed(actor, f"Extension {row.number} was changed")
    return row


def change_extension(actor: Actor, row: Extension, values: Values) -> bool:
    """update_extension without permission, guard, lock, version and publish; whether anything changed."""
    wanted = tidy(values)
    changes = audit.differences(row, **wanted)
    if not changes:
        return False
    if "number" in changes:
        check_number(wanted["number"], wanted.get("department", row.department), of=row)
    if "user" in changes:
        check_user(wanted["user"])
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    save(row, update_fields=[*wanted, "version"])
    if SHOWN_AT_CLOUDONIX & set(changes):
        mark_accounts_stale(row)
    audit.record(actor, "extension.updated", row, changes)
    return True


def enable_extension(actor: Actor, extension: Extension) -> Extension:
    """Let the extension's phones ring and call again."""
    return _switch(actor, extension, on=True)


def disable_extension(actor: Actor, extension: Extension) -> Extension:
    """Stop the extension's phones from ringing and calling; everything else stays as it is."""
    return _switch(actor, extension, on=False)


def switch_extension(actor: Actor, row: Extension, *, on: bool) -> bool:
    """enable_extension or disable_extension without permission, guard, lock and publish; whether that changed it."""
    if row.is_enabled == on:
        return False
    row.is_enabled = on
    row.save(update_fields=["is_enabled"])
    mark_accounts_stale(row)
    audit.record(
        actor, "extension.enabled" if on else "extension.disabled", row, {"is_enabled": [not on, on]}
    )
    return True


@transaction.atomic
def _switch(actor: Actor, extension: Extension, *, on: bool) -> Extension:
    require(actor, "extensions.write")
    guard_configuration()
    row = locked(extension)
    if switch_extension(actor, row, on=on):
        configuration_changed(actor, f"Extension {row.number} was {'enabled' if on else 'disabled'}")
    return row

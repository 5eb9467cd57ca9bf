"""Adding, changing, switching and deleting extensions."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from accounts.permissions import BUILT_IN, has_permission, require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import (
    ChangedMeanwhile,
    ExtensionInUse,
    NotAcceptable,
    NumberTaken,
    UserCannotHaveExtension,
    UserTaken,
)
from extensions.models import Extension
from extensions.numbering import next_free_number
from extensions.services.sip_accounts import forget_accounts, make_default_account, mark_accounts_stale
from opbx.configuration import configuration_changed
from opbx.references import redirect_uses, uses_of
from tenants.guard import guard_configuration


@dataclass(frozen=True)
class Replacement:
    """Where calls go instead of to a deleted extension; None hangs up."""

    extension: Extension | None


@transaction.atomic
def add_extension(
    actor: Actor, *, number: str, name: str, user: User | None = None, ring_seconds: int = 20
) -> Extension:
    """Add an extension with its default SIP account. Raises NumberTaken, UserTaken, NotAcceptable and kin."""
    require(actor, "extensions.write")
    organization = guard_configuration()
    extension = Extension(number=number, name=name.strip(), user=user, ring_seconds=ring_seconds)
    _check_user(user)
    _save(extension)
    account = make_default_account(extension, slug=organization.slug)
    audit.record(
        actor,
        "extension.added",
        extension,
        {
            "number": [None, number],
            "name": [None, extension.name],
            "user": [None, user],
            "ring_seconds": [None, ring_seconds],
            "sip_username": [None, account.username],
        },
    )
    configuration_changed(actor, f"Extension {number} was added")
    return extension


@transaction.atomic
def update_extension(
    actor: Actor,
    extension: Extension,
    *,
    version: int,
    number: str,
    name: str,
    user: User | None,
    ring_seconds: int,
) -> Extension:
    """Change an extension; its SIP usernames stay. version: the one that the editor saw.

    Raises ChangedMeanwhile when it is no longer the current one, and what add_extension raises.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(extension)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"extension {row.number}", current_version=row.version)
    wanted = {"number": number, "name": name.strip(), "user": user, "ring_seconds": ring_seconds}
    changes = audit.differences(row, **wanted)
    if not changes:
        return row
    if "user" in changes:
        _check_user(user)
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    _save(row, update_fields=[*wanted, "version"])
    mark_accounts_stale(row)
    audit.record(actor, "extension.updated", row, changes)
    configuration_changed(actor, f"Extension {row.number} was changed")
    return row


def enable_extension(actor: Actor, extension: Extension) -> Extension:
    """Let the extension's phones ring and call again."""
    return _switch(actor, extension, on=True)


def disable_extension(actor: Actor, extension: Extension) -> Extension:
    """Stop the extension's phones from ringing and calling; everything else stays as it is."""
    return _switch(actor, extension, on=False)


@transaction.atomic
def delete_extension(actor: Actor, extension: Extension, *, replacement: Replacement | None = None) -> None:
    """Delete an extension and its SIP accounts. What leads to it is sent to the replacement first.

    Raises ExtensionInUse when calls are sent to it and there is no replacement; nothing is changed then.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(extension)
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
    configuration_changed(actor, f"Extension {number} was deleted")


@transaction.atomic
def _switch(actor: Actor, extension: Extension, *, on: bool) -> Extension:
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(extension)
    if row.is_enabled == on:
        return row
    row.is_enabled = on
    row.save(update_fields=["is_enabled"])
    mark_accounts_stale(row)
    done = "enabled" if on else "disabled"
    audit.record(actor, f"extension.{done}", row, {"is_enabled": [not on, on]})
    configuration_changed(actor, f"Extension {row.number} was {done}")
    return row


def _locked(extension: Extension) -> Extension:
    rows = Extension.objects.select_related("user").select_for_update(of=("self",))
    row: Extension = rows.get(pk=extension.pk)
    return row


def _last_editor(extension: Extension) -> str:
    newest = audit.history_of(extension, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def _check_user(user: User | None) -> None:
    if user is None:
        return
    if not has_permission(user.role, "extensions.read"):
        role = BUILT_IN[user.role].name
        raise UserCannotHaveExtension(
            f"{user.name} has the role {role}, which does not include an extension."
        )
    if not user.is_active:
        raise UserCannotHaveExtension(
            f"{user.name} is not active. Activate this user first, or choose another."
        )


def _save(extension: Extension, update_fields: list[str] | None = None) -> None:
    """Check the values, then let the database decide who comes first when two people want the same."""
    try:
        extension.clean_fields(exclude=["user"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    try:
        with transaction.atomic():
            extension.save(update_fields=update_fields)
    except IntegrityError as error:
        conflict = _conflict(extension)
        if conflict is None:
            raise
        raise conflict from error


def _conflict(extension: Extension) -> NumberTaken | UserTaken | None:
    others = Extension.objects.exclude(pk=extension.pk)
    holder = others.filter(number=extension.number).first()
    if holder is not None:
        return NumberTaken(extension.number, holder.name, next_free_number())
    holder = others.filter(user=extension.user).first() if extension.user is not None else None
    if holder is not None and extension.user is not None:
        return UserTaken(extension.user.name, holder.number)
    return None

"""Adding, changing, switching and deleting extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from accounts.permissions import BUILT_IN, has_permission, require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import ExtensionInUse, NumberTaken, UserCannotHaveExtension, UserTaken
from extensions.models import Department, Extension, ExtensionTemplate
from extensions.numbering import next_free_number
from extensions.services.sip_accounts import forget_accounts, make_default_account, mark_accounts_stale
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import redirect_uses, uses_of
from tenants.guard import guard_configuration
from tenants.models import Organization


class Values(TypedDict, total=False):
    """What a person says about an extension; common attributes that are None come from its template."""

    number: str
    first_name: str
    last_name: str
    email: str
    mobile: str  # E.164, or "" for none
    user: User | None
    department: Department | None
    template: ExtensionTemplate | None
    ring_seconds: int | None
    in_phonebook: bool | None
    users_may_forward: bool | None
    users_may_use_do_not_disturb: bool | None
    may_ring_mobile: bool | None


@dataclass(frozen=True)
class Replacement:
    """Where calls go instead of to a deleted extension; None hangs up."""

    extension: Extension | None


@transaction.atomic
def add_extension(actor: Actor, **values: Unpack[Values]) -> Extension:
    """Add an extension with its default SIP account. Raises NumberTaken, UserTaken, NotAcceptable and kin."""
    require(actor, "extensions.write")
    organization = guard_configuration()
    extension = insert_extension(actor, organization, values)
    configuration_changed(actor, f"Extension {extension.number} was added")
    return extension


def insert_extension(actor: Actor, organization: Organization, values: Values) -> Extension:
    """add_extension without permission, guard and publish, for those who add many in one transaction."""
    extension = Extension(**_tidy(values))
    _check_user(extension.user)
    _save(extension)
    account = make_default_account(extension, slug=organization.slug)
    said = {name: [None, value] for name, value in _tidy(values).items() if value not in {None, ""}}
    audit.record(actor, "extension.added", extension, {**said, "sip_username": [None, account.username]})
    return extension


@transaction.atomic
def update_extension(
    actor: Actor, extension: Extension, *, version: int, **values: Unpack[Values]
) -> Extension:
    """Change an extension; its SIP usernames stay. version: the one that the editor saw.

    values: what is not named stays as it is. Raises ChangedMeanwhile when the version is no longer the current
    one, and what add_extension raises.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(extension)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"extension {row.number}", current_version=row.version)
    if change_extension(actor, row, values):
        configuration_changed(actor, f"Extension {row.number} was changed")
    return row


def change_extension(actor: Actor, row: Extension, values: Values) -> bool:
    """update_extension without permission, guard, lock, version and publish; whether anything changed."""
    wanted = _tidy(values)
    changes = audit.differences(row, **wanted)
    if not changes:
        return False
    if "user" in changes:
        _check_user(wanted["user"])
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    _save(row, update_fields=[*wanted, "version"])
    mark_accounts_stale(row)
    audit.record(actor, "extension.updated", row, changes)
    return True


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


def _tidy(values: Values) -> dict[str, Any]:
    """Texts without outer spaces; a number is taken as it is."""
    return {
        name: value.strip() if isinstance(value, str) and name != "number" else value
        for name, value in values.items()
    }


def _save(extension: Extension, update_fields: list[str] | None = None) -> None:
    """Check the values, then let the database decide who comes first when two people want the same."""
    try:
        extension.clean_fields(exclude=["user", "department", "template"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    try:
        with transaction.atomic():
            extension.save(update_fields=update_fields)
            if update_fields is not None:
                extension.refresh_from_db(fields=["name"])  # the database makes it of both names
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

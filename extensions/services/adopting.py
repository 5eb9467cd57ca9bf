"""Taking over what Cloudonix has: a subscriber as an extension or one of its phones, or its values."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.synced import SyncState
from extensions.errors import TooManySipAccounts, UsernameTaken
from extensions.models import Extension, SipAccount
from extensions.secrets import new_sip_password
from extensions.services.rows import locked, save
from extensions.services.sip_accounts import MOST_ACCOUNTS
from extensions.services.values import check_number
from opbx.configuration import configuration_changed
from tenants.guard import guard_configuration

MAX_NAME, MAX_LAST_NAME = 120, 60


@dataclass(frozen=True)
class SignIn:
    """A sign-in that exists: it keeps its name for ever. password: "" where nobody knows it, for a new one."""

    username: str
    remote_id: str
    is_enabled: bool = True
    password: str = field(default="", repr=False)


def insert_adopted_extension(actor: Actor, sign_in: SignIn, *, number: str, name: str) -> Extension:
    """Make an extension of a sign-in; permission, guard and publish are the caller's.

    Raises NumberTaken, EmergencyNumber, UsernameTaken and NotAcceptable.
    """
    first, last = in_two(name or f"Extension {number}")
    extension = Extension(number=number, first_name=first, last_name=last, is_enabled=sign_in.is_enabled)
    check_number(number)
    save(extension)
    _insert(extension, sign_in, is_default=True, is_enabled=True)
    said = {"number": [None, number], "first_name": [None, first], "last_name": [None, last]}
    audit.record(actor, "extension.added", extension, {**said, "sip_username": [None, sign_in.username]})
    return extension


def insert_adopted_phone(actor: Actor, extension: Extension, sign_in: SignIn) -> SipAccount:
    """Make a sign-in one more phone of an extension, as insert_adopted_extension. Raises TooManySipAccounts too."""
    if extension.sip_accounts.count() >= MOST_ACCOUNTS:
        raise TooManySipAccounts(extension.number, MOST_ACCOUNTS)
    account = _insert(extension, sign_in, is_default=False, is_enabled=sign_in.is_enabled)
    changes: dict[str, list[object]] = {
        "sip_username": [None, account.username],
        "label": [None, account.label],
    }
    audit.record(actor, "extension.phone_added", extension, changes)
    return account


@transaction.atomic
def take_values(
    actor: Actor,
    account: SipAccount,
    *,
    name: str | None = None,
    is_enabled: bool | None = None,
    password: str = "",
) -> None:
    """Let a SIP account and its extension be as Cloudonix has them. None and "" leave what is here.

    An only phone that is off there turns the extension off; one of several is off alone. Raises NotAcceptable.
    """
    require(actor, "extensions.write")
    guard_configuration()
    extension = locked(account.extension)
    row = extension.sip_accounts.select_for_update().get(pk=account.pk)
    changes: dict[str, list[object]] = {}
    if name:
        first, last = in_two(name)
        changes |= audit.differences(extension, first_name=first, last_name=last)
        extension.first_name, extension.last_name = first, last
    if is_enabled is not None:
        changes |= _switch(extension, row, on=is_enabled)
    if password:
        row.set_secret("secret", password)
        changes["sip_password"] = ["set", "adopted"]
    if not changes:
        return
    extension.version += 1
    save(extension, update_fields=["first_name", "last_name", "is_enabled", "version"])
    row.save(update_fields=["is_enabled", "secret"])
    for one in extension.sip_accounts.all():
        _ask(one)
    audit.record(
        actor, "extension.adopted", extension, {"sip_username": [row.username, row.username], **changes}
    )
    configuration_changed(actor, f"Extension {extension.number} took over what Cloudonix has")


def in_two(name: str) -> tuple[str, str]:
    """First and last name of a display name, such that both together are it again where they fit."""
    words = name.split()
    if len(words) < 2 or len(words[-1]) > MAX_LAST_NAME:
        return " ".join(words)[:MAX_NAME], ""
    return " ".join(words[:-1])[:MAX_NAME], words[-1]


def _switch(extension: Extension, row: SipAccount, *, on: bool) -> dict[str, list[object]]:
    before = extension.is_enabled, row.is_enabled
    if on:
        extension.is_enabled = row.is_enabled = True
    elif extension.sip_accounts.count() == 1:
        extension.is_enabled = False
    else:
        row.is_enabled = False
    after = extension.is_enabled, row.is_enabled
    names = ("is_enabled", "phone_is_enabled")
    return {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}


def _insert(extension: Extension, sign_in: SignIn, *, is_default: bool, is_enabled: bool) -> SipAccount:
    if SipAccount.with_deleted.filter(username=sign_in.username).exists():
        raise UsernameTaken(sign_in.username)
    labels = set(extension.sip_accounts.values_list("label", flat=True))
    label = next(label for label in _labels() if label not in labels)
    account = SipAccount(
        extension=extension,
        username=sign_in.username,
        label=label,
        is_default=is_default,
        is_enabled=is_enabled,
        remote_id=sign_in.remote_id,
    )
    account.set_secret("secret", sign_in.password or new_sip_password())
    account.save()
    _ask(account)
    return account


def _labels() -> list[str]:
    return ["Phone", *(f"Phone {count}" for count in range(2, MOST_ACCOUNTS + 2))]


def _ask(account: SipAccount) -> None:
    account.sync_state, account.sync_error = SyncState.PENDING, ""
    account.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)

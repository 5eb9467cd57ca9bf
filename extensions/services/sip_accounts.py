"""SIP accounts: their birth, labels, passwords and end, and telling the outbox that Cloudonix may differ."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.models import Topic
from extensions.effective import organization_defaults
from extensions.errors import LastSipAccount, TooManySipAccounts
from extensions.models import MAX_LABEL_LENGTH, Extension, SipAccount, SipUsernames, name_is_one_line
from extensions.secrets import new_sip_password
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from tenants.guard import guard_configuration

# All of them are in one Dial, and each is a call leg of its own while they ring.
MOST_ACCOUNTS = 10
DEVICE_TYPE = SipAccount.DeviceType


def make_default_account(extension: Extension, *, slug: str) -> SipAccount:
    """The first SIP account of a new extension, within the caller's transaction."""
    account = SipAccount(
        extension=extension, username=_free_username(extension.number, slug), is_default=True
    )
    _give_birth(account)
    return account


def make_default_accounts(extensions: Sequence[Extension], *, slug: str) -> list[SipAccount]:
    """make_default_account for many new extensions, in a handful of statements."""
    usernames = free_usernames([extension.number for extension in extensions], slug)
    accounts = [
        SipAccount(extension=extension, username=usernames[extension.number], is_default=True)
        for extension in extensions
    ]
    for account in accounts:
        account.set_secret("secret", new_sip_password())
    SipAccount.objects.bulk_create(accounts)
    outbox.enqueue_all(Topic.SUBSCRIBER, {account.key: {} for account in accounts})
    return accounts


def mark_accounts_stale(extension: Extension) -> None:
    """Ask for a comparison with Cloudonix, after anything it shows or allows has changed."""
    for account in extension.sip_accounts.defer("secret").order_by("pk"):
        _mark_stale(account)


def forget_accounts(extension: Extension) -> None:
    """Freeze what Cloudonix knows the accounts by, before they end with their extension, for good or for a while."""
    # Locked, so that an id that the sync writes just now is either seen here or waits for us.
    for account in extension.sip_accounts.select_for_update().defer("secret").order_by("pk"):
        _forget(account)


def revive_accounts(extension: Extension) -> None:
    """Bring the accounts of a restored extension back to Cloudonix, with the passwords they had."""
    accounts = SipAccount.objects.filter(extension=extension)
    # Whatever it was called over there is gone, or is going: what is made now is another one.
    accounts.update(sync_state=SipAccount.SyncState.PENDING, sync_error="", remote_id="", synced_digest="")
    outbox.enqueue_all(Topic.SUBSCRIBER, {key: {} for key in accounts.values_list("key", flat=True)})


def renew_accounts(actor: Actor, extension: Extension, *, slug: str) -> list[SipAccount]:
    """Replace each account by one that is named after the extension's number of today, within the caller's transaction.

    A username never changes: the phone gets a new sign-in with the same password, label and device, and is signed
    out until it has its new username. Accounts that are named so already stay. Raises SecretUnreadable.
    """
    usual = f"{extension.number}_{slug}"
    accounts = extension.sip_accounts.select_for_update().order_by("-is_default", "pk")
    return [
        _renew(actor, account, slug)
        for account in accounts
        if account.username != usual and not account.username.startswith(f"{usual}_")
    ]


def _renew(actor: Actor, old: SipAccount, slug: str) -> SipAccount:
    extension = old.extension
    new = SipAccount(extension=extension, username=_free_username(extension.number, slug))
    for same in ("label", "device_type", "is_enabled", "is_default"):
        setattr(new, same, getattr(old, same))
    password = old.get_secret("secret")
    _forget(old)
    old.delete()
    _give_birth(new, password.reveal() if password else "")
    changes = {"sip_username": [old.username, new.username], "label": [new.label, new.label]}
    audit.record(actor, "extension.phone_renewed", extension, changes)
    return new


@transaction.atomic
def add_sip_account(
    actor: Actor, extension: Extension, *, label: str, device_type: str = DEVICE_TYPE.DESK_PHONE
) -> SipAccount:
    """Give the extension one more phone with a sign-in of its own; all its phones ring together.

    device_type: one of SipAccount.DeviceType. Raises NotAcceptable for label and device type, TooManySipAccounts.
    """
    require(actor, "extensions.write")
    organization = guard_configuration()
    row = Extension.objects.get(pk=extension.pk)
    if row.sip_accounts.count() >= MOST_ACCOUNTS:
        raise TooManySipAccounts(row.number, MOST_ACCOUNTS)
    account = SipAccount(extension=row, username=_free_username(row.number, organization.slug))
    account.label = _checked_label(account, label)
    account.device_type = _checked_device_type(device_type)
    _give_birth(account)
    changes = {
        "sip_username": [None, account.username],
        "label": [None, account.label],
        "device": [None, account.device.label],
    }
    audit.record(actor, "extension.phone_added", row, changes)
    configuration_changed(actor, f"Extension {row.number} has one more phone, {account.label}")
    return account


@transaction.atomic
def update_sip_account(actor: Actor, account: SipAccount, *, label: str, device_type: str) -> SipAccount:
    """Change what people call the phone and what it is. Its username stays; neither Cloudonix nor a plan knows these.

    Raises NotAcceptable.
    """
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(account)
    label, device_type = _checked_label(row, label), _checked_device_type(device_type)
    changes = audit.differences(row, label=label, device_type=device_type)
    if not changes:
        return row
    if "device_type" in changes:
        changes["device_type"] = [row.device.label, DEVICE_TYPE(device_type).label]
    row.label, row.device_type = label, device_type
    row.save(update_fields=["label", "device_type"])
    audit.record(actor, "extension.phone_changed", row.extension, {**named(row), **changes})
    return row


def enable_sip_account(actor: Actor, account: SipAccount) -> SipAccount:
    """Let this phone ring and call again."""
    return _switch(actor, account, on=True)


def disable_sip_account(actor: Actor, account: SipAccount) -> SipAccount:
    """Stop this phone from ringing and calling; its sign-in stays as it is, for the day it is enabled again.

    An extension whose phones are all off counts as unavailable.
    """
    return _switch(actor, account, on=False)


@transaction.atomic
def remove_sip_account(actor: Actor, account: SipAccount) -> None:
    """Take a phone away from its extension; another one becomes the default. Raises LastSipAccount."""
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(account)
    extension = row.extension
    others = extension.sip_accounts.exclude(pk=row.pk).defer("secret")
    heir = others.order_by("-is_default", "-is_enabled", "pk").first()
    if heir is None:
        raise LastSipAccount(extension.number)
    _forget(row)
    row.delete()
    if not heir.is_default:
        heir.is_default = True
        heir.save(update_fields=["is_default"])
    changes = {"sip_username": [row.username, None], "label": [row.label, None]}
    audit.record(actor, "extension.phone_removed", extension, changes)
    configuration_changed(actor, f"Extension {extension.number} lost a phone, {row.label}")


@transaction.atomic
def rotate_sip_password(actor: Actor, account: SipAccount) -> None:
    """Give the account a new password; its phones sign out until they have it."""
    require(actor, "extensions.write")
    guard_configuration()
    account = _locked(account)
    account.set_secret("secret", new_sip_password())
    account.save(update_fields=["secret"])
    account.provisioning_links.all().delete()  # made when the old password was to be given away
    _mark_stale(account)
    audit.record(actor, "extension.sip_password_reset", account.extension, named(account))


@transaction.atomic
def _switch(actor: Actor, account: SipAccount, *, on: bool) -> SipAccount:
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(account)
    if row.is_enabled == on:
        return row
    row.is_enabled = on
    row.save(update_fields=["is_enabled"])
    _mark_stale(row)
    done = "enabled" if on else "disabled"
    label: list[object] = [row.label, row.label]
    audit.record(actor, f"extension.phone_{done}", row.extension, {**named(row), "label": label})
    configuration_changed(actor, f"{row.label} of extension {row.extension.number} was {done}")
    return row


def _locked(account: SipAccount) -> SipAccount:
    # Locked, so that an id that the sync writes just now is either seen here or waits for us.
    rows = SipAccount.objects.select_related("extension").select_for_update(of=("self",))
    row: SipAccount | None = rows.filter(pk=account.pk).first()
    if row is None:
        # Between the door and this lock somebody removed it: what the door would say now.
        raise Http404("This phone was removed meanwhile.")
    return row


def _give_birth(account: SipAccount, password: str = "") -> None:
    account.set_secret("secret", password or new_sip_password())
    account.save()
    outbox.enqueue(Topic.SUBSCRIBER, account.key)


def _forget(account: SipAccount) -> None:
    frozen = {"remote_id": account.remote_id, "username": account.username}
    outbox.enqueue(Topic.SUBSCRIBER, account.key, frozen=frozen)


def _checked_label(account: SipAccount, label: str) -> str:
    """The label without outer spaces. Raises NotAcceptable when it could not tell the phones apart."""
    label = label.strip()
    if not 1 <= len(label) <= MAX_LABEL_LENGTH:
        raise NotAcceptable(f"Enter a label of 1 to {MAX_LABEL_LENGTH} characters.", field="label")
    try:
        name_is_one_line(label)
    except ValidationError as error:
        raise NotAcceptable(error.messages[0], field="label") from error
    twin = account.extension.sip_accounts.exclude(pk=account.pk).filter(label__iexact=label).first()
    if twin is not None:
        raise NotAcceptable(f"{twin.username} is called {twin.label}. Use another label.", field="label")
    return label


def _checked_device_type(device_type: str) -> str:
    if device_type not in DEVICE_TYPE.values:
        raise NotAcceptable("Choose what kind of phone it is.", field="device_type")
    return device_type


def named(account: SipAccount) -> dict[str, list[object]]:
    """Which account an audit entry of its extension is about."""
    return {"sip_username": [account.username, account.username]}


def _mark_stale(account: SipAccount) -> None:
    account.sync_state, account.sync_error = SipAccount.SyncState.PENDING, ""
    account.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(Topic.SUBSCRIBER, account.key)


def _free_username(number: str, slug: str) -> str:
    return free_usernames([number], slug)[number]


def free_usernames(numbers: Sequence[str], slug: str) -> dict[str, str]:
    """`101_acme` for each number, or `101` where the organization wants that; `101_acme_2` when that name is taken.

    It may be: by the extension's first phone, by an extension that was renumbered and still signs in with it, or by
    one that can be restored.
    """
    alone = organization_defaults().sip_usernames == SipUsernames.NUMBER
    wanted = Q()
    for number in numbers:
        wanted |= Q(username=number) | Q(username__startswith=f"{number}_{slug}")
    rows = SipAccount.with_deleted.filter(wanted) if numbers else SipAccount.with_deleted.none()
    taken = set(rows.values_list("username", flat=True))
    return {
        number: _first_free(number if alone else f"{number}_{slug}", f"{number}_{slug}", taken)
        for number in numbers
    }


def _first_free(wanted: str, counted: str, taken: set[str]) -> str:
    candidates = (wanted if count == 1 else f"{counted}_{count}" for count in range(1, len(taken) + 2))
    return next(name for name in candidates if name not in taken)

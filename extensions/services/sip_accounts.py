"""SIP accounts: their birth, labels, passwords and end, and telling the outbox that Cloudonix may differ."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from accounts.permissions import covers_own_only, require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.models import Topic
from extensions.errors import LastSipAccount, NoSipPassword, TooManySipAccounts
from extensions.models import MAX_LABEL_LENGTH, Extension, SipAccount, name_is_one_line
from extensions.secrets import new_sip_password
from opbx.configuration import configuration_changed
from opbx.crypto import Secret
from opbx.errors import NotAcceptable
from tenants.guard import guard_configuration

# All of them are in one Dial, and each is a call leg of its own while they ring.
MOST_ACCOUNTS = 10


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
def add_sip_account(actor: Actor, extension: Extension, *, label: str) -> SipAccount:
    """Give the extension one more phone with a sign-in of its own; all its phones ring together.

    Raises NotAcceptable for the label, and TooManySipAccounts.
    """
    require(actor, "extensions.write")
    organization = guard_configuration()
    row = Extension.objects.get(pk=extension.pk)
    if row.sip_accounts.count() >= MOST_ACCOUNTS:
        raise TooManySipAccounts(row.number, MOST_ACCOUNTS)
    account = SipAccount(extension=row, username=_free_username(row.number, organization.slug))
    account.label = _checked_label(account, label)
    _give_birth(account)
    changes = {"sip_username": [None, account.username], "label": [None, account.label]}
    audit.record(actor, "extension.phone_added", row, changes)
    configuration_changed(actor, f"Extension {row.number} has one more phone, {account.label}")
    return account


@transaction.atomic
def rename_sip_account(actor: Actor, account: SipAccount, *, label: str) -> SipAccount:
    """Change what people call the phone. Its username stays, and neither Cloudonix nor a plan knows the label."""
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(account)
    label, before = _checked_label(row, label), row.label
    if label == before:
        return row
    row.label = label
    row.save(update_fields=["label"])
    audit.record(actor, "extension.phone_renamed", row.extension, {**_named(row), "label": [before, label]})
    return row


@transaction.atomic
def remove_sip_account(actor: Actor, account: SipAccount) -> None:
    """Take a phone away from its extension; another one becomes the default. Raises LastSipAccount."""
    require(actor, "extensions.write")
    guard_configuration()
    row = _locked(account)
    extension = row.extension
    heir = extension.sip_accounts.exclude(pk=row.pk).defer("secret").order_by("-is_default", "pk").first()
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
def reveal_sip_password(actor: Actor, account: SipAccount) -> Secret:
    """The password in clear, for its page only. The audit log keeps who looked.

    Raises NoSipPassword, and SecretUnreadable when the key ring lacks its key.
    """
    require(actor, "right.reveal_sip_passwords")
    extension = account.extension
    if (
        covers_own_only(actor.role, "extensions")
        and not actor.is_system
        and extension.user_id != actor.user_id
    ):
        raise PermissionDenied("You can see the password of your own phone only.")
    secret = account.get_secret("secret")
    if secret is None:
        raise NoSipPassword(account.username)
    audit.record(actor, "extension.sip_password_revealed", extension, _named(account))
    return secret


@transaction.atomic
def rotate_sip_password(actor: Actor, account: SipAccount) -> None:
    """Give the account a new password; its phones sign out until they have it."""
    require(actor, "extensions.write")
    guard_configuration()
    account = _locked(account)
    account.set_secret("secret", new_sip_password())
    account.save(update_fields=["secret"])
    _mark_stale(account)
    audit.record(actor, "extension.sip_password_reset", account.extension, _named(account))


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


def _named(account: SipAccount) -> dict[str, list[object]]:
    return {"sip_username": [account.username, account.username]}


def _mark_stale(account: SipAccount) -> None:
    account.sync_state, account.sync_error = SipAccount.SyncState.PENDING, ""
    account.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(Topic.SUBSCRIBER, account.key)


def _free_username(number: str, slug: str) -> str:
    return free_usernames([number], slug)[number]


def free_usernames(numbers: Sequence[str], slug: str) -> dict[str, str]:
    """`101_acme` for each number; with a counter when that name is taken.

    It may be: by an extension that was renumbered and still signs in with it, or by one that can be restored.
    """
    wanted = Q()
    for number in numbers:
        wanted |= Q(username__startswith=f"{number}_{slug}")
    rows = SipAccount.with_deleted.filter(wanted) if numbers else SipAccount.with_deleted.none()
    taken = set(rows.values_list("username", flat=True))
    return {number: _first_free(f"{number}_{slug}", taken) for number in numbers}


def _first_free(wanted: str, taken: set[str]) -> str:
    candidates = (wanted if count == 1 else f"{wanted}_{count}" for count in range(1, len(taken) + 2))
    return next(name for name in candidates if name not in taken)

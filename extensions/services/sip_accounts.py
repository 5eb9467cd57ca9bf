"""SIP accounts: their birth, their passwords, and telling the outbox that Cloudonix may differ."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.permissions import covers_own_only, require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.models import Topic
from extensions.errors import NoSipPassword
from extensions.models import Extension, SipAccount
from extensions.secrets import new_sip_password
from opbx.crypto import Secret
from tenants.guard import guard_configuration


def make_default_account(extension: Extension, *, slug: str) -> SipAccount:
    """The first SIP account of a new extension, within the caller's transaction."""
    account = SipAccount(
        extension=extension, username=_free_username(extension.number, slug), is_default=True
    )
    account.set_secret("secret", new_sip_password())
    account.save()
    outbox.enqueue(Topic.SUBSCRIBER, account.key)
    return account


def mark_accounts_stale(extension: Extension) -> None:
    """Ask for a comparison with Cloudonix, after anything it shows or allows has changed."""
    for account in extension.sip_accounts.defer("secret").order_by("pk"):
        _mark_stale(account)


def forget_accounts(extension: Extension) -> None:
    """Freeze what Cloudonix knows the accounts by, before they are deleted with their extension."""
    # Locked, so that an id that the sync writes just now is either seen here or waits for us.
    for account in extension.sip_accounts.select_for_update().defer("secret").order_by("pk"):
        frozen = {"remote_id": account.remote_id, "username": account.username}
        outbox.enqueue(Topic.SUBSCRIBER, account.key, frozen=frozen)


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
    account = (
        SipAccount.objects.select_related("extension").select_for_update(of=("self",)).get(pk=account.pk)
    )
    account.set_secret("secret", new_sip_password())
    account.save(update_fields=["secret"])
    _mark_stale(account)
    audit.record(actor, "extension.sip_password_reset", account.extension, _named(account))


def _named(account: SipAccount) -> dict[str, list[object]]:
    return {"sip_username": [account.username, account.username]}


def _mark_stale(account: SipAccount) -> None:
    account.sync_state, account.sync_error = SipAccount.SyncState.PENDING, ""
    account.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(Topic.SUBSCRIBER, account.key)


def _free_username(number: str, slug: str) -> str:
    """`101_acme`; with a counter when an extension that was renumbered still signs in with that name."""
    wanted = f"{number}_{slug}"
    taken = set(SipAccount.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    candidates = (wanted if count == 1 else f"{wanted}_{count}" for count in range(1, len(taken) + 2))
    return next(name for name in candidates if name not in taken)

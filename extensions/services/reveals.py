"""Showing SIP passwords: who may, how often, and what the audit log keeps of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.attempts import count_attempt
from accounts.permissions import covers_own_only, require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import NoSipPassword, TooManyReveals
from extensions.models import SipAccount
from extensions.services.sip_accounts import named
from opbx.crypto import Secret
from tenants.context import current_organization


@transaction.atomic
def reveal_sip_password(actor: Actor, account: SipAccount) -> Secret:
    """The password in clear, for its page only. The audit log keeps who looked.

    Raises NoSipPassword, TooManyReveals, and SecretUnreadable when the key ring lacks its key.
    """
    require_reveal(actor, account)
    secret = sip_password_of(account)
    audit.record(actor, "extension.sip_password_revealed", account.extension, named(account))
    return secret


def require_reveal(actor: Actor, account: SipAccount) -> None:
    """Let the actor see this account's password, and count it. Raises PermissionDenied, TooManyReveals."""
    require(actor, "right.reveal_sip_passwords")
    if actor.is_system:
        return
    if covers_own_only(actor.role, "extensions") and account.extension.user_id != actor.user_id:
        raise PermissionDenied("You can see the password of your own phone only.")
    organization = current_organization().key
    until = count_attempt("reveal", f"{organization}/{actor.user_id}")
    until = until or count_attempt("organization_reveal", str(organization))
    if until is not None:
        raise TooManyReveals(until)


def sip_password_of(account: SipAccount) -> Secret:
    """Raises NoSipPassword, and SecretUnreadable when the key ring lacks its key."""
    secret = account.get_secret("secret")
    if secret is None:
        raise NoSipPassword(account.username)
    return secret

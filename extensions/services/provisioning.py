"""One-time links that hand a phone its sign-in: made by who may see it, opened once by whoever holds the link."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import LinkClosed
from audit import services as audit
from audit.actors import Actor
from extensions.errors import NoServerYet, PhoneIsOff
from extensions.models import ProvisioningLink, SipAccount
from extensions.services.reveals import require_reveal, sip_password_of
from extensions.services.sip_accounts import named
from extensions.sign_in import sign_in_server
from extensions.softphones import SignIn, sign_in_of
from opbx.crypto import Secret
from tenants.addresses import address_of
from tenants.context import current_organization

LIFETIME = timedelta(minutes=10)
_URL_NAMES = {
    ProvisioningLink.Kind.PAGE: "phone_setup:open",
    ProvisioningLink.Kind.LINPHONE: "phone_setup:linphone",
}


@dataclass(frozen=True)
class NewLink:
    """url: absolute, the only place where the token exists. expires_at: UTC."""

    url: str
    expires_at: datetime


@dataclass(frozen=True)
class Handover:
    """What an opened link gives. linphone: the link that this app reads its settings from; None for Linphone itself."""

    account: SipAccount
    sign_in: SignIn
    password: Secret
    linphone: NewLink | None = None


@transaction.atomic
def make_provisioning_link(actor: Actor, account: SipAccount) -> NewLink:
    """Make the link that hands over this account's sign-in; earlier ones of the account end.

    Counts as showing the password. Raises PermissionDenied, TooManyReveals, NoSipPassword, PhoneIsOff, NoServerYet.
    """
    require_reveal(actor, account)
    if not account.is_enabled:
        raise PhoneIsOff(account.label)
    if sign_in_server() is None:
        raise NoServerYet
    sip_password_of(account)
    account.provisioning_links.all().delete()
    link = _make(account, ProvisioningLink.Kind.PAGE, made_by=actor.user_id)
    audit.record(actor, "extension.phone_link_made", account.extension, named(account))
    return link


def find_provisioning_link(token: str) -> ProvisioningLink:
    """The open link of this token, for the page that asks before it is used. Raises LinkClosed."""
    return _find(token, ProvisioningLink.Kind.PAGE)


@transaction.atomic
def use_provisioning_link(*, token: str, address: str) -> Handover:
    """Use the link up and give what the phone needs. Raises LinkClosed, NoServerYet.

    address: of who opened it, for the audit log.
    """
    link, given = _use(token, ProvisioningLink.Kind.PAGE, address, "extension.phone_link_used")
    linphone = _make(link.account, ProvisioningLink.Kind.LINPHONE, made_by=link.made_by_id)
    return Handover(given.account, given.sign_in, given.password, linphone)


@transaction.atomic
def use_linphone_link(*, token: str, address: str) -> Handover:
    """What use_provisioning_link does, asked by the app Linphone."""
    return _use(token, ProvisioningLink.Kind.LINPHONE, address, "extension.phone_read_by_linphone")[1]


def _make(account: SipAccount, kind: ProvisioningLink.Kind, *, made_by: int | None) -> NewLink:
    token, expires_at = secrets.token_urlsafe(32), timezone.now() + LIFETIME
    ProvisioningLink.objects.create(
        account=account, kind=kind, token_hash=_hash(token), made_by_id=made_by, expires_at=expires_at
    )
    url = address_of(current_organization(), reverse(_URL_NAMES[kind], args=[token]))
    return NewLink(url, expires_at)


def _find(token: str, kind: ProvisioningLink.Kind, *, for_use: bool = False) -> ProvisioningLink:
    rows = ProvisioningLink.objects.select_related("account__extension", "made_by")
    if for_use:  # so that two clicks cannot both use it
        rows = rows.select_for_update(of=("self",))
    link = rows.filter(token_hash=_hash(token), kind=kind).first()
    if link is None or not link.is_open():
        raise LinkClosed
    if not link.account.is_enabled or link.account.extension.deleted_at is not None:
        raise LinkClosed
    return link


def _use(
    token: str, kind: ProvisioningLink.Kind, address: str, action: str
) -> tuple[ProvisioningLink, Handover]:
    link = _find(token, kind, for_use=True)
    server = sign_in_server()
    if server is None:
        raise NoServerYet
    account = link.account
    password = sip_password_of(account)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    maker = link.made_by.name if link.made_by is not None else "OPBX"
    holder = Actor(user_id=None, label=f"Whoever had {maker}’s link", role="", address=address)
    audit.record(holder, action, account.extension, named(account))
    return link, Handover(account, sign_in_of(account, server), password)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

"""One-time links: making one, and finding the one that a token opens. Only a token's SHA-256 is stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.errors import LinkClosed
from accounts.models import OneTimeLink, User
from tenants.addresses import address_of
from tenants.context import current_organization

INVITATION_LIFETIME = timedelta(days=7)
URL_NAMES = {
    OneTimeLink.Purpose.INVITATION: "account_invitation",
    OneTimeLink.Purpose.SIGN_IN: "account_link",
}


def make_link(user: User, purpose: OneTimeLink.Purpose, lifetime: timedelta) -> str:
    """Store a new link and return its absolute address, the only place where the token exists.

    Earlier open links of this purpose are closed: the newest is the one that counts.
    """
    now = timezone.now()
    user.links.filter(purpose=purpose, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(user=user, purpose=purpose, token_hash=_hash(token), expires_at=now + lifetime)
    return address_of(current_organization(), reverse(URL_NAMES[purpose], args=[token]))


def find_link(token: str, purpose: OneTimeLink.Purpose, *, for_use: bool = False) -> OneTimeLink:
    """The open link of this token; raises LinkClosed otherwise.

    for_use: lock the row (inside a transaction), so that two clicks cannot both use it.
    """
    rows = OneTimeLink.objects.select_related("user")
    if for_use:
        rows = rows.select_for_update()
    link = rows.filter(token_hash=_hash(token), purpose=purpose).first()
    if link is None or not link.is_open() or not link.user.is_active:
        raise LinkClosed
    return link


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

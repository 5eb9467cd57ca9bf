"""Every write to users and their links."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
from accounts.errors import EmailTaken, RoleNotGrantable
from accounts.links import INVITATION_LIFETIME, find_link, make_link
from accounts.lockout import unlock
from accounts.mail import mail_after_commit
from accounts.models import OneTimeLink, User
from accounts.permissions import BUILT_IN, may_grant, require
from audit.actors import Actor
from tenants.context import current_organization

LINK_MINUTES = 15


def invite_user(actor: Actor, *, email: str, name: str, role: str) -> tuple[User, str]:
    """Add a user without a password and mail the invitation; returns the user and the link.

    Raises EmailTaken and RoleNotGrantable.
    """
    require(actor, "users.write")
    _check_role(actor, role)
    email = email.strip().lower()
    with transaction.atomic():
        user = User(email=email, name=name.strip(), role=role)
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise EmailTaken(email) from error
        url = make_link(user, OneTimeLink.Purpose.INVITATION, INVITATION_LIFETIME)
        audit.record(actor, "user.invited", user, {"email": [None, email], "role": [None, role]})
        mail_after_commit(
            "invitation", user, {"url": url, "inviter": actor.label, "organization": current_organization()}
        )
    return user, url


def accept_invitation(*, token: str, password: str, address: str) -> User:
    """Set the invited person's first password; raises LinkClosed. The caller signs the user in."""
    with transaction.atomic():
        link = find_link(token, OneTimeLink.Purpose.INVITATION, for_use=True)
        user = _use(link)
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(_as_actor(user, address), "user.invitation_accepted", user)
    return user


def sign_in_link(actor: Actor, user: User, *, minutes: int = LINK_MINUTES) -> str:
    """The address of a page that signs this user in once. For operators of the installation only."""
    if not actor.is_system:
        raise PermissionDenied("Sign-in links are made on the server, with manage.py sign_in_link.")
    with transaction.atomic():
        url = make_link(user, OneTimeLink.Purpose.SIGN_IN, timedelta(minutes=minutes))
        audit.record(actor, "user.sign_in_link_made", user)
    return url


def use_sign_in_link(*, token: str, address: str) -> User:
    """Spend a sign-in link; raises LinkClosed. The caller signs the user in."""
    with transaction.atomic():
        user = _use(find_link(token, OneTimeLink.Purpose.SIGN_IN, for_use=True))
        audit.record(_as_actor(user, address), "user.sign_in_link_used", user)
    return user


def change_password(actor: Actor, *, user: User, password: str) -> None:
    """Set a new password that the user chose while signed in; it ends the user's other sessions."""
    _set_password(actor, user, password, "user.password_changed")


def reset_password(actor: Actor, *, user: User, password: str) -> None:
    """Set a new password through an e-mailed link; it ends all sessions and closes open invitations."""
    _set_password(actor, user, password, "user.password_reset")


def update_profile(actor: Actor, *, user: User, name: str, theme: str) -> None:
    """Change what users may change about themselves."""
    with transaction.atomic():
        changes = audit.differences(user, name=name, theme=theme)
        if not changes:
            return
        user.name, user.theme = name, theme
        user.save(update_fields=["name", "theme"])
        audit.record(actor, "user.profile_updated", user, changes)


def _set_password(actor: Actor, user: User, password: str, action: str) -> None:
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        # Whoever can reach an old link must not get in with it after the password changed.
        now = timezone.now()
        user.links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
        unlock(user)
        audit.record(actor, action, user)


def _use(link: OneTimeLink) -> User:
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    user: User = link.user
    return user


def _check_role(actor: Actor, role: str) -> None:
    fits = role in BUILT_IN and BUILT_IN[role].for_platform == current_organization().is_platform
    if not fits or not may_grant(actor, role):
        raise RoleNotGrantable(BUILT_IN[role].name if role in BUILT_IN else role)


def _as_actor(user: User, address: str) -> Actor:
    return Actor(user_id=user.pk, label=user.name, role=user.role, address=address)

"""The authentication backend: e-mail and password within the current organization."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from tenants.context import current_organization


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's sign-in without Django's permission tables: django-rules answers `has_perm`."""

    def user_can_authenticate(self, user: User) -> bool:
        """Asked at sign-in and at every request, so that a suspension ends the sessions that exist."""
        return user.is_active and current_organization().is_active

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:  # noqa: ANN401, ARG002 - Django's signature
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:  # noqa: ANN401, ARG002
        return set()

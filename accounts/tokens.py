"""The token of a password reset link."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenants.context import current_organization


class ResetTokens(PasswordResetTokenGenerator):
    """Django's, bound to the organization: user 7 of acme and user 7 of globex have nothing in common."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:  # noqa: ANN401 - the base class's signature
        return f"{current_organization().key}{super()._make_hash_value(user, timestamp)}"

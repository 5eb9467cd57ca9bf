"""How allauth behaves here: nobody signs up, only active users come in, attempts count, acts are audited."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

import audit.services as audit
from accounts.access import actor_for, actor_of
from accounts.attempts import count_attempt, forgive_attempt
from accounts.client import client_address
from accounts.lockout import locked_page
from accounts.models import User
from tenants.context import current_organization


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Users are invited by an Owner or PBX Admin; there is no open sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not belong together."
        " Check both, or set a new password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """No JSON answers: these pages are for browsers."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Our views say what happened, in our words."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401, ARG002
        until = count_attempt("sign_in", client_address(request))
        if until is not None:
            raise ImmediateHttpResponse(locked_page(request, until))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:  # noqa: ANN401
        user = super().authenticate(request, **credentials)
        if user is not None:
            forgive_attempt("sign_in", client_address(request))
        return cast("User | None", user)

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:  # noqa: ANN401, ARG002
        """Only reached with the right password, so it may say what is wrong with the account."""
        if not current_organization().is_active:
            return suspended_page(request)
        if not user.is_active:
            return render(
                request, "accounts/inactive.html", {"status": user.get_status_display().lower()}, status=403
            )
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session (Django gives it a new key) and say so in the audit log."""
        with transaction.atomic():
            super().login(request, user)
            audit.record(actor_for(user, request), "user.signed_in", user)

    def logout(self, request: HttpRequest) -> None:
        with transaction.atomic():
            if isinstance(request.user, User):
                audit.record(actor_of(request), "user.signed_out", request.user)
            super().logout(request)


def suspended_page(request: HttpRequest) -> HttpResponse:
    """Nobody signs in to a suspended organization; sessions that existed are over."""
    request.session.flush()
    return render(request, "accounts/suspended.html", status=403)

"""What django-axes asks us, and the page that tells a locked-out person when to try again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.db import transaction
from django.db.models import Max
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

import audit.services as audit
from accounts.client import client_address
from accounts.models import User
from audit.actors import Actor


def username_of(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that an attempt is counted for: the e-mail address as it is stored."""
    found = credentials or {}
    return str(found.get("email") or found.get("username") or "").strip().lower()[:255]


def locked_out(
    request: HttpRequest,
    _response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The answer of django-axes to a locked-out account; it is the same when no such account exists."""
    attempts = AccessAttempt.objects.filter(
        username=username_of(request, credentials), ip_address=client_address(request)
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return locked_page(request, last + get_cool_off(request))


def locked_page(request: HttpRequest, until: datetime) -> HttpResponse:
    """Too many attempts: the same page for an account and for an address."""
    response = render(request, "accounts/locked.html", {"until": until}, status=429)
    response["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return response


def unlock(user: User) -> None:
    """Forget wrong passwords of this account, as the password that was guessed at is no more."""
    AccessAttempt.objects.filter(username=user.email).delete()


@receiver(user_locked_out)
def _record_lock_out(username: str, ip_address: str, **_more: Any) -> None:  # noqa: ANN401 - a signal's arguments
    user = User.objects.with_email(username).first()
    if user is not None:
        with transaction.atomic():
            audit.record(
                Actor(user_id=None, label="Someone", role="", address=ip_address), "user.locked_out", user
            )

"""When the person behind a session last proved who they are."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

PROVED_AT = "proved_at"


def note_proof(request: HttpRequest) -> None:
    """Remember in the session that a password or a one-time link was accepted just now."""
    request.session[PROVED_AT] = int(time.time())


def proved_recently(request: HttpRequest) -> bool:
    """Whether that is younger than settings.ACCOUNT_REAUTHENTICATION_TIMEOUT (seconds)."""
    proved_at = request.session.get(PROVED_AT, 0)
    return bool(0 <= time.time() - proved_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, **_more: Any) -> None:  # noqa: ANN401 - a signal's arguments
    note_proof(request)

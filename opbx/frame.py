"""What the frame around every page shows. Nothing here is asked for until the layout draws it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from opbx import navigation
from opbx.web.connection import calls_notice, cloudonix_state
from opbx.web.formats import initials

THEMES = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the layouts; also right for a visitor, for an unknown host and on an error page."""
    organization = getattr(request, "tenant", None)
    user = getattr(request, "user", None)
    is_platform = bool(getattr(organization, "is_platform", False))
    return {
        "organization": organization,
        "is_platform": is_platform,
        "nav": SimpleLazyObject(
            lambda: navigation.navigation(user, request.path, is_platform=is_platform) if organization else []
        ),
        "user_initials": SimpleLazyObject(lambda: initials(str(user or ""))),
        "user_role": SimpleLazyObject(lambda: _role_name(user)),
        "cloudonix_state": SimpleLazyObject(lambda: {} if is_platform else _state(request, user)),
        "calls_notice": SimpleLazyObject(lambda: {} if is_platform else _notice(request, user)),
        "simulator_url": settings.SIMULATOR_URL,
        "theme": SimpleLazyObject(lambda: _theme(request, user)),
        "sign_out_url": _url("account_logout"),
        "sign_in_url": _url("account_login"),
        "profile_url": _url("profile"),
        "home_url": _url("home") or "/",
    }


def _role_name(user: Any) -> str:  # noqa: ANN401 - ours or Django's anonymous one
    display = getattr(user, "get_role_display", None)
    return str(display()) if display else ""


def _state(request: HttpRequest, user: Any) -> dict[str, str]:  # noqa: ANN401 - ours or Django's anonymous one
    if getattr(request, "tenant", None) is None or not getattr(user, "is_authenticated", False):
        return {}
    found = cloudonix_state(request)
    return {"level": found[0], "text": found[1], "url": _url("cloudonix:settings")} if found else {}


def _notice(request: HttpRequest, user: Any) -> Any:  # noqa: ANN401 - a CallsNotice, or {} which is none
    if getattr(request, "tenant", None) is None or not getattr(user, "is_authenticated", False):
        return {}
    return calls_notice(request) or {}


def _theme(request: HttpRequest, user: Any) -> str:  # noqa: ANN401 - as above
    chosen = request.COOKIES.get("theme") or getattr(user, "theme", "auto")
    return chosen if chosen in THEMES else "auto"


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

"""Who is asking, and may this person see this page: the first lines of every view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.client import client_address
from accounts.models import User
from accounts.permissions import covers_own_only
from accounts.sessions import proved_recently
from audit.actors import Actor

View = Callable[..., HttpResponse]
INTERRUPTED = "interrupted_by_reauthentication"


class SignedInRequest(HttpRequest):
    """A request behind `requires`: the user is one of ours."""

    user: User


def requires(permission: str) -> Callable[[View], View]:
    """Let only signed-in users whose role grants the permission reach a view (else sign-in, or 403)."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - the view's own
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # read by the table of URLs and roles
        return guarded

    return decorate


def recently_authenticated(view: View) -> View:
    """Ask for the password again before a dangerous act when the last proof of identity is too old.

    Stands below `requires`. Afterwards the person is back on the page they came from; what they posted
    was not done, is not kept (it may hold secrets), and the page says so.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - the view's own
        if proved_recently(request):
            return view(request, *args, **kwargs)
        if request.method == "GET":
            back = request.get_full_path()
        else:
            request.session[INTERRUPTED] = True
            back = _page_of(request)
        url = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
        return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as the actor of a service call."""
    return actor_for(cast("User", request.user), request)


def actor_for(user: User, request: HttpRequest) -> Actor:
    """A user who is about to sign in, or just did, as the actor of a service call."""
    return Actor(user_id=user.pk, label=user.name, role=user.role, address=client_address(request))


def sees_own_only(user: User, area: str) -> bool:
    return covers_own_only(user.role, area)


def _page_of(request: HttpRequest) -> str:
    """The page whose form was sent, as a path of this site; the home page when the browser did not say."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return reverse("home")
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

"""Who is asking, and may this person see this page: the first line of every view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.permissions import covers_own_only
from audit.actors import Actor

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """A request behind `requires`: the user is one of ours."""

    user: User  # type: ignore[assignment]


def requires(permission: str) -> Callable[[View], View]:
    """Let a view be reached only by signed-in users whose role grants the permission (else sign-in, or 403)."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - the view's own
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # read by the URL × role table
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as the actor of a service call."""
    user = cast(User, request.user)
    return Actor(user_id=user.pk, label=user.name, role=user.role, address=request.META.get("REMOTE_ADDR", ""))


def sees_own_only(user: User, area: str) -> bool:
    return covers_own_only(user.role, area)

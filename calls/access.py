"""The door to calls: 404 for a call that is not there or not yours to know of."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from calls.models import Call
from calls.querysets import calls_visible_to


def get_call(user: User, key: UUID) -> Call:
    """The call with this key. Raises Http404 and PermissionDenied; a PBX User has the own ones only."""
    if not user.has_perm("calls.read"):
        raise PermissionDenied
    call = calls_visible_to(user).filter(key=key).first()
    if call is None:
        raise Http404("There is no such call.")
    return call


def may_see_events(user: User) -> bool:
    """Whether the raw events of calls are shown: to those who look after the connection to Cloudonix."""
    return user.has_perm("cloudonix.read")

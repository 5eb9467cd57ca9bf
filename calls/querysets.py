"""Sets of calls: whose they are, which of them match a filter, and one page of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.access import sees_own_only
from accounts.models import User
from extensions.models import Extension

if TYPE_CHECKING:
    from calls.models import Call  # noqa: F401 - the type parameter below


class CallQuerySet(models.QuerySet["Call"]):
    def of_extension(self, key: UUID | None) -> Self:
        """Calls that an extension made or that rang it; none for a person without an extension."""
        return self.none() if key is None else self.filter(extension_keys__overlap=[key])

    def without_token(self) -> Self:
        """Known by a session id or a SIP call id only, so far."""
        return self.filter(Q(session_token__startswith="id:") | Q(session_token__startswith="sip:"))  # noqa: S106

    def live(self) -> Self:
        return self.exclude(state="ended")

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        """Started at or after since and before until."""
        calls = self
        if since is not None:
            calls = calls.filter(started_at__gte=since)
        if until is not None:
            calls = calls.filter(started_at__lt=until)
        return calls

    def about_number(self, digits: str) -> Self:
        """The digits stand in the caller's or in the dialled number."""
        return self.filter(Q(caller__contains=digits) | Q(dialled__contains=digits))

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-id")

    def older_than(self, started_at: datetime, pk: int) -> Self:
        """What follows a row in newest_first order."""
        return self.filter(Q(started_at__lt=started_at) | Q(started_at=started_at, id__lt=pk))

    def newer_than(self, started_at: datetime, pk: int) -> Self:
        """What stands before a row in newest_first order."""
        return self.filter(Q(started_at__gt=started_at) | Q(started_at=started_at, id__gt=pk))


def calls_visible_to(user: User) -> CallQuerySet:
    """The calls whose existence this user may know of: a PBX User's own, all of them for the other roles."""
    # By name, because models imports this module.
    calls: CallQuerySet = apps.get_model("calls", "Call").objects.all()
    if not user.has_perm("calls.list"):
        return calls.none()
    if not sees_own_only(user, "calls"):
        return calls
    return calls.of_extension(Extension.objects.filter(user=user).values_list("key", flat=True).first())

"""The card "Electronic lock" on the page of an extension."""

from __future__ import annotations

from accounts.access import sees_own_only
from accounts.models import User
from extensions.effective import effective_attributes
from extensions.models import Extension
from extensions.panels import Panel
from routing.models import FeatureCode


def lock_panel(user: User, extension: Extension) -> Panel | None:
    """Whether it is locked, and how that changes, for whoever may know."""
    if not user.has_perm("forwarding.read"):
        return None
    is_allowed = bool(effective_attributes(extension)["users_may_lock"].value)
    acts = (FeatureCode.Act.LOCK, FeatureCode.Act.UNLOCK)
    codes = dict(FeatureCode.objects.filter(act__in=acts, is_enabled=True).values_list("act", "number"))
    context = {
        "may_switch": user.has_perm("forwarding.write")
        and (is_allowed or not sees_own_only(user, "forwarding")),
        "is_allowed": is_allowed,
        "lock_code": codes.get(acts[0], ""),
        "unlock_code": codes.get(acts[1], ""),
    }
    return Panel("routing/lock_panel.html", context)

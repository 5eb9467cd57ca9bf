"""The card "Absences" on the page of an extension."""

from __future__ import annotations

from accounts.access import sees_own_only
from accounts.models import User
from extensions.models import Extension
from extensions.panels import Panel
from routing.absences import AS_UNAVAILABLE, absences_of, today
from routing.panels import may_change_rules


def absence_panel(user: User, extension: Extension) -> Panel | None:
    """The absences that are not over, for whoever may know how calls are forwarded."""
    if not user.has_perm("forwarding.read"):
        return None
    day = today()
    return Panel(
        "routing/absence_panel.html",
        {
            "absences": [(row, row.first_day <= day) for row in absences_of(extension)],
            "as_unavailable": AS_UNAVAILABLE,
            "may_change": may_change_rules(user, extension),
            "may_open": not sees_own_only(user, "forwarding"),
        },
    )

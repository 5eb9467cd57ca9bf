"""The card "When a call is not answered" on the page of an extension, a template, or the organization's defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.access import sees_own_only
from accounts.models import User
from extensions.effective import Effective, effective_attributes
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from extensions.panels import Panel
from routing.access import may_set_rules
from routing.fallback import the_fallback
from routing.forms.forwarding import cause_title
from routing.forwarding import (
    ORIGINS,
    PHONES_RING,
    SAY_WHY,
    Cause,
    Holding,
    Owner,
    circle_from,
    layers_of,
    rules_for,
    same_for,
)
from routing.mobiles import why_it_may_not_ring
from routing.models import ForwardingRule
from tenants.context import current_organization

CAUSES = (Cause.ALWAYS, Cause.NO_ANSWER, Cause.BUSY, Cause.UNAVAILABLE)


@dataclass(frozen=True)
class Line:
    """One cause, of one origin or of all: what holds, and whose rule it is. nothing: said when none holds."""

    title: str
    holding: Holding[ForwardingRule] | None
    nothing: str

    @property
    def whose(self) -> str:
        """Whose rule it is in words; empty for the extension's own."""
        words = {"template": "from the template", "organization": "as all extensions"}
        return words.get(self.holding.source, "") if self.holding is not None else ""


def forwarding_panel(user: User, extension: Extension) -> Panel | None:
    """What happens to calls that the extension does not take, for whoever may know."""
    if not user.has_perm("forwarding.read"):
        return None
    is_own_only = sees_own_only(user, "forwarding")
    attributes = effective_attributes(extension)
    lines = list(_lines(extension))
    return Panel(
        "routing/forwarding_panel.html",
        {
            "lines": lines,
            "circles": _circles(extension, lines),
            "may_set_rules": may_change_rules(user, extension),
            "may_set_do_not_disturb": _allowed(user, attributes["users_may_use_do_not_disturb"]),
            "may_set_mobile": user.has_perm("forwarding.write"),
            "may_open": not is_own_only,
            "mobile_is_allowed": attributes["may_ring_mobile"].value,
            "mobile_problem": why_it_may_not_ring(extension, current_organization().region),
        },
    )


def rules_panel(user: User, layer: ExtensionTemplate | ExtensionDefaults) -> Panel | None:
    """The rules that extensions inherit from a template or from the organization."""
    if not user.has_perm("templates.read"):
        return None
    is_template = isinstance(layer, ExtensionTemplate)
    url = reverse("forwarding:template", args=[layer.key]) if is_template else reverse("forwarding:defaults")
    context = {
        "lines": list(_lines(layer)),
        "is_template": is_template,
        "url": url if user.has_perm("templates.write") else "",
    }
    return Panel("routing/rules_panel.html", context)


def may_change_rules(user: User, extension: Extension) -> bool:
    """Whether this user may say where calls to the extension go."""
    try:
        may_set_rules(user, extension)
    except PermissionDenied:
        return False
    return True


def _allowed(user: User, attribute: Effective) -> bool:
    if not user.has_perm("forwarding.write"):
        return False
    return bool(attribute.value) or not sees_own_only(user, "forwarding")


def _lines(owner: Owner) -> Iterator[Line]:
    book, layers = rules_for(owner), layers_of(owner)
    its_key = owner.pk if isinstance(owner, Extension) else None
    for cause in CAUSES:
        title = cause_title(cause, owner)
        nothing = PHONES_RING if cause is Cause.ALWAYS else SAY_WHY
        found = [book.holding(layers, cause.value, origin.value, extension=its_key) for origin in ORIGINS]
        if cause is Cause.ALWAYS and not any(found):
            continue
        for calls, holding in same_for(found):
            yield Line(f"{title}, {calls}" if calls else title, holding, nothing)


def _circles(extension: Extension, lines: list[Line]) -> list[str]:
    """A sentence for each circle in which calls for one reason would go, whatever the callers do."""
    if not any(line.holding is not None and line.holding.rule.destination_extension for line in lines):
        return []
    found = {}
    for cause in CAUSES:
        for origin in ORIGINS:
            way = circle_from(extension, cause.value, origin.value)
            if way:
                numbers = " to ".join(one.number for one in way)
                found[numbers] = f"{cause.label}: calls go in a circle from {numbers}."
    if not found:
        return []
    ends = (
        "The call then goes to the organization’s fall-back."
        if the_fallback().is_set
        else "The call ends there, with a sentence that it cannot be connected."
    )
    return [f"{sentence} {ends}" for sentence in found.values()]

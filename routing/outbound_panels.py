"""The card "Outbound calls" on the page of an extension or a template."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import User
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from extensions.panels import Panel
from routing.outbound import Layers, place_of

_LEVELS = {
    "busy_level": "Counts as busy with",
    "call_limit": "Calls at once",
    "calls_an_hour": "Calls outside in an hour",
    "minutes_a_day": "Minutes outside in 24 hours",
}


def outbound_panel(user: User, extension: Extension) -> Panel | None:
    """What the extension calls the outside with, for whoever may know."""
    if not user.has_perm("outbound.read"):
        return None
    url = reverse("outbound:extension", args=[extension.number])
    return _panel(user, extension, url, f"{reverse('outbound:test')}?extension={extension.number}")


def outbound_layer_panel(user: User, layer: ExtensionTemplate | ExtensionDefaults) -> Panel | None:
    """What extensions inherit from a template; the organization's own stands on the page of outbound calls."""
    if not user.has_perm("outbound.read") or isinstance(layer, ExtensionDefaults):
        return None
    return _panel(user, layer, reverse("outbound:template", args=[layer.key]), "")


def _panel(user: User, owner: Extension | ExtensionTemplate, url: str, test_url: str) -> Panel:
    layers, place = Layers(), place_of(owner)
    context = {
        "calling_class": layers.calling_class(place),
        "caller_id": layers.caller_id(place),
        "withholds": layers.withholds(place),
        "levels": [(label, layers.level(name, place)) for name, label in _LEVELS.items()],
        "own": "extension" if isinstance(owner, Extension) else "template",
        "url": url if user.has_perm("outbound.write") else "",
        "test_url": test_url,
    }
    return Panel("outbound/panel.html", context)

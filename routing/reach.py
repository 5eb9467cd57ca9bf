"""Which extensions the rules of a template or of the organization reach, shown before such rules are changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from routing.models import ForwardingRule

SHOWN = 20


@dataclass(frozen=True)
class Reached:
    """own: for which causes the extension has rules of its own, in words; "" for none."""

    extension: Extension
    own: str


@dataclass(frozen=True)
class Reach:
    """total: of all extensions that are reached; shown: the first of them."""

    total: int
    shown: list[Reached]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


def reach_of(owner: ExtensionTemplate | ExtensionDefaults) -> Reach:
    """The extensions that inherit from a template, or from the organization, in the order of their numbers."""
    rows = Extension.objects.by_number()
    if isinstance(owner, ExtensionTemplate):
        rows = rows.filter(template=owner)
    first = list(rows[:SHOWN])
    causes: dict[int, set[str]] = defaultdict(set)
    for rule in ForwardingRule.objects.filter(extension__in=first):
        causes[rule.extension_id or 0].add(rule.get_cause_display().lower())
    shown = [Reached(extension, ", ".join(sorted(causes[extension.pk]))) for extension in first]
    return Reach(rows.count(), shown)

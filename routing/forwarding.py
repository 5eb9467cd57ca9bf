"""Which forwarding rule holds for an extension: its own, its template's or the organization's (docs/adr/0008)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from extensions.effective import Source
from extensions.models import Extension
from routing.models import ForwardingRule

Cause = ForwardingRule.Cause
Origin = ForwardingRule.Origin

# Owner of a rule (extension, template; neither for the organization), cause, origin.
_Cell = tuple[int | None, int | None, str, str]


@dataclass(frozen=True)
class Holding:
    """A rule that holds, and whose it is."""

    rule: ForwardingRule
    source: Source


class RuleBook:
    """All rules of the organization by their place, for looking up what holds."""

    def __init__(self, rules: Iterable[ForwardingRule]) -> None:
        self._rules: dict[_Cell, ForwardingRule] = {
            (rule.extension_id, rule.template_id, rule.cause, rule.origin): rule for rule in rules
        }

    def holding(self, extension: int, template: int | None, cause: str, origin: str) -> Holding | None:
        """The most particular rule: own before template before organization, in each the origin's own before "any".

        extension, template: primary keys. A rule that leads to the extension itself or to one that was deleted
        holds for nobody: the next one does.
        """
        for source, owner, its_template in _layers(extension, template):
            for its_origin in dict.fromkeys((origin, Origin.ANY.value)):
                rule = self._rules.get((owner, its_template, cause, its_origin))
                if rule is not None and _can_be_followed(rule, extension):
                    return Holding(rule, source)
        return None


def rules_of_all() -> RuleBook:
    """Every rule with its destination, but for those of deleted extensions; one query."""
    # True for the rules of templates and of the organization too: without an extension there is no such time.
    return RuleBook(_with_destinations().filter(extension__deleted_at__isnull=True))


def rules_for(extension: Extension) -> RuleBook:
    """The rules that may hold for one extension; one query."""
    inherited = Q(extension=None) & (Q(template=None) | Q(template=extension.template_id))
    return RuleBook(_with_destinations().filter(Q(extension=extension) | inherited))


def _with_destinations() -> QuerySet[ForwardingRule]:
    return ForwardingRule.objects.select_related("destination_extension", "destination_voicemail_box")


def _layers(extension: int, template: int | None) -> Iterable[tuple[Source, int | None, int | None]]:
    yield "extension", extension, None
    if template is not None:
        yield "template", None, template
    yield "organization", None, None


def _can_be_followed(rule: ForwardingRule, extension: int) -> bool:
    goal = rule.destination_extension
    return goal is None or (goal.pk != extension and goal.deleted_at is None)

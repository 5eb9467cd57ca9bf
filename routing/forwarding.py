"""Which forwarding rule holds: an extension's own, its template's or the organization's (docs/adr/0008)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from extensions.effective import Source
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from routing.models import ForwardingRule

Cause = ForwardingRule.Cause
Origin = ForwardingRule.Origin
# Whose rules they are; ExtensionDefaults stands for the organization.
Owner = Extension | ExtensionTemplate | ExtensionDefaults


@dataclass(frozen=True)
class Layer:
    """Where rules are looked for. extension, template: primary keys of the owner; neither for the organization."""

    source: Source
    extension: int | None = None
    template: int | None = None


@dataclass(frozen=True)
class Holding:
    """A rule that holds, and whose it is."""

    rule: ForwardingRule
    source: Source


def layers_for(extension: int | None, template: int | None) -> tuple[Layer, ...]:
    """The layers of an extension with this template, the most particular first."""
    own = () if extension is None else (Layer("extension", extension=extension),)
    its_template = () if template is None else (Layer("template", template=template),)
    return (*own, *its_template, Layer("organization"))


def layers_of(owner: Owner) -> tuple[Layer, ...]:
    """The owner's own layer, and those it inherits from."""
    if isinstance(owner, Extension):
        return layers_for(owner.pk, owner.template_id)
    return layers_for(None, owner.pk if isinstance(owner, ExtensionTemplate) else None)


class RuleBook:
    """Rules by their place, for looking up which of them holds."""

    def __init__(self, rules: Iterable[ForwardingRule]) -> None:
        self._rules = {(rule.extension_id, rule.template_id, rule.cause, rule.origin): rule for rule in rules}

    def own(self, layer: Layer, cause: str, origin: str) -> ForwardingRule | None:
        """The rule of exactly this place."""
        return self._rules.get((layer.extension, layer.template, cause, origin))

    def holding(
        self, layers: Sequence[Layer], cause: str, origin: str, *, extension: int | None = None
    ) -> Holding | None:
        """The rule of the first layer that has one; in each the origin's own comes before that for any call.

        extension: whose calls they are. A rule that leads back to it, or to an extension that was deleted, is passed
        over: the next layer's holds.
        """
        for layer in layers:
            for its_origin in dict.fromkeys((origin, Origin.ANY.value)):
                rule = self.own(layer, cause, its_origin)
                if rule is not None and _can_be_followed(rule, extension):
                    return Holding(rule, layer.source)
        return None


def rules_of_all() -> RuleBook:
    """Every rule with its destination, but for those of deleted extensions; one query."""
    # True for the rules of templates and of the organization too: without an extension there is no such time.
    return RuleBook(_with_destinations().filter(extension__deleted_at__isnull=True))


def rules_for(owner: Owner) -> RuleBook:
    """The owner's rules and those it inherits; one query."""
    wanted = Q(extension=None, template=None)
    if isinstance(owner, Extension):
        wanted |= Q(extension=owner)
        if owner.template_id is not None:
            wanted |= Q(template=owner.template_id)
    elif isinstance(owner, ExtensionTemplate):
        wanted |= Q(template=owner)
    return RuleBook(_with_destinations().filter(wanted))


def circle_from(extension: Extension, cause: str, origin: str) -> list[Extension]:
    """The extensions that calls pass for this reason until they come back to one of them; [] when they do not.

    Each step follows the rule for every call, else the one for the cause, so these circles close whatever the
    callers do. A query for each extension on the way.
    """
    way: list[Extension] = []
    current: Extension | None = extension
    while current is not None and current not in way:
        way.append(current)
        book, layers = rules_for(current), layers_of(current)
        holding = None
        for why in dict.fromkeys((Cause.ALWAYS.value, cause)):
            holding = holding or book.holding(layers, why, origin, extension=current.pk)
        current = holding.rule.destination_extension if holding is not None else None
    return [*way, current] if current == extension else []


def _with_destinations() -> QuerySet[ForwardingRule]:
    return ForwardingRule.objects.select_related(
        "destination_extension", "destination_voicemail_box__extension"
    )


def _can_be_followed(rule: ForwardingRule, extension: int | None) -> bool:
    goal, box = rule.destination_extension, rule.destination_voicemail_box
    if goal is not None and goal.pk == extension:
        return False
    owner = goal if box is None else box.extension
    return owner is None or owner.deleted_at is None

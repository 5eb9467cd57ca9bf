"""Which forwarding rule holds: an extension's own, its template's or the organization's (docs/adr/0008)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from extensions.effective import Source
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from routing.models import OBJECT_COLUMNS, ForwardingRule

Cause = ForwardingRule.Cause
Origin = ForwardingRule.Origin
ANY = Origin.ANY.value
# How a call can come; "any" is none of them.
ORIGINS = (Origin.INTERNAL, Origin.EXTERNAL, Origin.TRANSFERRED)
# What holds where no rule does: for a cause, and for every call.
SAY_WHY = "Callers hear why, then the call ends"
PHONES_RING = "Off: the phones ring"
# Whose rules they are; ExtensionDefaults stands for the organization.
Owner = Extension | ExtensionTemplate | ExtensionDefaults


@dataclass(frozen=True)
class Layer:
    """Where rules are looked for. extension, template: primary keys of the owner; neither for the organization."""

    source: Source
    extension: int | None = None
    template: int | None = None


class Place(NamedTuple):
    """Where a rule stands, and the extension it leads to, if any; extensions and template as primary keys."""

    extension: int | None
    template: int | None
    cause: str
    origin: str
    goal: int | None


# The columns of ForwardingRule that make a Place.
PLACE_COLUMNS = ("extension_id", "template_id", "cause", "origin", "destination_extension_id")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True)
class Holding(Generic[R]):
    """A rule that holds, and whose it is."""

    rule: R
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


def audit_field(cause: str, origin: str) -> str:
    """The name of a place in the audit log; extensions.history has its words."""
    return f"forward_{cause}" if origin == ANY else f"forward_{cause}_{origin}"


class RuleBook(Generic[R]):
    """Rules by their place, for looking up which of them holds."""

    def __init__(self, rules: Iterable[tuple[Place, R]]) -> None:
        self._rules: dict[tuple[int | None, int | None], dict[tuple[str, str], tuple[R, int | None]]] = {}
        self._goals: set[int | None] = set()
        for place, rule in rules:
            owner = place.extension, place.template
            self._rules.setdefault(owner, {})[place.cause, place.origin] = rule, place.goal
            self._goals.add(place.goal)

    def own(self, layer: Layer, cause: str, origin: str) -> R | None:
        """The rule of exactly this place."""
        found = self._rules.get((layer.extension, layer.template), {}).get((cause, origin))
        return found[0] if found is not None else None

    def only_inherits(self, extension: int) -> bool:
        """Whether the same holds for this extension as for every other one with its template."""
        return (extension, None) not in self._rules and extension not in self._goals

    def holding(
        self, layers: Sequence[Layer], cause: str, origin: str, *, extension: int | None = None
    ) -> Holding[R] | None:
        """The rule of the first layer that has one; in each the origin's own comes before that for any call.

        extension: whose calls they are. A rule that leads back to it is passed over: the next one holds.
        """
        for layer in layers:
            rules = self._rules.get((layer.extension, layer.template))
            if rules is None:
                continue
            for its_origin in (origin, ANY):
                found = rules.get((cause, its_origin))
                if found is not None and (extension is None or found[1] != extension):
                    return Holding(found[0], layer.source)
        return None


def same_for(found: Sequence[T]) -> list[tuple[str, T]]:
    """What was found for each of ORIGINS, told once for those with the same.

    The calls are in words: "" when all have the same, else such as "internal and transferred calls".
    """
    whose: list[tuple[T, list[Origin]]] = []
    for origin, value in zip(ORIGINS, found, strict=True):
        for known, origins in whose:
            if known == value:
                origins.append(origin)
                break
        else:
            whose.append((value, [origin]))
    if len(whose) == 1:
        return [("", whose[0][0])]
    return [(f"{' and '.join(origins)} calls", value) for value, origins in whose]


def rules_to_follow() -> QuerySet[ForwardingRule]:
    """The rules that can be followed: neither their owner nor what they lead to is a deleted extension's."""
    # True where there is no extension: without one there is no such time either.
    return ForwardingRule.objects.filter(
        extension__deleted_at__isnull=True,
        destination_extension__deleted_at__isnull=True,
        destination_voicemail_box__extension__deleted_at__isnull=True,
    )


def rules_for(owner: Owner) -> RuleBook[ForwardingRule]:
    """The owner's rules and those it inherits, with their destinations; one query."""
    wanted = Q(extension=None, template=None)
    if isinstance(owner, Extension):
        wanted |= Q(extension=owner)
        if owner.template_id is not None:
            wanted |= Q(template=owner.template_id)
    elif isinstance(owner, ExtensionTemplate):
        wanted |= Q(template=owner)
    rows = rules_to_follow().filter(wanted)
    rules = rows.select_related(*OBJECT_COLUMNS.values(), "destination_voicemail_box__extension")
    return RuleBook((Place(*(getattr(rule, name) for name in PLACE_COLUMNS)), rule) for rule in rules)


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

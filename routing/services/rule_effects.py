"""Where the calls of extensions go before and after a change of forwarding rules, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extensions.effects import Effect, Effects, sort_effects
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from routing.forwarding import (
    ORIGINS,
    PHONES_RING,
    PLACE_COLUMNS,
    SAY_WHY,
    Cause,
    Layer,
    Origin,
    Place,
    RuleBook,
    audit_field,
    layers_for,
    rules_to_follow,
)
from routing.models import OBJECT_COLUMNS, ForwardingRule
from routing.services.destinations import destination_words

# Rules, and the layers in which an extension looks for those that hold.
Lookup = tuple[RuleBook[str], Sequence[Layer]]


def effects_of_rules(
    owner: ExtensionTemplate | ExtensionDefaults, rules: Sequence[ForwardingRule]
) -> Effects:
    """What holds for the extensions of a template, or for all, when these are all its rules."""
    now, then = book_in_words(), book_in_words(owner, rules)
    rows = Extension.objects.by_number()
    if isinstance(owner, ExtensionTemplate):
        rows = rows.filter(template=owner)
    return sort_effects(_effect(row, now, then) for row in rows)


def _effect(row: Extension, now: RuleBook[str], then: RuleBook[str]) -> Effect:
    layers = layers_for(row.pk, row.template_id)
    usual = layers[1:]  # as if the extension had no rules itself
    changes = rule_changes(row, (now, layers), (then, layers))
    below = rule_changes(row, (now, usual), (then, usual))
    return Effect(row, dict(changes), tuple(name for name in below if name not in changes))


def book_in_words(
    owner: ExtensionTemplate | ExtensionDefaults | None = None, instead: Iterable[ForwardingRule] = ()
) -> RuleBook[str]:
    """Where every rule that can be followed leads; one query. owner, instead: other rules in place of its own."""
    rules = list(rules_to_follow().select_related(*OBJECT_COLUMNS.values()))
    if owner is not None:
        template = owner.pk if isinstance(owner, ExtensionTemplate) else None
        others = [rule for rule in rules if rule.extension_id is not None or rule.template_id != template]
        rules = [*others, *instead]
    return RuleBook(
        (Place(*(getattr(rule, name) for name in PLACE_COLUMNS)), destination_words(rule)) for rule in rules
    )


def rule_changes(row: Extension, before: Lookup, after: Lookup) -> dict[str, list[str]]:
    """What differs for an extension, as {name in the audit log: [before, after]}."""
    found = {}
    for cause in Cause:
        pairs = {
            origin: [_words(book, row, layers, cause, origin) for book, layers in (before, after)]
            for origin in ORIGINS
        }
        first = pairs[ORIGINS[0]]
        if all(pair == first for pair in pairs.values()):
            pairs = {Origin.ANY: first}
        for origin, pair in pairs.items():
            if pair[0] != pair[1]:
                found[audit_field(cause.value, origin.value)] = pair
    return found


def _words(book: RuleBook[str], row: Extension, layers: Sequence[Layer], cause: Cause, origin: Origin) -> str:
    holding = book.holding(layers, cause.value, origin.value, extension=row.pk)
    if holding is not None:
        return holding.rule
    return PHONES_RING if cause is Cause.ALWAYS else SAY_WHY

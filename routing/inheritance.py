"""Forwarding rules as something that extensions inherit from their template."""

from __future__ import annotations

from collections.abc import Sequence

from extensions.inheritance import Inherited
from extensions.models import Extension, ExtensionTemplate
from routing.forms.forwarding import PHONES_RING, SAY_WHY
from routing.forwarding import (
    ORIGINS,
    PLACE_COLUMNS,
    Cause,
    Layer,
    Origin,
    Place,
    RuleBook,
    layers_for,
    rules_to_follow,
)
from routing.models import OBJECT_COLUMNS, ForwardingRule
from routing.services.destinations import destination_words
from routing.services.forwarding import audit_field


class ForwardingHeritage:
    """See extensions.inheritance.Heritage."""

    def effects(
        self, rows: Sequence[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
    ) -> Inherited:
        book = _book()
        its = template.pk if template is not None else None
        found = {}
        for row in rows:
            before = layers_for(row.pk, row.template_id)
            after = layers_for(row.pk if keep_overrides else None, its)
            changes = _changes(book, row, before, after)
            if changes:
                found[row.pk] = changes
        return found

    def owners(self, rows: Sequence[Extension]) -> set[int]:
        owned = ForwardingRule.objects.filter(extension__in=rows)
        return set(owned.values_list("extension_id", flat=True))

    def reset(self, rows: Sequence[Extension]) -> None:
        ForwardingRule.objects.filter(extension__in=rows).delete()


def _book() -> RuleBook[str]:
    """Where every rule that can be followed leads, in words; one query."""
    rules = rules_to_follow().select_related(*OBJECT_COLUMNS.values())
    return RuleBook(
        (Place(*(getattr(rule, name) for name in PLACE_COLUMNS)), destination_words(rule)) for rule in rules
    )


def _changes(
    book: RuleBook[str], row: Extension, before: Sequence[Layer], after: Sequence[Layer]
) -> dict[str, list[str]]:
    found = {}
    for cause in Cause:
        pairs = {
            origin: [_words(book, row, layers, cause, origin) for layers in (before, after)]
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

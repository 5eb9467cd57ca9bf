"""Forwarding rules as something that extensions inherit from their template."""

from __future__ import annotations

from collections.abc import Sequence

from extensions.inheritance import Inherited
from extensions.models import Extension, ExtensionTemplate
from routing.forwarding import layers_for
from routing.models import ForwardingRule
from routing.services.rule_effects import book_in_words, rule_changes


class ForwardingHeritage:
    """See extensions.inheritance.Heritage."""

    def effects(
        self, rows: Sequence[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
    ) -> Inherited:
        book = book_in_words()
        its = template.pk if template is not None else None
        found = {}
        for row in rows:
            before = layers_for(row.pk, row.template_id)
            after = layers_for(row.pk if keep_overrides else None, its)
            changes = rule_changes(row, (book, before), (book, after))
            if changes:
                found[row.pk] = changes
        return found

    def owners(self, rows: Sequence[Extension]) -> set[int]:
        owned = ForwardingRule.objects.filter(extension__in=rows)
        return set(owned.values_list("extension_id", flat=True))

    def reset(self, rows: Sequence[Extension]) -> None:
        ForwardingRule.objects.filter(extension__in=rows).delete()

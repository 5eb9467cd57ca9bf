"""What extensions call the outside with, as something that they inherit from their template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects

from extensions.effects import Effect, Effects, sort_effects
from extensions.inheritance import Inherited
from extensions.models import Extension, ExtensionTemplate
from opbx.web.formats import phone_words
from routing.models import OutboundLayer
from routing.outbound import LEVELS, Layers, Place, place_of


class OutboundHeritage:
    """See extensions.inheritance.Heritage."""

    def effects(
        self, rows: Sequence[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
    ) -> Inherited:
        prefetch_related_objects(rows, "user")  # for the class of its role
        layers = Layers()
        found = {}
        for row in rows:
            before = place_of(row)
            its = template.pk if template is not None else None
            after = Place(row.pk if keep_overrides else None, its, before.role, before.number)
            changes = differences(held_in_words(layers, before), held_in_words(layers, after))
            if changes:
                found[row.pk] = changes
        return found

    def owners(self, rows: Sequence[Extension]) -> set[int]:
        owned = OutboundLayer.objects.filter(extension__in=rows)
        return set(owned.values_list("extension_id", flat=True))

    def reset(self, rows: Sequence[Extension]) -> None:
        OutboundLayer.objects.filter(extension__in=rows).delete()


def effects_of_layer(template: ExtensionTemplate, **wanted: Any) -> Effects:  # noqa: ANN401 - OutboundLayer's fields
    """What holds for the extensions of a template when it says this about their outbound calls."""
    rows = Extension.objects.filter(template=template).select_related("user").by_number()
    now = Layers()
    then = now.if_template_said(OutboundLayer(template=template, **wanted))
    return sort_effects(_effect(row, now, then) for row in rows)


def _effect(row: Extension, now: Layers, then: Layers) -> Effect:
    place = place_of(row)
    usual = replace(place, extension=None)  # as if the extension said nothing itself
    changes = differences(held_in_words(now, place), held_in_words(then, place))
    below = differences(held_in_words(now, usual), held_in_words(then, usual))
    return Effect(row, dict(changes), tuple(name for name in below if name not in changes))


def held_in_words(layers: Layers, place: Place) -> dict[str, str]:
    """What holds at a place, by the names that the audit log and extensions.history give the values."""
    held, shown = layers.calling_class(place).value, layers.caller_id(place).value
    return {
        "outbound_calling_class": held.name if held is not None else "none, nothing is allowed",
        "outbound_caller_id": phone_words(shown) if shown else "none",
        "outbound_withholds_number": "yes" if layers.withholds(place).value else "no",
        **{f"outbound_{name}": str(layers.level(name, place).value or "no limit") for name in LEVELS},
    }


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """The values that are not the same, as {name: [before, after]}."""
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

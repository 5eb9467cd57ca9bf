"""What a change of a template or of the defaults does to extensions, so that it can be told before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from extensions.attribute_words import BY_NAME
from extensions.effective import organization_defaults, values_of
from extensions.history import FIELDS
from extensions.inheritance import heritages
from extensions.models import (
    BUILT_IN_ATTRIBUTES,
    CommonAttributes,
    Extension,
    ExtensionDefaults,
    ExtensionTemplate,
)

Layer = CommonAttributes | Mapping[str, Any] | None


@dataclass(frozen=True)
class Effect:
    """changes: attribute → [before, after], of what holds. kept: attributes whose own value stands against a change."""

    extension: Extension
    changes: dict[str, list[Any]]
    kept: tuple[str, ...] = ()

    @property
    def in_words(self) -> list[tuple[str, str, str]]:
        """(attribute, before, after) as pages say it."""
        return [_in_words(name, before, after) for name, (before, after) in self.changes.items()]

    @property
    def kept_in_words(self) -> str:
        return ", ".join(
            BY_NAME[name].label if name in BY_NAME else FIELDS.get(name, name) for name in self.kept
        )


@dataclass(frozen=True)
class Effects:
    """changed: extensions for which something else will hold. kept: those whose own values keep all as it is."""

    changed: tuple[Effect, ...]
    kept: tuple[Effect, ...]


def own_values(extension: Extension) -> dict[str, Any]:
    """The extension's overrides, without what it inherits."""
    return {name: value for name in BUILT_IN_ATTRIBUTES if (value := getattr(extension, name)) is not None}


def effects_of_template(template: ExtensionTemplate, wanted: Mapping[str, Any]) -> Effects:
    """What holds for the extensions of a template when its attributes are the wanted ones."""
    defaults = organization_defaults()
    rows = Extension.objects.filter(template=template).by_number()
    return _effects(
        rows,
        before=lambda row: (own_values(row), template, defaults),
        after=lambda row: (own_values(row), wanted, defaults),
    )


def effects_of_defaults(wanted: Mapping[str, Any]) -> Effects:
    """What holds for all extensions when the organization's defaults are the wanted ones."""
    defaults = organization_defaults()
    rows = Extension.objects.select_related("template").by_number()
    return _effects(
        rows,
        before=lambda row: (own_values(row), row.template, defaults),
        after=lambda row: (own_values(row), row.template, wanted),
    )


def effects_of_changing(
    rows: Iterable[Extension], template: ExtensionTemplate | None, *, keep_overrides: bool
) -> Effects:
    """What holds for these extensions (their templates loaded) when they use another template, or none."""
    rows = list(rows)
    defaults: ExtensionDefaults = organization_defaults()
    found = _effects(
        rows,
        before=lambda row: (own_values(row), row.template, defaults),
        after=lambda row: (own_values(row) if keep_overrides else None, template, defaults),
    )
    by_pk = {row.pk: row for row in rows}
    changes = {effect.extension.pk: effect for effect in found.changed}
    for heritage in heritages():
        for pk, more in heritage.effects(rows, template, keep_overrides=keep_overrides).items():
            effect = changes.get(pk, Effect(by_pk[pk], {}))
            changes[pk] = replace(effect, changes={**effect.changes, **more})
    return Effects(
        tuple(changes[row.pk] for row in rows if row.pk in changes),
        tuple(effect for effect in found.kept if effect.extension.pk not in changes),
    )


def sort_effects(found: Iterable[Effect]) -> Effects:
    """Those that change something, and those where own values keep all as it is; the others are left out."""
    rows = list(found)
    return Effects(
        tuple(one for one in rows if one.changes), tuple(one for one in rows if one.kept and not one.changes)
    )


def _effects(
    rows: Iterable[Extension],
    *,
    before: Callable[[Extension], tuple[Layer, ...]],
    after: Callable[[Extension], tuple[Layer, ...]],
) -> Effects:
    return sort_effects(_effect(row, before(row), after(row)) for row in rows)


def _effect(row: Extension, before: tuple[Layer, ...], after: tuple[Layer, ...]) -> Effect:
    changes = _differences(values_of(*before), values_of(*after))
    # What would change if the extension had no values of its own, and does not since it has.
    below = _differences(values_of(*before[1:]), values_of(*after[1:]))
    own = _nearest(after)
    return Effect(row, changes, tuple(name for name in below if name in own))


def _in_words(name: str, before: Any, after: Any) -> tuple[str, str, str]:  # noqa: ANN401 - attributes' values
    attribute = BY_NAME.get(name)
    if attribute is None:  # something that a layer above told in words
        return FIELDS.get(name, name), str(before), str(after)
    return attribute.label, attribute.words(before), attribute.words(after)


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _nearest(layers: tuple[Layer, ...]) -> dict[str, Any]:
    nearest = layers[0]
    return dict(nearest) if isinstance(nearest, Mapping) else {}

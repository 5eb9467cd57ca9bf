"""Which value of a common attribute holds for an extension, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from extensions.models import BUILT_IN_ATTRIBUTES, CommonAttributes, Extension, ExtensionDefaults

Source = Literal["extension", "template", "organization", "built_in"]
_SOURCE_WORDS: dict[Source, str] = {
    "extension": "set for this extension",
    "template": "from the template",
    "organization": "default of the organization",
    "built_in": "built-in default",
}


@dataclass(frozen=True)
class Effective:
    """value: what holds. source: whose it is. inherited: what would hold without the extension's own value."""

    value: Any
    source: Source
    inherited: Any

    @property
    def source_words(self) -> str:
        return _SOURCE_WORDS[self.source]


def effective_attributes(
    extension: Extension, defaults: ExtensionDefaults | None = None
) -> dict[str, Effective]:
    """All common attributes of an extension (its template must be loaded): override ?? template ?? default.

    defaults: the organization's row where the caller has it already; else it is read.
    """
    defaults = defaults or organization_defaults()
    layers: list[tuple[Source, CommonAttributes | None]] = [
        ("extension", extension),
        ("template", extension.template),
        ("organization", defaults),
    ]
    return {name: _effective(name, layers) for name in BUILT_IN_ATTRIBUTES}


def organization_defaults() -> ExtensionDefaults:
    """The organization's row; an unsaved one without values while nobody has set any."""
    return ExtensionDefaults.objects.first() or ExtensionDefaults()


def effective_column(name: str, defaults: ExtensionDefaults) -> Coalesce:
    """The same as an expression over Extension, for queries that read many rows."""
    own = getattr(defaults, name)
    fallback = BUILT_IN_ATTRIBUTES[name] if own is None else own
    return Coalesce(F(name), F(f"template__{name}"), Value(fallback))


def values_of(*layers: CommonAttributes | Mapping[str, Any] | None) -> dict[str, Any]:
    """What holds for each common attribute in these layers, the nearest first; below them are the built-in values."""
    found: dict[str, Any] = {}
    for name, built_in in BUILT_IN_ATTRIBUTES.items():
        own = (_read(layer, name) for layer in layers if layer is not None)
        found[name] = next((value for value in own if value is not None), built_in)
    return found


def _read(layer: CommonAttributes | Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - an attribute's value
    return layer.get(name) if isinstance(layer, Mapping) else getattr(layer, name)


def _effective(name: str, layers: list[tuple[Source, CommonAttributes | None]]) -> Effective:
    found: list[tuple[Source, Any]] = [
        (source, getattr(layer, name)) for source, layer in layers if layer is not None
    ]
    found.append(("built_in", BUILT_IN_ATTRIBUTES[name]))
    source, value = next(pair for pair in found if pair[1] is not None)
    inherited = next(value for where, value in found if where != "extension" and value is not None)
    return Effective(value, source, inherited)

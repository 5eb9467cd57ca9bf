"""Cards that upper layers add to pages of extensions, templates and defaults, such as forwarding (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate


@dataclass(frozen=True)
class Panel:
    """template: draws the card with `panel` (this) and the page's own context; context: what it needs besides."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[User, Extension], Panel | None]
Layer = ExtensionTemplate | ExtensionDefaults
LayerSource = Callable[[User, Layer], Panel | None]
_sources: list[Source] = []
_layer_sources: list[LayerSource] = []


def register_panel(source: Source) -> None:
    """Let source draw a card for those who may see it (None: nothing); called once, when its app is ready."""
    _sources.append(source)


def panels_of(user: User, extension: Extension) -> list[Panel]:
    """The cards of an extension's page for this user, in the order they were registered."""
    return [panel for source in _sources if (panel := source(user, extension)) is not None]


def register_layer_panel(source: LayerSource) -> None:
    """The same for the page of a template, and of the organization's defaults (whose row may not be saved yet)."""
    _layer_sources.append(source)


def layer_panels_of(user: User, layer: Layer) -> list[Panel]:
    """The cards of a template's or the defaults' page for this user, in the order they were registered."""
    return [panel for source in _layer_sources if (panel := source(user, layer)) is not None]

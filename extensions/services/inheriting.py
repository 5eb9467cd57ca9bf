"""Lines in the histories of extensions for which something else holds, because what they inherit has changed."""

from __future__ import annotations

from collections.abc import Sequence

from audit import services as audit
from audit.actors import Actor
from extensions.effects import Effect, Effects


def note_inherited(actor: Actor, effects: Effects, template: str) -> None:
    """A line for each extension that changed; its own row did not. template: its name, "" for the defaults."""
    cause = {"by_template": [None, template]}
    entries = [(effect.extension, {**cause, **effect.changes}) for effect in effects.changed]
    audit.record_all(actor, "extension.inherited", entries)


def how_many(effects: Sequence[Effect]) -> str:
    """The extensions in words, such as "extension 101" and "3 extensions"."""
    if not effects:
        return "nothing else"
    if len(effects) == 1:
        return f"extension {effects[0].extension.number}"
    return f"{len(effects)} extensions"

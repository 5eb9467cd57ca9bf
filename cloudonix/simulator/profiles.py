"""Profiles: the free key-value part of every object, laid over by updates."""

from __future__ import annotations

from typing import Any


def changed_profile(
    profile: dict[str, Any], changes: dict[str, Any] | None, *, replace: bool
) -> dict[str, Any]:
    """The profile after an update: merged key by key, or replaced; a null removes its key."""
    if changes is None:
        return profile
    return {
        name: value
        for name, value in {**({} if replace else profile), **changes}.items()
        if value is not None
    }

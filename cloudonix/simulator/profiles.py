"""What an update does to an object: the fields it names, those it does not, and the profile.

Profiles are the free key-value part of every object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from cloudonix.simulator.switches import Switches

Value = TypeVar("Value")


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


@dataclass(frozen=True, slots=True)
class Update:
    """keeps: fields that the request does not name stay. replaces: a profile that it names is the whole one."""

    keeps: bool = True
    replaces: bool = False

    @classmethod
    def of(cls, request: web.Request, switches: Switches) -> Update:
        """PATCH always keeps and merges. For PUT nobody knows, so switches say."""
        if request.method != "PUT":
            return cls()
        return cls(keeps=switches.put_keeps, replaces=switches.profile_put == "replace")

    def field(self, given: Value | None, current: Value, default: Value) -> Value:
        if given is not None:
            return given
        return current if self.keeps else default

    def profile(self, current: dict[str, Any], changes: dict[str, Any] | None) -> dict[str, Any]:
        if changes is None:
            return current if self.keeps else {}
        return changed_profile(current, changes, replace=self.replaces)

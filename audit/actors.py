"""Who does something: a signed-in user, or the system on somebody's behalf."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The first argument of every service.

    label: the name as of now, kept in the log even when the user is gone. address: the IP it came from, may be "".
    """

    user_id: int | None
    label: str
    role: str
    address: str = ""
    is_system: bool = False

    @classmethod
    def system(cls, label: str) -> Actor:
        """A worker, a command or a seed; label says which ("Cloudonix sync", "create_organization")."""
        return cls(user_id=None, label=label, role="", is_system=True)

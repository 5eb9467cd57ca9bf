"""The common attributes in words: what each is called on pages and how its values are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attribute:
    """on, off: the two values of a switch; empty for a number of seconds."""

    name: str
    label: str
    hint: str
    on: str = ""
    off: str = ""

    def words(self, value: Any) -> str:  # noqa: ANN401 - an attribute's value
        if isinstance(value, bool):
            return self.on if value else self.off
        return f"{value} s"


ATTRIBUTES = (
    Attribute("ring_seconds", "Rings for", "Seconds before a call counts as not answered."),
    Attribute("in_phonebook", "In the phonebook", "Whether colleagues find it there.", "Shown", "Not shown"),
    Attribute(
        "in_directory",
        "In dial-by-name directories",
        "Whether callers who spell its name reach it.",
        "Listed",
        "Not listed",
    ),
    Attribute(
        "users_may_forward",
        "Own forwarding",
        "Whether its user may forward calls. Owners and PBX Admins always may.",
        "Allowed",
        "Not allowed",
    ),
    Attribute(
        "users_may_use_do_not_disturb",
        "Do not disturb",
        "Whether its user may switch it on.",
        "Allowed",
        "Not allowed",
    ),
    Attribute(
        "users_may_lock",
        "Lock and unlock",
        "Whether its user and its phone may lock it and unlock it. Owners and PBX Admins always may.",
        "Allowed",
        "Not allowed",
    ),
    Attribute(
        "may_ring_mobile",
        "Ring the mobile number too",
        "Whether calls may ring it; that costs as a call to the outside does.",
        "Allowed",
        "Not allowed",
    ),
)
BY_NAME = {attribute.name: attribute for attribute in ATTRIBUTES}

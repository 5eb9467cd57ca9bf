"""Announcements in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.prompts import Prompt


class Announcement(msgspec.Struct, frozen=True):
    """Something callers hear. number: what phones dial to hear it, "" for none."""

    key: UUID
    name: str
    prompt: Prompt
    is_enabled: bool = True
    number: str = ""

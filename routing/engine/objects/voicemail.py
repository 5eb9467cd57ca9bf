"""Voicemail boxes in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.prompts import Prompt, Sentence, SystemWords

STANDARD_GREETING = SystemWords(Sentence.VOICEMAIL_GREETING)


class VoicemailBox(msgspec.Struct, frozen=True):
    """Who greets callers that nobody answers. extension: whose box it is; None for a shared one."""

    key: UUID
    name: str
    greeting: Prompt = STANDARD_GREETING
    is_enabled: bool = True
    extension: UUID | None = None

"""Voicemail boxes in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.prompts import Prompt, Sentence, SystemWords

STANDARD_GREETING = SystemWords(Sentence.VOICEMAIL_GREETING)


class VoicemailBox(msgspec.Struct, frozen=True):
    """Who greets callers that nobody answers and takes their messages.

    extension: whose box it is; None for a shared one. most_seconds: of one message. has_pin: whether its messages can
    be heard by phone; which PIN, its own or its extension's, is not for a plan to know. number: internal, at which
    phones hear its messages; "" for none.
    """

    key: UUID
    name: str
    greeting: Prompt = STANDARD_GREETING
    is_enabled: bool = True
    extension: UUID | None = None
    most_seconds: int = 180
    has_pin: bool = False
    number: str = ""

"""Voicemail boxes."""

from __future__ import annotations

from extensions.models import VoicemailBox as VoicemailBoxRow
from routing.engine.objects.voicemail import STANDARD_GREETING, VoicemailBox
from routing.engine.prompts import Prompt, Sound, Words


def compile_voicemail_boxes() -> tuple[VoicemailBox, ...]:
    rows = VoicemailBoxRow.objects.select_related("extension").order_by("key")
    return tuple(
        VoicemailBox(
            row.key,
            row.name,
            _greeting(row),
            row.is_enabled,
            row.extension.key if row.extension is not None else None,
            row.most_seconds,
            # A box without a PIN of its own is opened by the service PIN of its extension.
            row.has_pin or (row.extension is not None and row.extension.has_pin),
            row.number,
        )
        for row in rows
    )


def _greeting(row: VoicemailBoxRow) -> Prompt:
    """The chosen greeting; the standard one where what was chosen has nothing to say."""
    match VoicemailBoxRow.Greeting(row.greeting):
        case VoicemailBoxRow.Greeting.TEXT if row.greeting_text:
            return Words(row.greeting_text)
        case VoicemailBoxRow.Greeting.AUDIO if row.greeting_audio:
            return Sound(str(row.greeting_audio.name))
        case _:
            return STANDARD_GREETING

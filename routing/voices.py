"""The voices that can speak in the organization's calls: an upper layer tells them, forms offer them (ADR 0006)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opbx.errors import NotAcceptable

# An engine's own for each language, wherever calls are spoken.
BUILT_IN_VOICES = {"woman": "Woman (built in)", "man": "Man (built in)"}


@dataclass(frozen=True)
class Voice:
    """name: as it is sent. label: for people. languages: BCP 47 tags."""

    name: str
    label: str
    languages: tuple[str, ...]


VoiceSource = Callable[[], Sequence[Voice]]
_sources: list[VoiceSource] = []


def register_voices(source: VoiceSource) -> None:
    """Let source tell the voices of the current organization; the last one registered counts."""
    _sources[:] = [source]


def offered_voices() -> Sequence[Voice]:
    """In the order in which they are offered; none where no source is registered or nothing is known yet."""
    return _sources[0]() if _sources else ()


def check_voice(name: str, language: str) -> None:
    """Raise NotAcceptable (field "voice") unless a voice can speak in calls, in this language (BCP 47)."""
    if name in BUILT_IN_VOICES:
        return
    voice = next((one for one in offered_voices() if one.name == name), None)
    if voice is None:
        raise NotAcceptable("Choose a voice from the list.", field="voice")
    if language not in voice.languages:
        spoken = ", ".join(voice.languages) or "no language that is known"
        raise NotAcceptable(
            f"{name} speaks {spoken}, not {language}. Choose another voice or language.", field="voice"
        )

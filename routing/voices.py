"""The voices that can speak in the organization's calls: an upper layer tells them, forms offer them (ADR 0006)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


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

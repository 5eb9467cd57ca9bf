"""A stream of a call's sound: where it leads, and whether it is open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree.ElementTree import Element


class Channel(Protocol):
    """The open end of a stream."""

    def press(self, digits: str) -> None: ...

    def stop(self) -> None: ...


@dataclass(slots=True)
class Stream:
    """told: the element, with its statusCallback. socket: None where streams are only noted."""

    name: str
    url: str
    track: str
    both_ways: bool
    parameters: dict[str, str]
    since: float
    told: Element
    open: bool = True
    socket: Channel | None = None
    sid: str = field(default_factory=lambda: f"MZ{secrets.token_hex(16)}")

    @property
    def tracks(self) -> list[str]:
        names = {"inbound_track": ["inbound"], "outbound_track": ["outbound"]}
        return names.get(self.track, ["inbound", "outbound"])

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "url": self.url,
            "track": self.track,
            "bidirectional": self.both_ways,
            "parameters": self.parameters,
            "open": self.open,
        }

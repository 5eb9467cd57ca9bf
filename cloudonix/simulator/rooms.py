"""The conference rooms that somebody is in: per domain, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Call
from cloudonix.simulator.clock import Event
from cloudonix.simulator.records import Domain


class Tell(Protocol):
    """Tell a member's own statusCallback of an event, when it asked for such."""

    def __call__(self, event: str, digits: str = "", /) -> None: ...


@dataclass(slots=True, eq=False)
class Member:
    """A call in a room, as its Conference element says."""

    call: Call
    noun: Element
    tell: Tell
    muted: bool = False

    @property
    def starts(self) -> bool:
        return self.noun.get("startConferenceOnEnter", "true") != "false"

    @property
    def required(self) -> bool:
        return self.noun.get("startConferenceOnEnter") == "required"

    @property
    def ends_it(self) -> bool:
        return self.noun.get("endConferenceOnExit", "false") == "true"

    def as_json(self) -> dict[str, Any]:
        return {
            "token": self.call.token,
            "from": self.call.caller,
            "name": self.call.caller_name,
            "muted": self.muted or self.call.muted,
        }


@dataclass(slots=True, eq=False)
class Room:
    """running: whether the members hear each other; they wait while nobody is there who starts it.

    recorder: the Conference element that asked for a recording, with an absolute callback address.
    """

    domain: Domain
    name: str
    members: list[Member] = field(default_factory=list)
    running: bool = False
    recorder: Element | None = None
    recorded_since: float | None = None

    def look(self) -> None:
        """Let the members see that something has changed."""
        for member in self.members:
            member.call.happens(Event("room", "look"))

    def end(self) -> None:
        """Put everybody out; their calls go on after the Dial."""
        for member in self.members:
            member.call.happens(Event("room", "end"))

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "domain": self.domain.name,
            "running": self.running,
            "members": [member.as_json() for member in self.members],
        }


class RoomBook:
    def __init__(self) -> None:
        self._rooms: dict[tuple[int, str], Room] = {}

    def enter(self, domain: Domain, name: str) -> Room:
        return self._rooms.setdefault((domain.id, name), Room(domain, name))

    def find(self, domain: Domain, name: str) -> Room | None:
        return self._rooms.get((domain.id, name))

    def of_domain(self, domain: Domain) -> list[Room]:
        return [room for (owner, _name), room in self._rooms.items() if owner == domain.id]

    def member(self, call: Call) -> Member | None:
        return next((m for room in self._rooms.values() for m in room.members if m.call is call), None)

    def close(self, room: Room) -> None:
        self._rooms.pop((room.domain.id, room.name), None)

    def clear(self) -> None:
        self._rooms.clear()

"""What goes wrong with events and callbacks on purpose: lost, repeated, late or overtaken deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cloudonix.simulator.distorting import DISTORTIONS
from cloudonix.simulator.problems import Refused, text_of

KINDS = (
    "voice",
    "session-update",
    "cdr",
    "recording-callback",
    "conference-callback",
    "status-callback",
    "registration-free",
)
ACTS = {
    "drop": "never sent",
    "duplicate": "sent twice, one after the other",
    "twice": "sent twice at the same time",
    "delay": "sent some seconds late",
    "overtaken": "sent after the next event of its call",
    **DISTORTIONS,
}
# A stage's request is waited for, so it cannot be left out or sent later than the next one.
NOT_FOR_VOICE = frozenset({"drop", "overtaken"})
LONGEST_DELAY = 60.0


@dataclass(slots=True)
class Fault:
    """The next `count` events of a kind meet this fate. seconds: for "delay".

    about: only events about this: the status of an update, the disposition of a CDR, the event of a callback.
    """

    kind: str
    act: str
    count: int = 1
    seconds: float = 1.0
    about: str = ""


class Faults:
    """The faults that wait for their events, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, body: dict[str, Any]) -> Fault:
        """Read {kind, do, count?, seconds?, about?}; raises Refused."""
        kind, act = body.get("kind"), body.get("do")
        if kind not in KINDS:
            raise Refused(400, f"kind is one of: {', '.join((*KINDS, 'rest'))}.")
        if act not in ACTS:
            raise Refused(400, f"do is one of: {', '.join(ACTS)}.")
        if kind == "voice" and act in NOT_FOR_VOICE:
            raise Refused(400, f"A request of kind voice cannot be: {', '.join(sorted(NOT_FOR_VOICE))}.")
        count, seconds = body.get("count", 1), body.get("seconds", 1.0)
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise Refused(400, "count is a whole number, 1 or more.")
        if (
            not isinstance(seconds, (int, float))
            or isinstance(seconds, bool)
            or not 0 <= seconds <= LONGEST_DELAY
        ):
            raise Refused(400, f"seconds is a number from 0 to {LONGEST_DELAY:g}.")
        fault = Fault(kind, act, count, float(seconds), text_of(body, "about") or "")
        self._waiting.append(fault)
        return fault

    def take(self, kind: str, about: str = "") -> Fault | None:
        """The fate of the event that is sent now; None when it is sent as usual."""
        fault = next(
            (one for one in self._waiting if one.kind == kind and one.about.lower() in {"", about.lower()}),
            None,
        )
        if fault is None:
            return None
        fault.count -= 1
        if fault.count == 0:
            self._waiting.remove(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def as_json(self) -> list[dict[str, Any]]:
        return [
            {"kind": fault.kind, "do": fault.act, "count": fault.count, "seconds": fault.seconds}
            | ({"about": fault.about} if fault.about else {})
            for fault in self._waiting
        ]

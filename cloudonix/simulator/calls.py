"""The calls that are going on, and the last ones that ended: their state, legs and timelines."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from cloudonix.simulator.callers import Script
from cloudonix.simulator.clock import CallClock, Event
from cloudonix.simulator.endpoints import Behaviour
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Domain, Subscriber
from cloudonix.simulator.streams import Stream

KEPT = 200
LEG_ACTS = {
    "answer": ("ringing",),
    "busy": ("ringing",),
    "reject": ("ringing",),
    "hangup": ("ringing", "talking"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The next document to run: asked for at a URL, or given inline with the URL that its own are relative to."""

    url: str
    method: str = "POST"
    extra: dict[str, str] = field(default_factory=dict)
    document: str = ""


@dataclass(slots=True)
class Leg:
    """One phone or outside number that a Dial rings."""

    number: int
    target: str
    kind: str  # "subscriber", "pstn", "sip", "service" or "nowhere"
    behaviour: Behaviour
    since: float
    state: str = "ringing"  # then "talking", "ended"
    result: str = ""  # completed, busy, no-answer, failed, canceled
    trunk: str = ""  # the way out, where the domain has trunks
    caller_id: str = ""  # that it is shown, empty: the caller's own
    headers: dict[str, str] = field(default_factory=dict)  # extra SIP headers

    @property
    def manual(self) -> bool:
        return self.behaviour.result == "manual"

    @property
    def acts_at(self) -> float | None:
        """When the scripted phone answers, refuses or is found to be unreachable; None when it just rings."""
        if self.behaviour.result in {"manual", "noanswer"}:
            return None
        return self.since + self.behaviour.after

    def as_json(self) -> dict[str, Any]:
        return {
            "n": self.number,
            "target": self.target,
            "kind": self.kind,
            "state": self.state,
            "result": self.result,
            "manual": self.manual,
            "trunk": self.trunk,
            "callerId": self.caller_id,
            "headers": self.headers,
        }


@dataclass(slots=True, eq=False)
class Call:
    id: int
    domain: Domain
    direction: str  # "inbound", "subscriber" or "outbound-api"
    caller: str
    dialled: str
    clock: CallClock
    caller_name: str = ""
    subscriber: Subscriber | None = None  # who calls
    called: Subscriber | None = None  # whom the API calls
    callback: str = ""  # gets the session updates too
    trunk: str = ""
    trunk_id: int = 0
    script: Script = field(default_factory=Script)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    sip_call_id: str = field(default_factory=lambda: f"{secrets.token_hex(8)}@198.51.100.20:5060")
    status: str = "new"
    started: float = 0.0
    answered: float | None = None
    ended: float | None = None
    reason: str | None = None
    disposition: str = ""
    verb: str = ""
    room: str = ""  # the conference room that it is in
    listening: str = ""  # to what: "keys", "speech", "keys and speech" or "message"
    legs: list[Leg] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    updates: int = 0
    profile: dict[str, Any] = field(default_factory=dict)  # what the customer attached through the API
    time_limit: int = 0  # seconds from the start, 0: none
    muted: bool = False
    hangup_reason: str = ""  # of a DELETE through the API
    streams: dict[str, Stream] = field(default_factory=dict)  # by their names
    coaches: dict[str, dict[str, str]] = field(default_factory=dict)  # who is in this call, by token, and how
    watchers: list[Call] = field(default_factory=list)  # calls to which it matters that this one ends
    next_stage: Stage | None = None  # that the API switched to
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.started = self.clock.now()

    @property
    def live(self) -> bool:
        return self.ended is None

    def note(self, kind: str, text: str, **detail: object) -> None:
        self.timeline.append(
            {
                "n": len(self.timeline) + 1,
                "ms": round((self.clock.now() - self.started) * 1000),
                "kind": kind,
                "text": text,
                **({"detail": detail} if detail else {}),
            }
        )

    def happens(self, event: Event) -> None:
        self.clock.inbox.put_nowait(event)

    def summary(self) -> dict[str, Any]:
        end = self.clock.now() if self.ended is None else self.ended
        return {
            "token": self.token,
            "id": self.id,
            "domain": self.domain.name,
            "direction": self.direction,
            "from": self.caller,
            "name": self.caller_name,
            "to": self.dialled,
            "status": self.status,
            "disposition": self.disposition,
            "reason": self.reason,
            "live": self.live,
            "settled": self.settled.is_set(),
            "answered": self.answered is not None,
            "verb": self.verb,
            "listening": self.listening,
            "room": self.room,
            "muted": self.muted,
            "started": self.started,
            "seconds": round(end - self.started, 1),
            "updates": self.updates,
            "legs": [leg.as_json() for leg in self.legs],
        }

    def as_json(self) -> dict[str, Any]:
        return {
            **self.summary(),
            "sip_call_id": self.sip_call_id,
            "stages": self.stages,
            "streams": [stream.as_json() for stream in self.streams.values()],
            "coaches": self.coaches,
            "timeline": self.timeline,
        }


@dataclass(slots=True)
class DayOfCalls:
    """A customer's calls that began on one day (UTC)."""

    count: int = 0
    most_at_once: int = 0


class CallBook:
    def __init__(self) -> None:
        self._days: dict[int, dict[date, DayOfCalls]] = {}
        self._calls: dict[str, Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_id = 22_000_000

    def __iter__(self) -> Iterator[Call]:
        return reversed(self._calls.values())

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def keep(self, call: Call, task: asyncio.Task[None]) -> None:
        self._calls[call.token] = call
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._count(call)
        for old in [one for one in self._calls.values() if one.settled.is_set()][:-KEPT]:
            del self._calls[old.token]

    def _count(self, call: Call) -> None:
        customer, day = call.domain.customer_id, datetime.fromtimestamp(call.started, UTC).date()
        counted = self._days.setdefault(customer, {}).setdefault(day, DayOfCalls())
        live = sum(1 for one in self.live() if one.domain.customer_id == customer)
        counted.count, counted.most_at_once = counted.count + 1, max(counted.most_at_once, live)

    def days_of(self, customer_id: int) -> dict[date, DayOfCalls]:
        return self._days.get(customer_id, {})

    def run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what belongs to a call beside it; it ends with the simulator at the latest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def find(self, token: str) -> Call:
        if token not in self._calls:
            raise Refused(404, "There is no such call.")
        return self._calls[token]

    def find_in(self, domain: Domain, name: str) -> Call:
        """The domain's call with this token or id; raises Refused."""
        for call in self._calls.values():
            if call.domain.id == domain.id and name in {call.token, str(call.id)}:
                return call
        raise Refused(404, "There is no such session.")

    def live(self) -> list[Call]:
        return [call for call in self._calls.values() if call.live]

    def tick(self, seconds: float) -> None:
        for call in self.live():
            call.happens(Event("tick", seconds=seconds))

    def drop_phone(self, domain: Domain, msisdn: str) -> None:
        """End what this phone takes part in, as caller or as called."""
        for call in self.live():
            if call.domain.id != domain.id:
                continue
            if call.subscriber is not None and call.subscriber.msisdn == msisdn:
                call.happens(Event("platform", "hangup"))
            for leg in call.legs:
                if leg.target == msisdn and leg.state in LEG_ACTS["hangup"]:
                    call.happens(Event("leg", "hangup", leg=leg.number))

    async def stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._calls.clear()
        self._days.clear()

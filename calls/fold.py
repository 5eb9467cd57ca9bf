"""What is true of a call, given its evidence and its journey: a pure function (docs/events.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from calls.evidence import Evidence, Report
from calls.journey import Step, one_line, reached_extension

MAX_SECONDS = 2**31 - 1
# The platform counts a call as answered when it speaks a sentence; for people it was not.
_NOT_ANSWERED = {
    "busy": "busy",
    "no-answer": "no_answer",
    "unavailable": "unavailable",
    "voicemail-greeted": "no_answer",
    "message-left": "no_answer",
    "no-message": "no_answer",
    "no-sip-account": "unavailable",
    "do-not-disturb": "busy",
    "cancelled": "cancelled",
    # Whoever hangs up at a menu gave up before anybody was reached.
    "menu-heard": "cancelled",
    "no-key": "cancelled",
    "wrong-key": "cancelled",
    "wrong-words": "cancelled",
}
# The last step of a call that was taken: no further one is asked for when the caller hangs up first.
_ANSWERING = frozenset(
    {
        "",
        "answered",
        "ringing",
        "mobile-ringing",
        "ring-group-rings",
        "outside-ringing",
        "emergency-call",
        "room-joined",
        "room-joined-as-host",
        "room-left",
        "agent-consulted",
        "agent-talked",
        "announcement-heard",
        "voicemail-pin-asked",
        "voicemail-opened",
        "voicemail-left",
        "do-not-disturb-on",
        "do-not-disturb-off",
        "forward-set",
        "forward-ended",
        "own-number-told",
    }
)
_SHORTEST_PUBLIC_NUMBER = 7


class Known(msgspec.Struct, frozen=True):
    """What an address in an event stands for: the number to show, and the extension it is, if it is one."""

    number: str
    extension_key: UUID | None = None


class Facts(msgspec.Struct, frozen=True):
    """The columns of calls.Call that follow from its events and steps."""

    state: str
    result: str
    direction: str
    caller: str
    caller_name: str
    dialled: str
    disposition: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_seconds: int | None
    talk_seconds: int | None
    has_cdr: bool
    rated_cost: str
    approx_cost: str
    sell_cost: str
    quality: dict[str, float]
    journey: str
    journey_at: datetime | None
    reason: str
    extension_keys: list[UUID]


class Times(msgspec.Struct, frozen=True):
    """Epoch milliseconds and seconds."""

    started: int
    answered: int | None = None
    ended: int | None = None
    duration: int | None = None
    talked: int | None = None


def conclude(evidence: Evidence, steps: Sequence[Step], known: Mapping[str, Known]) -> Facts:
    """Return what the call's row shall say.

    known: what the addresses in the events stand for; looked at only for calls without steps.
    """
    state = _state(evidence, has_steps=bool(steps))
    reason = steps[-1].reason if steps else ""
    result = _result(evidence, reason) if state == "ended" else "unknown"
    was_answered = state == "connected" or result == "answered"
    times = _times(evidence, steps, was_answered=was_answered, is_over=state == "ended")
    said = _who(evidence, steps, known)
    cdr = evidence.cdr or Report()
    return Facts(
        state=state,
        result=result,
        direction=_direction(evidence, steps, said, known),
        caller=said.caller,
        caller_name=said.caller_name,
        dialled=said.dialled,
        disposition=cdr.disposition or (evidence.end or Report()).disposition,
        started_at=_moment(times.started),
        answered_at=None if times.answered is None else _moment(times.answered),
        ended_at=None if times.ended is None else _moment(times.ended),
        duration_seconds=_bounded(times.duration),
        talk_seconds=_bounded(times.talked),
        has_cdr=evidence.cdr is not None,
        rated_cost=cdr.rated_cost,
        approx_cost=cdr.approx_cost,
        sell_cost=cdr.sell_cost,
        quality=msgspec.to_builtins(cdr.quality),
        journey=one_line(steps),
        journey_at=steps[-1].at if steps else None,
        reason=reason,
        extension_keys=_extension_keys(steps, said, known),
    )


def _state(evidence: Evidence, *, has_steps: bool) -> str:
    """Ended is final; before that the newest active report counts, whatever came in which order."""
    if evidence.end or evidence.cdr or evidence.closed is not None:
        return "ended"
    if evidence.answer:
        # "answer" is said when an answered call ends, but some builds say it at the answer itself.
        return "ended" if evidence.connected else "connected"
    if evidence.active:
        return evidence.active.standing.value
    return "processing" if has_steps else "new"


def _result(evidence: Evidence, reason: str) -> str:
    """The CDR decides, then the last update; an answer by our own voice is what the journey says instead."""
    source = evidence.cdr or evidence.end or (evidence.answer if evidence.connected else None)
    result = source.result if source is not None else "unknown"
    if source is not None and reason == "caller-blocked":
        return "refused"  # the network calls it busy or failed, as the rule would have it
    if result in {"answered", "failed"} and reason in _NOT_ANSWERED:
        return _NOT_ANSWERED[reason]
    if result == "answered" and reason not in _ANSWERING:
        return "refused"
    return result or "unknown"


def _times(evidence: Evidence, steps: Sequence[Step], *, was_answered: bool, is_over: bool) -> Times:
    """With a CDR from it alone, so that lost updates change nothing; else the best the updates offer."""
    arrival = int(steps[0].at.timestamp() * 1000) if steps else evidence.received or 0
    if evidence.cdr is not None:
        return _times_of_cdr(evidence.cdr, evidence, arrival, was_answered=was_answered)
    started = evidence.started if evidence.started is not None else arrival
    answered = evidence.answered if was_answered else None
    last = evidence.end or evidence.answer
    if last is None or not is_over:
        # Still going on, or given up by the sweep: when that one ended, nobody knows.
        return Times(started, answered)
    ended = max(last.ended or last.at or arrival, started)
    talked = None if answered is None else max(0, ended - answered) // 1000
    return Times(started, answered, ended, (ended - started) // 1000, talked)


def _times_of_cdr(cdr: Report, evidence: Evidence, arrival: int, *, was_answered: bool) -> Times:
    ended, started = cdr.ended or cdr.at, cdr.started
    if not ended:
        ended = (started or arrival) + (cdr.duration or 0) * 1000
    if started is None:
        started = ended - cdr.duration * 1000 if cdr.duration is not None else evidence.started or arrival
    ended = max(ended, started)
    duration = cdr.duration if cdr.duration is not None else (ended - started) // 1000
    if not was_answered:
        return Times(started, None, ended, duration)
    answered = cdr.answered
    if answered is None and cdr.billed is not None:
        answered = max(started, ended - cdr.billed * 1000)
    talked = cdr.billed
    if talked is None and answered is not None:
        talked = max(0, ended - answered) // 1000
    return Times(started, answered, ended, duration, talked)


def _who(evidence: Evidence, steps: Sequence[Step], known: Mapping[str, Known]) -> Report:
    """Caller and dialled number: as the voice route understood them, else as the events name them."""
    if steps:
        first = steps[0]
        return Report(caller=first.caller, caller_name=first.caller_name, dialled=first.dialled)
    said = evidence.cdr or evidence.newest or Report()
    return Report(
        caller=_shown(said.caller, known), caller_name=said.caller_name, dialled=_shown(said.dialled, known)
    )


def _shown(address: str, known: Mapping[str, Known]) -> str:
    return known[address].number if address in known else address


def _direction(evidence: Evidence, steps: Sequence[Step], said: Report, known: Mapping[str, Known]) -> str:
    """Internal when both ends are extensions of the organization."""
    if steps:
        origin = {"subscriber": "inside", "outbound-api": "api"}.get(steps[0].direction, "inbound")
        dialled_inside = reached_extension(steps) or not _looks_public(said.dialled)
    else:
        origin = (evidence.newest or Report()).direction or (evidence.cdr or Report()).direction or "inbound"
        inside = {one.number for one in known.values() if one.extension_key is not None}
        dialled_inside = said.dialled in inside
        if dialled_inside and said.caller in inside:
            return "internal"
    if origin == "inside":
        return "internal" if dialled_inside else "outbound"
    return origin


def _looks_public(dialled: str) -> bool:
    return dialled.startswith("+") or len(dialled) >= _SHORTEST_PUBLIC_NUMBER


def _extension_keys(steps: Sequence[Step], said: Report, known: Mapping[str, Known]) -> list[UUID]:
    if steps:
        return sorted({key for step in steps for key in step.extension_keys})
    found = {one.extension_key for one in known.values() if one.number in {said.caller, said.dialled}}
    return sorted(key for key in found if key is not None)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _bounded(seconds: int | None) -> int | None:
    return None if seconds is None else min(max(seconds, 0), MAX_SECONDS)

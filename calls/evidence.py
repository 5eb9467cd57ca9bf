"""What the events of a call said, kept so that order, repeats and gaps make no difference.

`merge` takes the greater of two by a total order, field by field. So it is commutative, associative and
idempotent, and any delivery of the same events gives the same evidence.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TypeVar

import msgspec

MAX_SIP_CALL_IDS = 20


class Standing(enum.Enum):
    """How far a call is by one event's account."""

    UNCLEAR = "unclear"  # a status we do not know
    NEW = "new"
    PROCESSING = "processing"
    RINGING = "ringing"
    CONNECTED = "connected"
    ENDED = "ended"
    # The platform's final status of an answered call, but without an end time: see calls.fold.
    ANSWER_WITHOUT_END = "answer"


_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
ACTIVE = frozenset({Standing.NEW, Standing.PROCESSING, Standing.RINGING, Standing.CONNECTED})


class Quality(msgspec.Struct, frozen=True, omit_defaults=True):
    """Mean opinion scores (1 to 5) of both ways, round trip in ms; None when not measured."""

    rtt: float | None = None
    rx_mos: float | None = None
    tx_mos: float | None = None


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one event says about its call. Times are epoch milliseconds, texts are clean and bounded.

    at: by which reports of one call are ordered (the platform's clock).
    direction: "inbound", "inside" (from a phone), "internal", "api" or "".
    """

    standing: Standing = Standing.UNCLEAR
    at: int = 0
    caller: str = ""
    caller_name: str = ""
    dialled: str = ""
    direction: str = ""
    result: str = ""
    disposition: str = ""
    started: int | None = None
    answered: int | None = None
    ended: int | None = None
    duration: int | None = None
    billed: int | None = None
    rated_cost: str = ""
    approx_cost: str = ""
    sell_cost: str = ""
    quality: Quality = Quality()


class Identity(msgspec.Struct, frozen=True):
    """By what an event finds its call; the token is the key, the rest is for events without it."""

    token: str = ""
    remote_id: str = ""
    sip_call_ids: tuple[str, ...] = ()


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """The reports that count, out of all that were made about a call.

    newest: of all updates. active, answer, end: of those of that standing. received: when the first came, by
    our clock. closed: when the sweep gave the call up.
    """

    newest: Report | None = None
    active: Report | None = None
    answer: Report | None = None
    end: Report | None = None
    cdr: Report | None = None
    connected: bool = False
    started: int | None = None
    answered: int | None = None
    received: int | None = None
    closed: int | None = None
    remote_id: str = ""
    sip_call_ids: tuple[str, ...] = ()


NOTHING = Evidence()


def evidence_of_update(report: Report, identity: Identity, received: int) -> Evidence:
    return Evidence(
        newest=report,
        active=report if report.standing in ACTIVE else None,
        answer=report if report.standing is Standing.ANSWER_WITHOUT_END else None,
        end=report if report.standing is Standing.ENDED else None,
        connected=report.standing is Standing.CONNECTED,
        started=report.started,
        answered=report.answered,
        received=received,
        remote_id=identity.remote_id,
        sip_call_ids=identity.sip_call_ids,
    )


def evidence_of_cdr(report: Report, identity: Identity, received: int) -> Evidence:
    return Evidence(
        cdr=report, received=received, remote_id=identity.remote_id, sip_call_ids=identity.sip_call_ids
    )


def merge(one: Evidence, other: Evidence) -> Evidence:
    return Evidence(
        newest=_greater(one.newest, other.newest),
        active=_greater(one.active, other.active),
        answer=_greater(one.answer, other.answer),
        end=_greater(one.end, other.end),
        cdr=_greater(one.cdr, other.cdr),
        connected=one.connected or other.connected,
        started=_either(min, one.started, other.started),
        answered=_either(min, one.answered, other.answered),
        received=_either(min, one.received, other.received),
        closed=_either(max, one.closed, other.closed),
        remote_id=max(one.remote_id, other.remote_id),
        sip_call_ids=tuple(sorted({*one.sip_call_ids, *other.sip_call_ids})[:MAX_SIP_CALL_IDS]),
    )


def _greater(one: Report | None, other: Report | None) -> Report | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=_order)


def _order(report: Report) -> tuple[int, int, bytes]:
    # The last part only makes the order total: two different reports are never equal.
    return report.at, _RANKS[report.standing], msgspec.json.encode(report)


_T = TypeVar("_T")


def _either(choose: Callable[[_T, _T], _T], one: _T | None, other: _T | None) -> _T | None:
    if one is None or other is None:
        return one if other is None else other
    return choose(one, other)

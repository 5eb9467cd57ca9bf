"""The outbox: rows that say "this object may differ at Cloudonix". A leaf that every service may use.

A service that changes what Cloudonix holds calls, in its own transaction,

    outbox.enqueue(Topic.SUBSCRIBER, sip_account.key)
    outbox.enqueue(Topic.SUBSCRIBER, sip_account.key, frozen={"username": …, "remote_id": …})  # for a delete

and nothing else. A worker reads the object as it is then, compares it with Cloudonix and makes them equal,
so that order, repetition and coalescing do not matter. Secrets never travel in `frozen`.
"""

from __future__ import annotations

from cloudonix.outbox.claims import (
    claim_many,
    claim_next,
    free_stuck,
    is_superseded,
    next_due,
    park,
    postpone,
    release,
    settle,
    settle_all,
    superseded,
)
from cloudonix.outbox.enqueue import SWEEP, Frozen, ask, enqueue, enqueue_all
from cloudonix.outbox.models import ParkedAs, Topic

__all__ = [
    "SWEEP",
    "Frozen",
    "ParkedAs",
    "Topic",
    "ask",
    "claim_many",
    "claim_next",
    "enqueue",
    "enqueue_all",
    "free_stuck",
    "is_superseded",
    "next_due",
    "park",
    "postpone",
    "release",
    "settle",
    "settle_all",
    "superseded",
]

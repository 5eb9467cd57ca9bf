"""Draining an organization's outbox: one worker at a time, each item ending in a known state."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from cloudonix import outbox
from cloudonix.models import Connection, OutboxItem, Topic
from cloudonix.sync import health
from cloudonix.sync.attempts import Attempt
from cloudonix.sync.batches import Batch
from cloudonix.sync.clients import client_for
from cloudonix.sync.kinds import kinds_for
from cloudonix.sync.objects import mark_waiting
from cloudonix.sync.turns import BUSY, Turn, alone, lane_of
from opbx.crypto import SecretUnreadable
from tenants.context import current_organization

# From so many waiting items on, one long list is cheaper than a look at each; a batch is what a dead worker
# keeps claimed for a while.
MANY, BATCH = 8, 200
LOCK = 0x09BC  # the first half of our advisory lock; the second is the organization
KEY_UNREADABLE = (
    "The stored API key cannot be read with the keys in OPBX_KEY_RING. Enter it again and connect."
)


def drain() -> datetime | None:
    """Send what is due, and return when something is due next; None when nothing waits but for a person."""
    with alone(LOCK, current_organization().pk) as free:
        if not free:
            return timezone.now() + BUSY
        row = Connection.current()
        if row is None or not row.is_connected:
            if row is None or not row.is_checking:
                mark_waiting()
            return None  # connecting asks for this work again
        outbox.free_stuck()
        if not health.is_paused(row, timezone.now()):
            with lane_of(row) as has_lane:
                if not has_lane:
                    return timezone.now() + BUSY
                _drain(row)
        return _next_due(row)


def _drain(row: Connection) -> None:
    try:
        client, limiter = client_for(row)
    except SecretUnreadable:
        health.connection_lost(row, KEY_UNREADABLE)
        return
    kinds = kinds_for(client, row)
    turn = Turn(row)
    goes_on = True
    while goes_on and not turn.is_over:
        if items := _claim_many():
            goes_on = Batch(items, kinds[Topic(items[0].topic)], limiter, turn).make()
        elif (item := outbox.claim_next()) is not None:
            goes_on = Attempt(item, kinds[Topic(item.topic)], limiter, row).make()
        else:
            break


def _claim_many() -> list[OutboxItem]:
    for topic in Topic:
        if items := outbox.claim_many(topic, at_least=MANY, at_most=BATCH):
            return items
    return []


def _next_due(row: Connection) -> datetime | None:
    row.refresh_from_db(fields=["state", "paused_until"])
    due = outbox.next_due() if row.is_connected else None
    return max(due, row.paused_until) if due and row.paused_until else due

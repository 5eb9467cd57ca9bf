"""Draining an organization's outbox: one worker at a time, each item ending in a known state."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from cloudonix import outbox
from cloudonix.models import Connection
from cloudonix.sync import health
from cloudonix.sync.attempts import Attempt
from cloudonix.sync.batches import Batch
from cloudonix.sync.clients import client_for
from opbx.crypto import SecretUnreadable
from tenants.context import current_organization

# Shorter than the lease of due work (60 seconds), so that the same work is not handed out twice.
DRAIN_SECONDS = 40.0
BUSY = timedelta(seconds=5)
# From so many waiting items on, one long list is cheaper than a look at each; a batch is what a dead worker
# keeps claimed for a while.
MANY, BATCH = 8, 200
LOCK = 0x09BC  # the first half of our advisory lock; the second is the organization
KEY_UNREADABLE = (
    "The stored API key cannot be read with the keys in OPBX_KEY_RING. Enter it again and connect."
)


def drain() -> datetime | None:
    """Send what is due, and return when something is due next; None when nothing waits but for a person."""
    with _only_drainer() as alone:
        if not alone:
            return timezone.now() + BUSY
        row = Connection.current()
        if row is None or not row.is_connected:
            if row is None or not row.is_checking:
                health.mark_waiting()
            return None  # connecting asks for this work again
        outbox.free_stuck()
        if not health.is_paused(row, timezone.now()):
            _drain(row)
        return _next_due(row)


def _drain(row: Connection) -> None:
    try:
        client, limiter = client_for(row)
    except SecretUnreadable:
        health.connection_lost(row, KEY_UNREADABLE)
        return
    until = time.monotonic() + DRAIN_SECONDS
    goes_on = True
    while goes_on and time.monotonic() < until:
        if items := outbox.claim_many(at_least=MANY, at_most=BATCH):
            goes_on = Batch(items, client, limiter, row, until).make()
        elif (item := outbox.claim_next()) is not None:
            goes_on = Attempt(item, client, limiter, row).make()
        else:
            break


def _next_due(row: Connection) -> datetime | None:
    row.refresh_from_db(fields=["state", "paused_until"])
    due = outbox.next_due() if row.is_connected else None
    return max(due, row.paused_until) if due and row.paused_until else due


@contextmanager
def _only_drainer() -> Iterator[bool]:
    # A session's lock: PostgreSQL gives it back when the worker or its connection dies.
    place = [LOCK, current_organization().pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", place)
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", place)

"""Draining an organization's outbox: one worker and one item at a time, each ending in a known state."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixClient, CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.models import Connection, OutboxItem, ParkedAs
from cloudonix.sync import health, subscribers
from cloudonix.sync.clients import client_for
from cloudonix.sync.limiter import Limiter
from extensions.models import SipAccount
from opbx.crypto import SecretUnreadable
from opbx.logs import get_logger
from tenants.context import current_organization

log = get_logger(__name__)

# Shorter than the lease of due work (60 seconds), so that the same work is not handed out twice.
DRAIN_SECONDS = 40.0
BUSY = timedelta(seconds=5)
SHORTEST_DELAY, FIRST_DELAY, LONGEST_DELAY = 3.0, 3.0, 600.0
LOCK = 0x09BC  # the first half of our advisory lock; the second is the organization
KEY_REFUSED = "Cloudonix does not accept the API key any more. Enter a new key and connect again."
DOMAIN_GONE = "Cloudonix does not show the domain to this key any more. Check both and connect again."
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
    while goes_on and time.monotonic() < until and (item := outbox.claim_next()) is not None:
        goes_on = Attempt(item, client, limiter, row).make()


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


@dataclass
class Attempt:
    """One item, from the claim to its settling, postponing or parking."""

    item: OutboxItem
    client: CloudonixClient
    limiter: Limiter
    row: Connection

    def make(self) -> bool:
        """Try the item; False when the others should not be tried now."""
        try:
            synced = self._send()
        except Unavailable as error:
            return self._wait(error)
        except Misconfigured as error:
            return self._ask_about_the_domain(error)
        except Rejected as error:
            health.note_answer(self.row)
            self._park(ParkedAs.REJECTED, str(error))
            return True
        except SecretUnreadable as error:
            self._park(ParkedAs.INTERNAL, f"{error} Reset the SIP password, then retry.")
            return True
        except Exception as error:  # a poisoned item is set aside and never blocks its siblings
            log.exception("outbox_item_failed", topic=self.item.topic, object_key=str(self.item.object_key))
            self._park(ParkedAs.INTERNAL, f"OPBX failed on this ({type(error).__name__}); the log says more.")
            return True
        health.note_answer(self.row)
        self._settle(synced)
        return True

    def _send(self) -> subscribers.Synced | None:
        account = SipAccount.objects.select_related("extension").filter(key=self.item.object_key).first()
        if account is None:
            subscribers.remove(self.item.frozen, self.client)
            return None
        self.item.frozen = {"username": account.username, **self.item.frozen}
        return subscribers.push(account, self.client)

    @transaction.atomic
    def _settle(self, synced: subscribers.Synced | None) -> None:
        superseded = outbox.is_superseded(self.item)
        if synced is not None:
            fields = {
                "remote_id": synced.remote_id,
                "synced_digest": synced.digest,
                "synced_at": timezone.now(),
            }
            if not superseded:
                fields |= {"sync_state": SipAccount.SyncState.IN_SYNC, "sync_error": ""}
            if not self._account().update(**fields):
                # Deleted while we wrote it: its own item may not know the id that it has only now.
                frozen = {"username": self.item.frozen["username"], "remote_id": synced.remote_id}
                outbox.enqueue(outbox.Topic.SUBSCRIBER, self.item.object_key, frozen=frozen)
        outbox.settle(self.item)

    def _wait(self, error: Unavailable) -> bool:
        seconds = max(SHORTEST_DELAY, error.retry_after or 0.0)
        if error.is_rate_limit:
            self.limiter.slow_down()
            health.pause(self.row, seconds=seconds)
        else:
            health.note_silence(self.row)
        with transaction.atomic():
            delay = max(seconds, _jitter(self.item.attempts))
            if outbox.postpone(self.item, seconds=delay, reason=str(error)):
                self._account().update(sync_error=f"{error} OPBX keeps trying.")
            else:
                self._mark_failed(str(error))
        return not health.is_paused(self.row, timezone.now())

    def _ask_about_the_domain(self, error: Misconfigured) -> bool:
        """Tell one object that the key may not touch from a key or a domain that is good for nothing."""
        try:
            domain = self.client.get_domain()
        except Misconfigured:
            return self._lose_connection(KEY_REFUSED)
        except CloudonixError:
            return self._wait(Unavailable(str(error)))
        if domain is None:
            return self._lose_connection(DOMAIN_GONE)
        self._park(ParkedAs.MISCONFIGURED, str(error))
        return True

    def _lose_connection(self, sentence: str) -> bool:
        self._park(ParkedAs.MISCONFIGURED, sentence)
        health.connection_lost(self.row, sentence)
        return False

    @transaction.atomic
    def _park(self, parked_as: ParkedAs, reason: str) -> None:
        superseded = outbox.is_superseded(self.item)
        outbox.park(self.item, parked_as, reason)
        if not superseded:
            self._mark_failed(reason)
        log.warning(
            "outbox_item_parked",
            topic=self.item.topic,
            object_key=str(self.item.object_key),
            reason=parked_as,
        )

    def _mark_failed(self, reason: str) -> None:
        self._account().update(sync_state=SipAccount.SyncState.FAILED, sync_error=reason[:300])

    def _account(self) -> QuerySet[SipAccount]:
        return SipAccount.objects.filter(key=self.item.object_key)


def _jitter(attempts: int) -> float:
    """Seconds until the next attempt: anything up to a limit that doubles each time (full jitter)."""
    limit = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** (attempts + 1))
    return random.uniform(0, limit)  # noqa: S311 - spreads the retries of many items, hides nothing

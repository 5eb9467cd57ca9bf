"""One item of the outbox, from its claim to its settling, postponing or parking."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixClient, CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.models import Connection, OutboxItem, ParkedAs
from cloudonix.sync import health, subscribers
from cloudonix.sync.limiter import Limiter
from extensions.models import SipAccount
from opbx.crypto import SecretUnreadable
from opbx.logs import get_logger

log = get_logger(__name__)

SHORTEST_DELAY, FIRST_DELAY, LONGEST_DELAY = 3.0, 3.0, 600.0
KEY_REFUSED = "Cloudonix does not accept the API key any more. Enter a new key and connect again."
DOMAIN_GONE = "Cloudonix does not show the domain to this key any more. Check both and connect again."


@dataclass
class Attempt:
    """The one attempt that a claim allows."""

    item: OutboxItem
    client: CloudonixClient
    limiter: Limiter
    row: Connection

    def make(self, send: Callable[[], subscribers.Synced | None] | None = None) -> bool:
        """Try the item; False when the others should not be tried now.

        send: what makes both sides equal, where the caller knows already what Cloudonix has.
        """
        try:
            synced = (send or self._send)()
        except Unavailable as error:
            return self.wait(error)
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
        self.remember_name(account)
        return subscribers.push(account, self.client)

    def remember_name(self, account: SipAccount) -> None:
        """What a delete needs to know when the account is gone before its subscriber is settled."""
        self.item.frozen = {"username": account.username, **self.item.frozen}

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

    def wait(self, error: Unavailable) -> bool:
        """Put the item off; False when the others should wait too."""
        seconds = note_trouble(error, self.row, self.limiter)
        self.postpone(error, seconds=max(seconds, jitter(self.item.attempts)))
        return not health.is_paused(self.row, timezone.now())

    @transaction.atomic
    def postpone(self, error: Unavailable, *, seconds: float) -> None:
        """Try again after some seconds, unless this was the last attempt."""
        if outbox.postpone(self.item, seconds=seconds, reason=str(error)):
            self._account().update(sync_error=f"{error} OPBX keeps trying.")
        else:
            self._mark_failed(str(error))

    def _ask_about_the_domain(self, error: Misconfigured) -> bool:
        """Tell one object that the key may not touch from a key or a domain that is good for nothing."""
        try:
            domain = self.client.get_domain()
        except Misconfigured:
            return self._lose_connection(KEY_REFUSED)
        except CloudonixError:
            return self.wait(Unavailable(str(error)))
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


def note_trouble(error: Unavailable, row: Connection, limiter: Limiter) -> float:
    """Tell the breaker or the limiter about one request without a result; the seconds to wait at least."""
    seconds = max(SHORTEST_DELAY, error.retry_after or 0.0)
    if error.is_rate_limit:
        limiter.slow_down()
        health.pause(row, seconds=seconds)
    else:
        health.note_silence(row)
    return seconds


def jitter(attempts: int) -> float:
    """Seconds until the next attempt: anything up to a limit that doubles each time (full jitter)."""
    limit = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** (attempts + 1))
    return random.uniform(0, limit)  # noqa: S311 - spreads the retries of many items, hides nothing

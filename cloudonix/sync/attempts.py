"""One item of the outbox, from its claim to its settling, postponing or parking."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixError, Misconfigured, Rejected, Unavailable
from cloudonix.models import Connection, OutboxItem, ParkedAs
from cloudonix.outbox.synced import Synced, SyncState
from cloudonix.sync import deletions, equality, health
from cloudonix.sync.kind import AnyKind
from cloudonix.sync.limiter import Limiter
from cloudonix.sync.objects import living
from cloudonix.sync.settling import Done, settle
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
    kind: AnyKind
    limiter: Limiter
    connection: Connection

    def make(self, send: Callable[[], equality.Pushed | None] | None = None) -> bool:
        """Try the item; False when the others should not be tried now.

        send: what makes both sides equal, where the caller knows already what Cloudonix has.
        """
        try:
            pushed = (send or self._send)()
            health.note_answer(self.connection)
            settle(self.kind, [Done(self.item, pushed)])
        except Unavailable as error:
            return self.wait(error)
        except Misconfigured as error:
            return self._ask_about_the_domain(error)
        except Exception as error:  # noqa: BLE001 - a poisoned item is set aside and never blocks its siblings
            self._park(*self._reason_to_park(error))
        return True

    def _reason_to_park(self, error: Exception) -> tuple[ParkedAs, str]:
        match error:
            case Rejected():
                health.note_answer(self.connection)
                return ParkedAs.REJECTED, str(error)
            case deletions.Unconfirmed():
                return ParkedAs.UNCONFIRMED, str(error)
            case SecretUnreadable():
                return ParkedAs.INTERNAL, f"{error} {self.kind.secret_hint}"
        log.error(
            "outbox_item_failed",
            topic=self.item.topic,
            object_key=str(self.item.object_key),
            exc_info=error,
        )
        return ParkedAs.INTERNAL, f"OPBX failed on this ({type(error).__name__}); the log says more."

    def _send(self) -> equality.Pushed | None:
        row = self.kind.rows().filter(key=self.item.object_key).first()
        if row is None:
            self.remove()
            return None
        self.remember_name(row)
        return equality.push(self.kind, row)

    def remove(self, look_up: Callable[[str], Any | None] | None = None) -> None:
        """Delete the copy of what is gone. Raises deletions.Unconfirmed and what the client raises."""
        deletions.refuse_many(self.item)
        equality.remove(self.kind, self.item.frozen, look_up)

    def remember_name(self, row: Any) -> None:  # noqa: ANN401 - the kind's own row
        """What a delete needs to know when the row is gone before its copy is settled."""
        self.item.frozen = {self.kind.frozen_name: self.kind.name_of(row), **self.item.frozen}

    def wait(self, error: Unavailable) -> bool:
        """Put the item off; False when the others should wait too."""
        seconds = note_trouble(error, self.connection, self.limiter)
        self.postpone(error, seconds=max(seconds, jitter(self.item.attempts)))
        return not health.is_paused(self.connection, timezone.now())

    @transaction.atomic
    def postpone(self, error: Unavailable, *, seconds: float) -> None:
        """Try again after some seconds, unless this was the last attempt."""
        if outbox.postpone(self.item, seconds=seconds, reason=str(error)):
            self._row().update(sync_error=f"{error} OPBX keeps trying.")
        else:
            self._mark_failed(str(error))

    def _ask_about_the_domain(self, error: Misconfigured) -> bool:
        """Tell one object that the key may not touch from a key or a domain that is good for nothing."""
        try:
            domain = self.kind.client.get_domain()
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
        health.connection_lost(self.connection, sentence)
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
        self._row().update(sync_state=SyncState.FAILED, sync_error=reason[:300])

    def _row(self) -> QuerySet[Synced]:
        return living(self.kind.topic).filter(key=self.item.object_key)


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

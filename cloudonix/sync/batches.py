"""Many waiting items for few requests: one list tells what Cloudonix has, arrays create what it lacks.

Whatever is not plain goes the way of a single item (`Attempt.make`), which knows every kind of trouble.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixClient, CloudonixError, Subscriber, SubscriberSpec, Unavailable
from cloudonix.models import Connection, OutboxItem
from cloudonix.sync import health, subscribers
from cloudonix.sync.attempts import Attempt, jitter, note_trouble
from cloudonix.sync.limiter import Limiter
from extensions.models import SipAccount
from opbx.crypto import SecretUnreadable

CHUNK = 50  # subscribers in one POST

Send = Callable[[], subscribers.Synced | None]


@dataclass(frozen=True)
class New:
    """An account whose subscriber the list does not show."""

    attempt: Attempt
    account: SipAccount
    want: SubscriberSpec


@dataclass
class Batch:
    """Claimed items; each ends settled, postponed, parked or given back."""

    items: list[OutboxItem]
    client: CloudonixClient
    limiter: Limiter
    row: Connection
    until: float  # of time.monotonic()
    there: dict[str, Subscriber] = field(default_factory=dict)  # by msisdn
    new: list[New] = field(default_factory=list)
    single: list[tuple[Attempt, Send | None]] = field(default_factory=list)

    def make(self) -> bool:
        """Try the items; False when the others should not be tried now."""
        attempts = [Attempt(item, self.client, self.limiter, self.row) for item in self.items]
        try:
            self.there = {one.msisdn: one for one in self.client.list_subscribers()}
        except Unavailable as error:
            return self._wait_together(attempts, error)
        except (
            CloudonixError
        ):  # the key may not list, or is good for nothing: the first single item finds out
            self.single = [(attempt, None) for attempt in attempts]
            return self._make_singly()
        self._sort(attempts)
        goes_on = self._create_all()
        return self._make_singly() if goes_on else self._give_back(self.single)

    def _sort(self, attempts: Sequence[Attempt]) -> None:
        # Read after the claims: a change from now on has an item of its own.
        keys = [attempt.item.object_key for attempt in attempts]
        found = SipAccount.objects.select_related("extension").filter(key__in=keys)
        accounts = {account.key: account for account in found}
        for attempt in attempts:
            account = accounts.get(attempt.item.object_key)
            if account is None:
                frozen = attempt.item.frozen
                self.single.append(
                    (attempt, partial(subscribers.remove, frozen, self.client, self.there.get))
                )
            else:
                self._compare(attempt, account)

    def _compare(self, attempt: Attempt, account: SipAccount) -> None:
        try:
            want = subscribers.desired(account)
        except SecretUnreadable:
            self.single.append((attempt, None))
            return
        attempt.remember_name(account)
        have = self.there.get(want.msisdn)
        if have is None:
            self.new.append(New(attempt, account, want))
        else:
            self.single.append((attempt, partial(subscribers.correct, account, want, have, self.client)))

    def _create_all(self) -> bool:
        for place in range(0, len(self.new), CHUNK):
            if time.monotonic() >= self.until:
                outbox.release(new.attempt.item for new in self.new[place:])
                return False
            if not self._create(self.new[place : place + CHUNK]):
                outbox.release(new.attempt.item for new in self.new[place + CHUNK :])
                return False
        return True

    def _create(self, chunk: list[New]) -> bool:
        subscribers.mark_creating([new.account for new in chunk])
        try:
            made = self.client.create_subscribers([new.want for new in chunk])
        except Unavailable as error:
            return self._wait_together([new.attempt for new in chunk], error)
        except CloudonixError:  # refused as a whole; alone, each has its own reason
            made = {}
        for new in chunk:
            remote_id = made.get(new.want.msisdn)
            if remote_id is None:  # refused, or made without a word: looked at before it is repeated
                self.single.append((new.attempt, None))
            else:
                synced = subscribers.Synced(remote_id, subscribers.digest(new.want))
                new.attempt.make(partial(_as_answered, synced))
        return True

    def _make_singly(self) -> bool:
        for place, (attempt, send) in enumerate(self.single):
            if time.monotonic() >= self.until:
                return self._give_back(self.single[place:])
            if not attempt.make(send):
                return self._give_back(self.single[place + 1 :])
        return True

    def _wait_together(self, attempts: Sequence[Attempt], error: Unavailable) -> bool:
        """Put all off by the same time, so that they are due together again."""
        seconds = note_trouble(error, self.row, self.limiter)
        seconds = max(seconds, jitter(min(attempt.item.attempts for attempt in attempts)))
        for attempt in attempts:
            attempt.postpone(error, seconds=seconds)
        return not health.is_paused(self.row, timezone.now())

    def _give_back(self, rest: Sequence[tuple[Attempt, Send | None]]) -> bool:
        outbox.release(attempt.item for attempt, _ in rest)
        return False


def _as_answered(synced: subscribers.Synced) -> subscribers.Synced:
    return synced

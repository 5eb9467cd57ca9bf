"""Many waiting items of a kind for few requests: one list tells what Cloudonix has.

Where the kind allows it, what is lacking is created together. Whatever is not plain goes the way of a single item
(`Attempt.make`), which knows every kind of trouble.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixError, Unavailable
from cloudonix.models import OutboxItem
from cloudonix.sync import equality, health
from cloudonix.sync.attempts import Attempt, jitter, note_trouble
from cloudonix.sync.kind import AnyKind
from cloudonix.sync.limiter import Limiter
from cloudonix.sync.settling import Done, settle
from cloudonix.sync.turns import Turn
from opbx.crypto import SecretUnreadable

Send = Callable[[], equality.Pushed | None]


@dataclass(frozen=True)
class New:
    """A row of which the list shows no copy. want: the kind's own wish."""

    attempt: Attempt
    row: Any
    want: Any


@dataclass
class Batch:
    """Claimed items of one kind; each ends settled, postponed, parked or given back."""

    items: list[OutboxItem]
    kind: AnyKind
    limiter: Limiter
    turn: Turn
    there: dict[str, Any] = field(default_factory=dict)  # by name
    new: list[New] = field(default_factory=list)
    single: list[tuple[Attempt, Send | None]] = field(default_factory=list)

    def make(self) -> bool:
        """Try the items; False when the others should not be tried now."""
        attempts = [Attempt(item, self.kind, self.limiter, self.turn.connection) for item in self.items]
        try:
            self.there = self.kind.by_name(self.kind.list_all())
        except Unavailable as error:
            return self._wait_together(attempts, error)
        except CloudonixError:
            # The key may not list, or is good for nothing: the first single item finds out.
            self.single = [(attempt, None) for attempt in attempts]
            return self._make_singly()
        health.note_answer(self.turn.connection)
        self._sort(attempts)
        goes_on = self._create_all()
        return self._make_singly() if goes_on else self._give_back(self.single)

    def _sort(self, attempts: Sequence[Attempt]) -> None:
        # Read after the claims: a change from now on has an item of its own.
        keys = [attempt.item.object_key for attempt in attempts]
        rows = {row.key: row for row in self.kind.rows().filter(key__in=keys)}
        for attempt in attempts:
            row = rows.get(attempt.item.object_key)
            if row is None:
                self.single.append((attempt, partial(attempt.remove, self.there.get)))
            else:
                self._compare(attempt, row)

    def _compare(self, attempt: Attempt, row: Any) -> None:  # noqa: ANN401 - the kind's own row
        try:
            want = self.kind.desired(row)
        except (SecretUnreadable, CloudonixError):  # alone, it finds its own way to be told
            self.single.append((attempt, None))
            return
        attempt.remember_name(row)
        have = self.there.get(self.kind.name_of(row))
        if have is not None:
            self.single.append((attempt, partial(equality.correct, self.kind, row, want, have)))
        elif self.kind.at_once > 1:
            self.new.append(New(attempt, row, want))
        else:
            self.single.append((attempt, partial(equality.create, self.kind, row, want)))

    def _create_all(self) -> bool:
        size = self.kind.at_once
        for place in range(0, len(self.new), size):
            if self.turn.is_over:
                outbox.release(new.attempt.item for new in self.new[place:])
                return False
            if not self._create(self.new[place : place + size]):
                outbox.release(new.attempt.item for new in self.new[place + size :])
                return False
        return True

    def _create(self, chunk: list[New]) -> bool:
        equality.mark_creating(self.kind, [new.row for new in chunk])
        try:
            made = self.kind.create_many([new.want for new in chunk])
        except Unavailable as error:
            return self._wait_together([new.attempt for new in chunk], error)
        except CloudonixError:  # refused as a whole; alone, each has its own reason
            made = {}
        done = []
        for new in chunk:
            remote_id = made.get(self.kind.name_of(new.row))
            if remote_id is None:  # refused, or made without a word: looked at before it is repeated
                self.single.append((new.attempt, None))
            else:
                done.append((new.attempt, equality.Pushed(remote_id, equality.digest(self.kind, new.want))))
        self._settle(done)
        return True

    def _settle(self, done: Sequence[tuple[Attempt, equality.Pushed]]) -> None:
        if not done:
            return
        health.note_answer(self.turn.connection)
        try:
            settle(self.kind, [Done(attempt.item, pushed) for attempt, pushed in done])
        except DatabaseError:  # somebody else's lock, or a row that cannot be written: alone, the others can
            for attempt, pushed in done:
                attempt.make(partial(_as_answered, pushed))

    def _make_singly(self) -> bool:
        for place, (attempt, send) in enumerate(self.single):
            if self.turn.is_over:
                return self._give_back(self.single[place:])
            if not attempt.make(send):
                return self._give_back(self.single[place + 1 :])
        return True

    def _wait_together(self, attempts: Sequence[Attempt], error: Unavailable) -> bool:
        """Put all off by the same time, so that they are due together again."""
        seconds = note_trouble(error, self.turn.connection, self.limiter)
        seconds = max(seconds, jitter(min(attempt.item.attempts for attempt in attempts)))
        for attempt in attempts:
            attempt.postpone(error, seconds=seconds)
        return not health.is_paused(self.turn.connection, timezone.now())

    def _give_back(self, rest: Sequence[tuple[Attempt, Send | None]]) -> bool:
        outbox.release(attempt.item for attempt, _ in rest)
        return False


def _as_answered(pushed: equality.Pushed) -> equality.Pushed:
    return pushed

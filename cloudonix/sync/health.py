"""Whether the connection works: a breaker that leaves a silent Cloudonix alone, and how a connection ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.services import record
from cloudonix.models import Connection
from cloudonix.sync.objects import mark_waiting

# One organization's breaker: its key, its domain. Another organization's trouble never opens it.
OPENS_AFTER = 3
OPEN_FOR = timedelta(seconds=30)
SYNC = Actor.system("Cloudonix sync")


def note_answer(row: Connection) -> None:
    """Cloudonix answered: the breaker is closed."""
    if row.failures or row.paused_until:
        row.failures, row.paused_until = 0, None
        row.save(update_fields=["failures", "paused_until"])


def note_silence(row: Connection) -> None:
    """Cloudonix did not answer; from the third time in a row on, each silence is followed by a pause."""
    row.failures += 1
    if row.failures >= OPENS_AFTER:
        row.paused_until = timezone.now() + OPEN_FOR
    row.save(update_fields=["failures", "paused_until"])


def pause(row: Connection, *, seconds: float) -> None:
    """Cloudonix asked for a break."""
    row.paused_until = timezone.now() + timedelta(seconds=seconds)
    row.save(update_fields=["paused_until"])


def is_paused(row: Connection, now: datetime) -> bool:
    return row.paused_until is not None and row.paused_until > now


@transaction.atomic
def connection_lost(row: Connection, sentence: str) -> None:
    """The key or the domain stopped working: nothing is sent any more until somebody connects again."""
    row = Connection.objects.select_for_update().get(pk=row.pk)
    before, row.state, row.error = row.state, Connection.State.FAILED, sentence[:300]
    row.step = "check"  # where the next pairing begins, and what the page shows as failed
    row.save(update_fields=["state", "error", "step"])
    record(SYNC, "cloudonix.connection_lost", row, {"state": [before, row.state], "error": ["", row.error]})
    mark_waiting()

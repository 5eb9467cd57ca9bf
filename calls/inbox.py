"""From the shared inbox to calls: each event in a transaction of its own, in any order, by any worker."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Min
from django.utils import timezone

from calls.evidence import Evidence, Identity
from calls.services import record_event
from opbx.errors import BadPayload
from opbx.logs import get_logger
from tenants.context import current_organization
from tenants.models import InboxEvent

log = get_logger(__name__)

INBOX = "calls.inbox"
# A sweep stops after this long and comes back at once, so that a rush does not hold a worker.
SWEEP_SECONDS = 20.0
MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(minutes=15)

# Reads a body by its kind, with the time of receipt in epoch ms; raises BadPayload. Registered by cloudonix,
# which alone knows what the platform's events look like.
Reader = Callable[[str, str, int], tuple[Identity, Evidence]]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    _readers[:] = [reader]


def fold_inbox() -> datetime | None:
    """Fold what waits in the current organization's inbox; returns when the next event is due."""
    deadline = time.monotonic() + SWEEP_SECONDS
    while time.monotonic() < deadline and _fold_next():
        pass
    waiting = InboxEvent.objects.filter(organization=current_organization(), dead_at__isnull=True)
    # Also counts what another worker holds right now: if that one fails, the row is still looked after.
    due_at: datetime | None = waiting.aggregate(first=Min("due_at"))["first"]
    return due_at


def _fold_next() -> bool:
    """Claim and fold one event; False when there is none that nobody else holds."""
    with transaction.atomic():
        event = (
            InboxEvent.objects.select_for_update(skip_locked=True)
            .filter(organization=current_organization(), dead_at__isnull=True, due_at__lte=timezone.now())
            .order_by("due_at", "id")
            .first()
        )
        if event is None:
            return False
        try:
            with transaction.atomic():
                _fold(event)
        except (OperationalError, InterfaceError):
            raise  # the database, not the event: nothing was changed, and the sweep comes back
        except BadPayload as error:
            _bury(event, error)
        except Exception as error:  # one poisoned event must not stop the others
            log.exception("event_not_folded", inbox_event=event.pk, attempts=event.attempts + 1)
            _postpone(event, error)
        return True


def _fold(event: InboxEvent) -> None:
    received = int(event.received_at.timestamp() * 1000)
    who, evidence = _readers[0](event.kind, event.body, received)
    record_event(event, who, evidence)
    event.delete()


def _bury(event: InboxEvent, error: Exception) -> None:
    """Keep the event as a dead letter: no later attempt would read it better."""
    event.attempts += 1
    event.dead_at = timezone.now()
    event.last_error = str(error)
    event.save(update_fields=["attempts", "dead_at", "last_error"])
    log.warning("event_dead", inbox_event=event.pk, reason=str(error))


def _postpone(event: InboxEvent, error: Exception) -> None:
    if event.attempts + 1 >= MOST_ATTEMPTS:
        return _bury(event, error)
    event.attempts += 1
    longest = min(LONGEST_WAIT, timedelta(seconds=2**event.attempts))
    wait = max(1.0, random.random() * longest.total_seconds())  # noqa: S311 - spreads retries, keeps no secret
    event.due_at = timezone.now() + timedelta(seconds=wait)
    event.last_error = f"{type(error).__name__}: {error}"[:2000]
    event.save(update_fields=["attempts", "due_at", "last_error"])
    return None

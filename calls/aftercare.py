"""What no event tells: calls that fell silent, and steps of which no event came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from calls.models import Call
from calls.services import adopt_steps, give_up
from calls.sweeps import SILENCE_LIMIT

BATCH = 500
# How far back steps are looked for, and how often when nothing asks for it. The first must be the longer one.
STEPS_WINDOW = timedelta(hours=6)
STEPS_EVERY = timedelta(hours=1)
# Until then an event may still be on its way, and brings the call with it.
PATIENCE = timedelta(seconds=30)

# Sessions with steps that their call does not tell yet, or that no call stands for.
_UNTOLD = """
    SELECT step.session_token
    FROM calls_journeystep step LEFT JOIN calls_call call ON call.session_token = step.session_token
    WHERE step.at > %s
    GROUP BY step.session_token, call.id
    HAVING (call.id IS NULL AND max(step.at) < %s)
        OR (call.id IS NOT NULL AND (call.journey_at IS NULL OR max(step.at) > call.journey_at))
    LIMIT %s
"""


def close_silent_calls() -> datetime | None:
    """Close live calls that were silent for SILENCE_LIMIT; returns when the next one will have been."""
    now = timezone.now()
    since = now - SILENCE_LIMIT
    silent = Call.objects.live().filter(last_update_at__lte=since).order_by("last_update_at")
    for token in list(silent.values_list("session_token", flat=True)[:BATCH]):
        with transaction.atomic():
            give_up(token, since, now)
    first: datetime | None = Call.objects.live().aggregate(first=Min("last_update_at"))["first"]
    # Never None: a call that begins at this moment asks for a later time, which must not be lost.
    return (first or now) + SILENCE_LIMIT


def tell_late_steps() -> datetime | None:
    """Tell calls anew whose steps came after their last event, and those that never had an event."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, [now - STEPS_WINDOW, now - PATIENCE, BATCH])
        tokens = [row[0] for row in cursor.fetchall()]
    for token in tokens:
        with transaction.atomic():
            adopt_steps(token)
    return now if len(tokens) == BATCH else now + STEPS_EVERY

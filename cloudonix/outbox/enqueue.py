"""Putting objects into the outbox, in the transaction of the change that made them stale."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from django.db import connection
from django.db.transaction import TransactionManagementError

from cloudonix.outbox.models import Topic
from tenants.due import make_due

SWEEP = "cloudonix.outbox"  # the kind of due work that drains the outbox
Frozen = Mapping[str, str]

# A parked row of the same object is superseded: the object is tried again from the beginning. What a delete
# froze is never lost to a later row that froze nothing.
_UPSERT = """
    WITH superseded AS (
        DELETE FROM cloudonix_outboxitem
        WHERE topic = %(topic)s AND object_key = ANY(%(keys)s::uuid[]) AND parked_as <> ''
        RETURNING object_key, frozen
    )
    INSERT INTO cloudonix_outboxitem AS item
        (topic, object_key, frozen, due_at, attempts, parked_as, last_error, created_at)
    SELECT %(topic)s, wish.object_key, COALESCE(NULLIF(wish.frozen::jsonb, '{}'), superseded.frozen, '{}'),
           now(), 0, '', '', now()
    FROM unnest(%(keys)s::uuid[], %(frozen)s::text[]) AS wish (object_key, frozen)
    LEFT JOIN superseded USING (object_key)
    ON CONFLICT (topic, object_key) WHERE claimed_at IS NULL AND parked_as = ''
    DO UPDATE SET due_at = LEAST(item.due_at, EXCLUDED.due_at), attempts = 0, last_error = '',
                  frozen = COALESCE(NULLIF(EXCLUDED.frozen, '{}'), item.frozen)
"""


def enqueue(topic: Topic, object_key: uuid.UUID, frozen: Frozen | None = None) -> None:
    """Say that one object may differ at Cloudonix; repeated saves coalesce into one row.

    frozen: what is needed once the object is gone (its names over there, never a secret).
    Raises TransactionManagementError outside a transaction: no change without its item.
    """
    enqueue_all(topic, {object_key: frozen or {}})


def enqueue_all(topic: Topic, objects: Mapping[uuid.UUID, Frozen]) -> None:
    """`enqueue` for many objects (key → frozen) in one statement."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("An outbox item is written in the transaction of its change.")
    if objects:
        with connection.cursor() as cursor:
            cursor.execute(
                _UPSERT,
                {
                    "topic": topic.value,
                    "keys": list(objects),
                    "frozen": [json.dumps(dict(frozen)) for frozen in objects.values()],
                },
            )
    ask()


def ask() -> None:
    """Have the outbox drained soon, whatever is in it."""
    make_due(SWEEP)

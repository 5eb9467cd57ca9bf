"""Noting that objects are as they should be, for one or for many in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cloudonix import outbox
from cloudonix.models import OutboxItem
from cloudonix.outbox.synced import SyncState
from cloudonix.sync.equality import Pushed
from cloudonix.sync.kind import AnyKind
from cloudonix.sync.objects import living

WRITTEN = ("remote_id", "synced_digest", "synced_at", "sync_state", "sync_error")


@dataclass(frozen=True)
class Done:
    """A claimed item whose object is right. pushed: None when it is gone on both sides."""

    item: OutboxItem
    pushed: Pushed | None


@transaction.atomic
def settle(kind: AnyKind, done: Sequence[Done]) -> None:
    """Remember what was pushed and end the claims; the number of statements is the same for any number of items.

    A row that was changed meanwhile has a newer item and keeps its state; of one that was deleted meanwhile the
    copy is deleted by another item.
    """
    pushed = {one.item.object_key: one.pushed for one in done if one.pushed is not None}
    rows = list(living(kind.topic).filter(key__in=pushed).select_for_update().order_by("pk"))
    # After the lock: whoever changed a row before it has committed the newer item along with the change.
    changed = outbox.superseded([one.item for one in done])
    now = timezone.now()
    for row in rows:
        row.remote_id, row.synced_digest, row.synced_at = (
            pushed[row.key].remote_id,
            pushed[row.key].digest,
            now,
        )
        if row.key not in changed:
            row.sync_state, row.sync_error = SyncState.IN_SYNC, ""
    if rows:
        living(kind.topic).bulk_update(rows, WRITTEN)
    _delete_copies(kind, done, {row.key for row in rows})
    outbox.settle_all([one.item for one in done])


def _delete_copies(kind: AnyKind, done: Sequence[Done], there: set[object]) -> None:
    for one in done:
        if one.pushed is not None and one.item.object_key not in there:
            # Deleted while we wrote it: its own item may not know the id that it has only now.
            frozen = {kind.frozen_name: one.item.frozen[kind.frozen_name], "remote_id": one.pushed.remote_id}
            outbox.enqueue(kind.topic, one.item.object_key, frozen=frozen)

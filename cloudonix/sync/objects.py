"""The tables whose rows Cloudonix holds a copy of, and what is done to all of them at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from cloudonix import outbox
from cloudonix.models import OutboxItem, Topic
from cloudonix.outbox.synced import Synced, SyncState
from extensions.models import SipAccount
from routing.models import PhoneNumber, Trunk

# Which rows shall be there; what is deleted, for good or for a month, shall not.
_LIVING: dict[Topic, type[SipAccount | PhoneNumber | Trunk]] = {
    Topic.SUBSCRIBER: SipAccount,
    Topic.NUMBER: PhoneNumber,
    Topic.TRUNK: Trunk,
}


def living(topic: Topic) -> QuerySet[Synced]:
    """The rows of a topic that Cloudonix should know."""
    return _LIVING[topic].objects.all()


def living_keys(topic: Topic) -> QuerySet[Synced, uuid.UUID]:
    return living(topic).values_list("key", flat=True)


def ask_for_everything() -> None:
    """Compare all objects with Cloudonix, and try again what was set aside."""
    for topic in Topic:
        living(topic).update(sync_state=SyncState.PENDING, sync_error="")
        waiting = OutboxItem.objects.filter(topic=topic).values_list("object_key", flat=True)
        outbox.enqueue_all(topic, {key: {} for key in {*living_keys(topic), *waiting}})


def ask_for(topic: Topic, keys: Iterable[uuid.UUID]) -> None:
    """Compare some objects with Cloudonix."""
    wanted = set(keys)
    living(topic).filter(key__in=wanted).update(sync_state=SyncState.PENDING, sync_error="")
    outbox.enqueue_all(topic, {key: {} for key in wanted})


def mark_waiting() -> None:
    """Without a connection nothing is syncing; the items stay and are sent when there is one."""
    for topic in Topic:
        pending = living(topic).filter(sync_state=SyncState.PENDING)
        pending.update(sync_state=SyncState.NOT_CONNECTED, sync_error="")


def forget_remote() -> None:
    """The ids of one domain mean nothing in another: forget them, and the deletes that were waiting for it."""
    for model in _LIVING.values():
        model._base_manager.update(remote_id="", synced_digest="", synced_at=None)  # noqa: SLF001 - deleted ones too
    for topic in Topic:
        OutboxItem.objects.filter(topic=topic).exclude(object_key__in=living_keys(topic)).delete()

"""How far the sync is, and what of it waits for a person; the Cloudonix pages show it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from cloudonix.models import OutboxItem, ParkedAs, Topic
from cloudonix.outbox.synced import Synced, SyncState
from cloudonix.sync.kinds import KINDS
from cloudonix.sync.objects import living
from extensions.models import SipAccount
from opbx.web.formats import phone_words
from routing.models import PhoneNumber, Trunk

NOUNS = {Topic.SUBSCRIBER: "SIP accounts", Topic.NUMBER: "Phone numbers", Topic.TRUNK: "Trunks"}
GONE = {Topic.SUBSCRIBER: "A SIP account", Topic.NUMBER: "A phone number", Topic.TRUNK: "A trunk"}


@dataclass(frozen=True)
class SyncCounts:
    total: int
    in_sync: int
    pending: int
    failed: int

    def __add__(self, other: SyncCounts) -> SyncCounts:
        return SyncCounts(
            self.total + other.total,
            self.in_sync + other.in_sync,
            self.pending + other.pending,
            self.failed + other.failed,
        )


@dataclass(frozen=True)
class Parked:
    """An item that waits for a person. url: "" when its object is gone."""

    item_id: int
    kind: str
    name: str
    url: str
    reason: str
    error: str
    since: datetime


def counts_by_topic() -> dict[Topic, SyncCounts]:
    return {topic: _counts(topic) for topic in Topic}


def sync_counts() -> SyncCounts:
    """Of all objects that Cloudonix holds copies of."""
    return sum(counts_by_topic().values(), SyncCounts(0, 0, 0, 0))


def counts_in_words() -> list[tuple[str, SyncCounts]]:
    """Such as ("Phone numbers", counts), for each kind of object that exists."""
    return [(NOUNS[topic], counts) for topic, counts in counts_by_topic().items() if counts.total]


def parked_items() -> list[Parked]:
    """What was set aside, the oldest first. Deletions that wait for a word have a place of their own."""
    parked = OutboxItem.objects.exclude(parked_as__in=[ParkedAs.NOT_PARKED, ParkedAs.UNCONFIRMED])
    items = list(parked.order_by("created_at")[:100])
    rows: dict[uuid.UUID, Synced] = {}
    for topic in {item.topic for item in items}:
        rows |= rows_by_key(Topic(topic), [item.object_key for item in items])
    return [_parked(item, rows.get(item.object_key)) for item in items]


def rows_by_key(topic: Topic, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Synced]:
    """The living rows with these keys, with what `shown` reads."""
    found: QuerySet[Any] = living(topic)
    if topic == Topic.SUBSCRIBER:
        found = SipAccount.objects.defer("secret").select_related("extension")
    return {row.key: row for row in found.filter(key__in=keys)}


def shown(row: Synced) -> tuple[str, str]:
    """What people call an object, and its page."""
    match row:
        case SipAccount():
            return row.username, reverse("extensions:detail", args=[row.extension.number])
        case PhoneNumber():
            digits = row.e164.removeprefix("+")
            return phone_words(row.e164), reverse("routing:number_detail", args=[digits])
        case Trunk():
            return row.name, reverse("trunks:detail", args=[row.name])
    raise TypeError(type(row).__name__)


def _counts(topic: Topic) -> SyncCounts:
    return SyncCounts(
        **living(topic).aggregate(
            total=Count("pk"),
            in_sync=Count("pk", filter=Q(sync_state=SyncState.IN_SYNC)),
            pending=Count("pk", filter=Q(sync_state=SyncState.PENDING)),
            failed=Count("pk", filter=Q(sync_state=SyncState.FAILED)),
        )
    )


def _parked(item: OutboxItem, row: Synced | None) -> Parked:
    topic = Topic(item.topic)
    name, url = shown(row) if row else (_name_of_gone(item, topic), "")
    return Parked(
        item_id=item.pk,
        kind=topic.label,
        name=name,
        url=url,
        reason=item.get_parked_as_display(),
        error=item.last_error,
        since=item.created_at,
    )


def _name_of_gone(item: OutboxItem, topic: Topic) -> str:
    name = item.frozen.get(KINDS[topic].frozen_name, "")
    return f"{phone_words(name) or GONE[topic]} (deleted)"

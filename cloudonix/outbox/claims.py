"""What the one worker of an organization does with items: claim, then settle, postpone or park.

A claim is committed before the first request, so no transaction is open while Cloudonix is asked. A claimed
row does not coalesce: an edit meanwhile makes a new open row, and then the claim ends in favour of that one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from cloudonix.outbox.models import OutboxItem, ParkedAs, Topic

MAX_ATTEMPTS = 12
# An item that failed more often is tried alone: it may be what spoils the requests of many.
ATTEMPTS_TOGETHER = 3
# A worker that dies between Cloudonix's answer and our note leaves its claim; no item takes this long.
CLAIM_LASTS = timedelta(minutes=10)
ERROR_LENGTH = 300


def claim_next() -> OutboxItem | None:
    """Take the item that has been due longest; None when nothing is due."""
    now = timezone.now()
    with transaction.atomic():
        item = (
            _open()
            .filter(due_at__lte=now)
            .select_for_update(skip_locked=True)
            .order_by("due_at", "id")
            .first()
        )
        if item is not None:
            item.claimed_at = now
            item.save(update_fields=["claimed_at"])
    return item


def claim_many(topic: Topic, *, at_least: int, at_most: int) -> list[OutboxItem]:
    """Take due items of a topic that did not fail often, oldest first; none when there are fewer than at_least."""
    now = timezone.now()
    with transaction.atomic():
        due = _open().filter(topic=topic, due_at__lte=now, attempts__lt=ATTEMPTS_TOGETHER)
        items = list(due.select_for_update(skip_locked=True).order_by("due_at", "id")[:at_most])
        if len(items) < at_least:
            return []
        OutboxItem.objects.filter(pk__in=[item.pk for item in items]).update(claimed_at=now)
    for item in items:
        item.claimed_at = now
    return items


def release(items: Iterable[OutboxItem]) -> None:
    """Give back claims that nothing was tried with; they keep their place."""
    for item in items:
        _reopen(item, due_at=item.due_at, attempts=item.attempts, reason=item.last_error)


def settle(item: OutboxItem) -> None:
    """The object is as it should be."""
    settle_all([item])


def settle_all(items: Sequence[OutboxItem]) -> None:
    """`settle` for many items in one statement."""
    # Only our own claims: one may have been given back and taken by another worker meanwhile.
    mine = {item.claimed_at for item in items}
    OutboxItem.objects.filter(pk__in=[item.pk for item in items], claimed_at__in=mine).delete()


def postpone(item: OutboxItem, *, seconds: float, reason: str) -> bool:
    """Try the item again after some seconds; False when that was the last attempt: then it is parked."""
    if item.attempts + 1 >= MAX_ATTEMPTS:
        park(item, ParkedAs.EXHAUSTED, reason)
        return False
    due_at = timezone.now() + timedelta(seconds=seconds)
    _reopen(item, due_at=due_at, attempts=item.attempts + 1, reason=reason)
    return True


def park(item: OutboxItem, parked_as: ParkedAs, reason: str) -> None:
    """Set the item aside until a person, or the next change of its object, asks for it again."""
    with transaction.atomic():
        if _hand_over(item):
            return
        same = OutboxItem.objects.filter(topic=item.topic, object_key=item.object_key).exclude(parked_as="")
        same.exclude(pk=item.pk).delete()
        _claimed(item).update(
            claimed_at=None, parked_as=parked_as, attempts=item.attempts + 1, last_error=reason[:ERROR_LENGTH]
        )


def is_superseded(item: OutboxItem) -> bool:
    """Whether the object changed again after this claim, so that its newer row has the last word."""
    return bool(superseded([item]))


def superseded(items: Sequence[OutboxItem]) -> set[uuid.UUID]:
    """The keys of objects that changed again after the claims of these items, which are all of one topic."""
    topics = {item.topic for item in items}
    keys = [item.object_key for item in items]
    return set(_open().filter(topic__in=topics, object_key__in=keys).values_list("object_key", flat=True))


def free_stuck() -> None:
    """Give back the items of a worker that died; dying counts as an attempt."""
    for item in OutboxItem.objects.filter(claimed_at__lt=timezone.now() - CLAIM_LASTS):
        postpone(item, seconds=0, reason="The worker stopped while it worked on this.")


def next_due() -> datetime | None:
    """When the outbox has something to do again; None when it is empty but for parked items."""
    moments = [_open().aggregate(at=Min("due_at"))["at"]]
    claimed = OutboxItem.objects.filter(claimed_at__isnull=False).aggregate(at=Min("claimed_at"))["at"]
    moments.append(claimed + CLAIM_LASTS if claimed else None)
    return min((moment for moment in moments if moment is not None), default=None)


def _open() -> QuerySet[OutboxItem]:
    return OutboxItem.objects.filter(claimed_at__isnull=True, parked_as="")


def _claimed(item: OutboxItem) -> QuerySet[OutboxItem]:
    # Only our own claim: it may have been given back and taken by another worker meanwhile.
    return OutboxItem.objects.filter(pk=item.pk, claimed_at=item.claimed_at)


def _reopen(item: OutboxItem, *, due_at: datetime, attempts: int, reason: str) -> None:
    try:
        with transaction.atomic():
            _claimed(item).update(
                claimed_at=None, due_at=due_at, attempts=attempts, last_error=reason[:ERROR_LENGTH]
            )
    except IntegrityError:
        # The object changed meanwhile and has an open row of its own.
        with transaction.atomic():
            _hand_over(item)


def _hand_over(item: OutboxItem) -> bool:
    """Drop the claim in favour of a newer open row of the object, which inherits what was frozen."""
    newer = _open().filter(topic=item.topic, object_key=item.object_key).select_for_update().first()
    if newer is None:
        return False
    if item.frozen and not newer.frozen:
        newer.frozen = item.frozen
        newer.save(update_fields=["frozen"])
    _claimed(item).delete()
    return True

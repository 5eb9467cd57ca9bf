"""The outbox: coalescing, claims and what becomes of them."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cloudonix import outbox
from cloudonix.models import OutboxItem, ParkedAs, Topic
from tenants.models import DueWork

KEY = uuid.UUID(int=7)
FROZEN = {"username": "101_acme", "remote_id": "12"}

pytestmark = pytest.mark.usefixtures("in_acme")


def put(frozen: dict[str, str] | None = None) -> None:
    with transaction.atomic():
        outbox.enqueue(Topic.SUBSCRIBER, KEY, frozen)


def test_repeated_saves_are_one_row_that_is_due(acme):
    put()
    put()

    assert OutboxItem.objects.count() == 1
    assert DueWork.objects.filter(organization=acme, kind=outbox.SWEEP).exists()


def test_a_change_that_is_rolled_back_takes_its_item_along():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the change that fails after its item
        outbox.enqueue(Topic.SUBSCRIBER, KEY)
        raise ZeroDivisionError

    assert OutboxItem.objects.count() == 0


@pytest.mark.parametrize("first", [FROZEN, None])
def test_what_a_delete_froze_is_kept_whatever_comes_after(first):
    put(first)
    put(FROZEN if first is None else None)

    assert OutboxItem.objects.get().frozen == FROZEN


def test_a_claimed_item_is_not_handed_out_again():
    put()

    assert outbox.claim_next() is not None
    assert outbox.claim_next() is None


def test_an_edit_during_a_claim_is_a_second_item_that_outlives_the_first():
    put(FROZEN)
    claimed = outbox.claim_next()
    put()

    assert outbox.is_superseded(claimed)
    outbox.settle(claimed)

    assert OutboxItem.objects.get().claimed_at is None


@pytest.mark.parametrize("end", ["postpone", "park"])
def test_a_claim_that_ends_badly_hands_over_to_the_newer_item(end):
    put(FROZEN)
    claimed = outbox.claim_next()
    put()

    if end == "postpone":
        outbox.postpone(claimed, seconds=60, reason="silence")
    else:
        outbox.park(claimed, ParkedAs.REJECTED, "refused")

    item = OutboxItem.objects.get()
    assert (item.parked_as, item.attempts, item.frozen) == ("", 0, FROZEN)
    assert item.due_at <= timezone.now()


def test_a_postponed_item_waits_and_counts():
    put()
    claimed = outbox.claim_next()

    assert outbox.postpone(claimed, seconds=60, reason="silence")

    assert outbox.claim_next() is None
    assert OutboxItem.objects.get().attempts == 1
    assert timezone.now() + timedelta(seconds=50) < outbox.next_due()


def test_the_twelfth_failure_parks():
    put()
    OutboxItem.objects.update(attempts=11)

    assert not outbox.postpone(outbox.claim_next(), seconds=1, reason="silence")

    assert OutboxItem.objects.get().parked_as == "exhausted"
    assert outbox.next_due() is None


def test_a_parked_item_waits_until_its_object_changes_and_then_begins_anew():
    put(FROZEN)
    outbox.park(outbox.claim_next(), ParkedAs.REJECTED, "refused")
    assert outbox.claim_next() is None

    put()

    item = OutboxItem.objects.get()
    assert (item.parked_as, item.attempts, item.frozen) == ("", 0, FROZEN)


def test_a_dead_workers_claim_is_freed_and_its_late_word_is_not_heard():
    put()
    dead = outbox.claim_next()
    long_ago = timezone.now() - timedelta(minutes=11)
    OutboxItem.objects.update(claimed_at=long_ago)
    dead.claimed_at = long_ago

    outbox.free_stuck()
    outbox.settle(dead)

    assert outbox.claim_next() is not None


def test_the_oldest_wish_is_served_first():
    keys = [uuid.UUID(int=number) for number in (3, 1, 2)]
    for age, key in enumerate(keys):
        with transaction.atomic():
            outbox.enqueue(Topic.SUBSCRIBER, key)
        OutboxItem.objects.filter(object_key=key).update(due_at=timezone.now() - timedelta(minutes=10 - age))

    assert [outbox.claim_next().object_key for _ in keys] == keys

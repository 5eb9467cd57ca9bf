"""Many deletions at once reach Cloudonix only after a person said that they are meant."""

from __future__ import annotations

import pytest
from django.db import transaction

from cloudonix import outbox
from cloudonix.models import OutboxItem
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from extensions.models import Extension

NUMBERS = [str(number) for number in range(101, 121)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


@pytest.fixture
def twenty(connected, add_account, domain):
    accounts = [add_account(number) for number in NUMBERS]
    drain()
    assert len(domain.subscribers()) == 20
    return accounts


def delete(accounts, *, apart: bool = False) -> None:
    for account in accounts:
        account.refresh_from_db()
        with transaction.atomic():
            frozen = {"username": account.username, "remote_id": account.remote_id}
            outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key, frozen=frozen)
            Extension.objects.filter(pk=account.extension_id).delete()


@pytest.mark.parametrize(("count", "goes"), [(1, True), (5, True), (6, False), (20, False)])
def test_more_than_five_and_more_than_a_fifth_wait(twenty, gate, domain, count, goes):
    delete(twenty[:count])
    gate.seen.clear()

    assert drain() is None

    assert len(domain.subscribers()) == (20 - count if goes else 20)
    assert OutboxItem.objects.filter(parked_as="unconfirmed").count() == (0 if goes else count)
    assert any(line.startswith("DELETE") for line in gate.seen) == goes


def test_asking_again_is_no_way_around(twenty, domain, in_acme):
    from audit.actors import Actor
    from cloudonix.services import retry_parked

    delete(twenty[:9])
    drain()

    for _ in range(2):
        retry_parked(Actor.system("test"), OutboxItem.objects.first().pk)
        drain()
        retry_parked(Actor.system("test"))
        drain()

    assert len(domain.subscribers()) == 20
    assert OutboxItem.objects.filter(parked_as="unconfirmed").count() == 9


def test_the_reason_says_how_many(twenty):
    delete(twenty[:9])
    drain()

    assert OutboxItem.objects.first().last_error.startswith("OPBX would delete 9 of 20 at Cloudonix.")

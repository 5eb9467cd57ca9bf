"""Many waiting SIP accounts cost few requests, and one that is odd never holds up the others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cloudonix import outbox
from cloudonix.api import CloudonixClient
from cloudonix.models import OutboxItem
from cloudonix.sync import limiter, subscribers, turns
from cloudonix.sync.dispatch import drain
from extensions.models import SipAccount
from extensions.services import delete_extension

NUMBERS = [str(number) for number in range(101, 113)]
NAMES = {f"{number}_acme" for number in NUMBERS}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    """The limiter has tests of its own; here it only costs time."""
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)
    monkeypatch.setattr(limiter, "REQUESTS_WHILE_SLOW", 10_000)


@pytest.fixture
def accounts(connected, add_account) -> list[SipAccount]:
    return [add_account(number) for number in NUMBERS]


def stale(accounts: list[SipAccount]) -> None:
    with transaction.atomic():
        outbox.enqueue_all(outbox.Topic.SUBSCRIBER, {account.key: {} for account in accounts})


def equal_on_both_sides(domain) -> bool:
    there = domain.ask("GET", "/subscribers") or []
    ours = SipAccount.objects.filter(sync_state="in_sync")
    return (
        OutboxItem.objects.count() == 0
        and {(one["msisdn"], str(one["id"])) for one in there}
        == set(ours.values_list("username", "remote_id"))
        and {(one["msisdn"], one["sipPassword"]) for one in there}
        == {(account.username, account.get_secret("secret").reveal()) for account in ours}
    )


@pytest.mark.parametrize("empty", ["[]", "404"])
def test_new_accounts_cost_two_requests_together(accounts, simulator, gate, domain, empty):
    simulator.control("/switches", {"empty_list_404": empty == "404"})
    try:
        assert drain() is None
    finally:
        simulator.control("/switches", {"empty_list_404": False})

    assert gate.seen == ["GET subscribers", "POST subscribers"]
    assert set(domain.subscribers()) == NAMES
    assert equal_on_both_sides(domain)


def test_a_full_array_takes_no_more_statements_than_a_small_one(connected, gate, add_account):
    counts = []
    for numbers in (range(200, 210), range(300, 340)):
        for number in numbers:
            add_account(str(number))
        with CaptureQueriesContext(connection) as statements:
            drain()
        counts.append(len(statements))

    assert counts[0] == counts[1]
    assert set(SipAccount.objects.values_list("sync_state", flat=True)) == {"in_sync"}


def test_an_account_that_cannot_be_settled_is_parked_and_the_others_of_its_array_are_in_sync(accounts, gate):
    """An id that PostgreSQL cannot hold."""
    made = [{"id": n, "msisdn": account.username} for n, account in enumerate(accounts, 5000)]
    made[3]["id"] = "5\x00"
    gate.spoil("POST", "/subscribers", status=200, body=json.dumps(made).encode())

    drain()

    assert OutboxItem.objects.get().object_key == accounts[3].key
    assert OutboxItem.objects.get().parked_as == "internal"
    states = dict(SipAccount.objects.values_list("username", "sync_state"))
    assert states.pop(accounts[3].username) == "failed"
    assert set(states.values()) == {"in_sync"}


def test_an_account_deleted_during_the_array_leaves_nothing_behind(
    accounts, domain, monkeypatch, actor_for, owner
):
    create = CloudonixClient.create_subscribers

    def delete_meanwhile(client, specs):
        made = create(client, specs)
        delete_extension(actor_for(owner), accounts[0].extension)
        return made

    monkeypatch.setattr(CloudonixClient, "create_subscribers", delete_meanwhile)

    drain()
    drain()

    assert set(domain.subscribers()) == NAMES - {"101_acme"}
    assert equal_on_both_sides(domain)


def test_what_is_there_already_is_compared_changed_and_deleted_by_the_list(accounts, gate, domain):
    drain()
    gate.seen.clear()
    changed, gone = accounts[0], accounts[1]
    changed.extension.first_name = "Ben"
    changed.extension.save()
    gone.refresh_from_db()
    stale(accounts)
    with transaction.atomic():
        frozen = {"username": gone.username, "remote_id": gone.remote_id}
        outbox.enqueue(outbox.Topic.SUBSCRIBER, gone.key, frozen=frozen)
        gone.extension.delete()

    assert drain() is None

    assert sorted(line.split()[0] for line in gate.seen) == ["DELETE", "GET", "PUT"]
    assert domain.subscribers()["101_acme"]["profile"] == {"display-name": "Ben"}
    assert equal_on_both_sides(domain)


def test_an_element_that_is_refused_is_parked_alone_with_its_reason(accounts, gate, domain):
    too_long = "x" * 64
    SipAccount.objects.filter(pk=accounts[3].pk).update(username=too_long)
    answer = b'[{"status": false, "message": "no"}]'
    gate.spoil(
        "POST", "/subscribers", status=200, body=answer, after=True
    )  # only some elements are confirmed
    gate.spoil("GET", f"/subscribers/{too_long}", status=400, body=b'{"message": "Too long a name"}')

    assert drain() is None

    assert OutboxItem.objects.get().parked_as == "rejected"
    accounts[3].refresh_from_db()
    assert "Too long a name" in accounts[3].sync_error
    assert gate.seen.count("POST subscribers") == 1, "what was made without a word is read, not made again"
    assert SipAccount.objects.filter(sync_state="in_sync").count() == len(NUMBERS) - 1


def test_a_subscriber_that_appears_meanwhile_is_adopted(accounts, gate, domain):
    gate.spoil("GET", "/subscribers$", status=200, body=b"[]")
    domain.ask("POST", "/subscribers", {"msisdn": "101_acme", "sipPassword": "old", "profile": {"desk": "1"}})

    assert drain() is None

    there = domain.subscribers()["101_acme"]
    assert there["profile"] == {"desk": "1", "display-name": "Phone 101"}
    assert equal_on_both_sides(domain)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Retry-After": "4"}},
        {"status": 500},
        {"status": 500, "after": True},
        {"status": 0},
        {"status": 0, "after": True},
        {"status": 400},
        {"status": 403},
        {"status": 200, "body": b'[{"id": 1, "msis', "after": True},
        {"status": 200, "body": b'["surprise", 2]', "after": True},
        {"status": 204, "body": b"", "after": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_trouble_with_many_ends_in_equality(accounts, gate, domain, later, method, fault):  # noqa: PLR0917
    gate.spoil(method, "/subscribers$", times=5, **fault)

    for _ in range(8):
        drain()
        later()
    stale([account for account in accounts if OutboxItem.objects.filter(object_key=account.key).exists()])
    drain()

    assert set(domain.subscribers()) == NAMES
    assert equal_on_both_sides(domain)


def test_a_wrong_key_is_found_by_the_first_and_the_others_wait(accounts, connected, gate):
    connected.set_secret("api_key", "XI" + "0" * 32)
    connected.save()

    assert drain() is None

    assert gate.seen == ["GET subscribers", "GET subscribers/101_acme", "GET "]
    assert OutboxItem.objects.filter(parked_as="", claimed_at=None, attempts=0).count() == len(NUMBERS) - 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_around_the_array_leaves_work_that_ends_equal(
    accounts, gate, domain, monkeypatch, when
):
    class Killed(BaseException):
        pass

    create = CloudonixClient.create_subscribers

    def die(client, specs):
        if when == "after":
            create(client, specs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(CloudonixClient, "create_subscribers", die)
        with pytest.raises(Killed):
            drain()
    OutboxItem.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))

    assert drain() is None

    assert gate.seen.count("POST subscribers") == 1
    assert equal_on_both_sides(domain)


def test_an_edit_during_the_array_is_sent_as_well(accounts, domain, monkeypatch):
    create = CloudonixClient.create_subscribers

    def edit_meanwhile(client, specs):
        made = create(client, specs)
        accounts[0].extension.first_name = "New name"
        accounts[0].extension.save()
        stale(accounts[:1])
        return made

    monkeypatch.setattr(CloudonixClient, "create_subscribers", edit_meanwhile)

    assert drain() is None

    assert domain.subscribers()["101_acme"]["profile"] == {"display-name": "New name"}
    assert equal_on_both_sides(domain)


def test_what_no_time_is_left_for_is_given_back(accounts, gate, monkeypatch):
    monkeypatch.setattr(subscribers.Subscribers, "at_once", 5)
    create = CloudonixClient.create_subscribers

    def time_passes(self, specs):
        monkeypatch.setattr(turns, "time", Late)
        return create(self, specs)

    monkeypatch.setattr(CloudonixClient, "create_subscribers", time_passes)

    drain()

    assert gate.seen == ["GET subscribers", "POST subscribers"]
    assert OutboxItem.objects.filter(claimed_at=None, attempts=0, last_error="").count() == len(NUMBERS) - 5


class Late:
    """A clock by which every drain is over."""

    @staticmethod
    def monotonic() -> float:
        return float("inf")


def test_a_few_items_are_not_worth_a_list(connected, add_account, gate):
    for number in NUMBERS[:3]:
        add_account(number)

    drain()

    assert "GET subscribers" not in gate.seen

"""Whatever goes wrong between OPBX and Cloudonix, both sides end equal or a person knows why not."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Entry
from cloudonix import outbox
from cloudonix.models import Connection, OutboxItem
from cloudonix.sync import attempts, dispatch, equality
from cloudonix.sync.dispatch import drain
from extensions.models import SipAccount


def state_of(account: SipAccount) -> str:
    account.refresh_from_db()
    return account.sync_state


def test_a_rate_limit_pauses_for_as_long_as_cloudonix_asks(connected, gate, domain, add_account, later):
    gate.spoil("GET", "/subscribers/", status=429, headers={"Retry-After": "7"})
    account, sibling = add_account("101"), add_account("102")

    again = drain()

    assert again is not None
    assert again >= timezone.now() + timedelta(seconds=6)
    assert len(gate.seen) == 1, "the sibling must wait too"
    assert state_of(account) == "pending"
    later()
    assert drain() is None
    assert {state_of(account), state_of(sibling)} == {"in_sync"}
    assert set(domain.subscribers()) == {"101_acme", "102_acme"}


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 503, "body": b"<html>Service unavailable</html>"},
        {"status": 0},
        {"status": 0, "after": True},
        {"status": 500, "after": True},
        {"status": 200, "body": b'{"id": 12, "msis'},
        {"status": 200, "body": b'["surprise", 2]'},
        {"status": 200, "body": b'{"id": 12, "msisdn": "101_acme", "active": "very"}'},
        {"status": 201, "body": b"", "after": True},
        {"status": 204, "body": b"", "after": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_trouble_ends_in_equality_without_a_duplicate(  # noqa: PLR0917
    connected, gate, domain, add_account, later, method, fault
):
    gate.spoil(method, "/subscribers", **fault)
    account = add_account("101")

    drain()
    later()
    drain()

    assert state_of(account) == "in_sync"
    everything = domain.ask("GET", "/subscribers")
    assert [one["msisdn"] for one in everything] == ["101_acme"]
    assert everything[0]["sipPassword"] == "secret-of-101"
    assert account.remote_id == str(everything[0]["id"])


def test_an_object_that_always_fails_is_set_aside_and_its_siblings_go_on(
    connected, gate, domain, add_account, later
):
    gate.spoil("GET", "/subscribers/101_acme", status=500, times=999)
    poisoned, sibling = add_account("101"), add_account("102")

    for _ in range(outbox.claims.MAX_ATTEMPTS):
        drain()
        later()

    assert state_of(sibling) == "in_sync"
    assert state_of(poisoned) == "failed"
    assert "status 500" in poisoned.sync_error
    assert OutboxItem.objects.get().parked_as == "exhausted"


def test_a_refused_subscriber_waits_for_a_person_with_the_reason(connected, gate, domain, add_account):
    message = b'{"status": false, "message": "Too short: secret-of-101"}'
    gate.spoil("POST", "/subscribers", status=400, body=message)
    account, sibling = add_account("101"), add_account("102")

    assert drain() is None

    assert state_of(account) == "failed"
    assert account.sync_error == "Cloudonix refused this with status 400: Too short: …"
    assert state_of(sibling) == "in_sync"


def test_the_next_edit_tries_a_parked_object_again(connected, gate, domain, add_account):
    gate.spoil("POST", "/subscribers", status=400)
    account = add_account("101")
    drain()

    with transaction.atomic():
        outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)
    drain()

    assert state_of(account) == "in_sync"
    assert OutboxItem.objects.count() == 0


def test_a_wrong_key_ends_the_connection_and_tries_nothing_more(connected, gate, domain, add_account):
    connected.set_secret("api_key", "XI" + "0" * 32)
    connected.save()
    account, sibling = add_account("101"), add_account("102")

    assert drain() is None

    connected.refresh_from_db()
    assert connected.state == "failed"
    assert "does not accept the API key" in connected.error
    assert gate.seen == ["GET subscribers/101_acme", "GET "]
    assert state_of(account) == "failed"
    assert state_of(sibling) == "not_connected"
    assert list(OutboxItem.objects.order_by("id").values_list("parked_as", flat=True)) == [
        "misconfigured",
        "",
    ]
    assert Entry.objects.filter(action="cloudonix.connection_lost").count() == 1


def test_one_object_that_the_key_may_not_touch_does_not_end_the_connection(connected, gate, add_account):
    gate.spoil("GET", "/subscribers/101_acme", status=403)
    account, sibling = add_account("101"), add_account("102")

    drain()

    connected.refresh_from_db()
    assert connected.state == "connected"
    assert (state_of(account), state_of(sibling)) == ("failed", "in_sync")
    assert OutboxItem.objects.get().parked_as == "misconfigured"


def test_silence_opens_the_breaker_and_one_answer_closes_it(connected, gate, add_account, later):
    gate.spoil("GET", "/subscribers/", times=999)
    for number in range(101, 107):
        add_account(str(number))

    again = drain()

    assert len(gate.seen) == 3
    assert again is not None
    assert again > timezone.now() + timedelta(seconds=20)
    assert drain() == again
    assert len(gate.seen) == 3, "nothing is sent while it is open"
    gate.faults.clear()
    later()
    assert drain() is None
    connected.refresh_from_db()
    assert connected.failures == 0
    assert set(SipAccount.objects.values_list("sync_state", flat=True)) == {"in_sync"}


def test_a_worker_killed_after_the_answer_leaves_work_that_ends_equal(
    connected, gate, domain, add_account, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    account = add_account("101")
    with monkeypatch.context() as patch:
        patch.setattr(attempts, "settle", die)  # the moment between the answer and the note
        with pytest.raises(Killed):
            drain()
    assert set(domain.subscribers()) == {"101_acme"}
    assert state_of(account) == "pending"

    OutboxItem.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert drain() is None

    assert state_of(account) == "in_sync"
    assert gate.seen.count("POST subscribers") == 1


def test_a_claim_is_left_alone_until_its_worker_must_be_dead(connected, gate, add_account):
    add_account("101")
    claimed_at = timezone.now() - timedelta(minutes=1)
    OutboxItem.objects.update(claimed_at=claimed_at)

    again = drain()

    assert gate.seen == []
    assert again == claimed_at + timedelta(minutes=10)


def test_a_second_worker_leaves_an_organization_to_the_first(connected, acme, gate, add_account):
    add_account("101")
    found = connection.settings_dict
    with psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"], autocommit=True
    ) as other_worker:
        other_worker.execute("SELECT pg_advisory_lock(%s, %s)", [dispatch.LOCK, acme.pk])

        again = drain()
        other_worker.execute("SELECT pg_advisory_unlock_all()")

    assert gate.seen == []
    assert again <= timezone.now() + timedelta(seconds=5), "what it did not see is looked at soon"
    assert drain() is None
    assert gate.seen != []


def test_an_edit_during_a_claim_is_sent_as_well(connected, domain, add_account, monkeypatch):
    account = add_account("101")
    push = equality.push

    def push_while_somebody_edits(kind, loaded):
        synced = push(kind, loaded)
        if account.extension.first_name != "New name":
            account.extension.first_name = "New name"
            account.extension.save()
            with transaction.atomic():
                outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)
        return synced

    monkeypatch.setattr(equality, "push", push_while_somebody_edits)
    assert drain() is None

    assert domain.subscribers()["101_acme"]["profile"] == {"display-name": "New name"}
    assert state_of(account) == "in_sync"
    assert OutboxItem.objects.count() == 0


def test_an_account_deleted_while_it_is_created_leaves_nothing_behind(
    connected, domain, add_account, monkeypatch
):
    account = add_account("101")
    push = equality.push

    def push_while_somebody_deletes(kind, loaded):
        frozen = {"username": account.username, "remote_id": account.remote_id}  # read before it had an id
        synced = push(kind, loaded)
        with transaction.atomic():
            outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key, frozen=frozen)
            account.extension.delete()
        return synced

    monkeypatch.setattr(equality, "push", push_while_somebody_deletes)
    drain()

    assert domain.subscribers() == {}


def test_a_subscriber_whose_creation_nobody_confirmed_is_deleted_with_its_account(
    connected, gate, domain, add_account, later
):
    gate.spoil("POST", "/subscribers", after=True)
    account = add_account("101")
    drain()
    assert set(domain.subscribers()) == {"101_acme"}

    account.refresh_from_db()
    with transaction.atomic():
        frozen = {"username": account.username, "remote_id": account.remote_id}
        outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key, frozen=frozen)
        account.extension.delete()
    later()
    drain()

    assert domain.subscribers() == {}


def test_a_bug_in_our_own_code_parks_the_item_and_spares_the_others(connected, domain, add_account):
    broken, sibling = add_account("101"), add_account("102")
    SipAccount.objects.filter(pk=broken.pk).update(secret="v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")

    drain()

    assert (state_of(broken), state_of(sibling)) == ("failed", "in_sync")
    assert "Reset the SIP password" in broken.sync_error


def test_without_a_connection_items_wait_and_accounts_say_so(in_acme, add_account):
    account = add_account("101")

    assert drain() is None

    assert state_of(account) == "not_connected"
    assert OutboxItem.objects.get().parked_as == ""
    assert Connection.objects.count() == 0


def test_nothing_is_sent_from_inside_a_transaction(connected, gate, add_account):
    add_account("101")

    with transaction.atomic():
        drain()

    assert gate.seen == []
    assert OutboxItem.objects.get().parked_as == "internal"


def test_secrets_are_nowhere_but_in_their_column(connected, gate, domain, add_account, caplog):
    gate.spoil("POST", "/subscribers", status=400, body=b'{"message": "secret-of-101"}')
    gate.spoil("GET", "/subscribers/102_acme", status=500)
    gate.spoil("GET", "/subscribers/103_acme")
    for number in ("101", "102", "103", "104"):
        add_account(number)

    drain()

    rows = [
        *OutboxItem.objects.values(),
        *Entry.objects.values(),
        *SipAccount.objects.defer("secret").values(),
    ]
    text = (
        caplog.text + repr([{**row, "secret": ""} for row in rows]) + repr(Connection.objects.values("error"))
    )
    assert "secret-of" not in text
    assert domain.key not in text

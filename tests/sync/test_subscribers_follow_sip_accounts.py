"""Subscribers at Cloudonix follow the SIP accounts here."""

from __future__ import annotations

from django.db import transaction

from cloudonix import outbox
from cloudonix.models import OutboxItem
from cloudonix.sync.dispatch import drain
from extensions.models import SipAccount


def stale(account: SipAccount) -> None:
    with transaction.atomic():
        outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)


def delete(account: SipAccount) -> None:
    account.refresh_from_db()
    with transaction.atomic():
        frozen = {"username": account.username, "remote_id": account.remote_id}
        outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key, frozen=frozen)
        account.extension.delete()


def test_a_new_sip_account_becomes_a_subscriber(connected, domain, add_account):
    account = add_account("101", name="Amara Ökafor <&>")

    assert drain() is None

    there = domain.subscribers()["101_acme"]
    assert there["sipPassword"] == "secret-of-101"
    assert there["active"] is True
    assert there["profile"] == {"display-name": "Amara Ökafor <&>"}
    account.refresh_from_db()
    assert (account.sync_state, account.remote_id) == ("in_sync", str(there["id"]))
    assert account.synced_at is not None
    assert OutboxItem.objects.count() == 0


def test_a_change_updates_the_subscriber_and_keeps_what_is_not_ours(connected, domain, add_account):
    account = add_account("101")
    drain()
    domain.ask("PUT", "/subscribers/101_acme", {"profile": {"desk": "4th floor"}})

    account.extension.first_name, account.extension.is_enabled = "Ben", False
    account.extension.save()
    account.set_secret("secret", "another-secret")
    account.save()
    stale(account)
    drain()

    there = domain.subscribers()["101_acme"]
    assert there["profile"] == {"display-name": "Ben", "desk": "4th floor"}
    assert there["active"] is False
    assert there["sipPassword"] == "another-secret"


def test_an_equal_subscriber_is_only_read(connected, gate, add_account):
    account = add_account("101")
    drain()
    gate.seen.clear()

    stale(account)
    drain()

    assert gate.seen == ["GET subscribers/101_acme"]
    account.refresh_from_db()
    assert account.sync_state == "in_sync"


def test_a_password_that_cloudonix_hides_is_written_once(connected, simulator, gate, add_account):
    simulator.control("/switches", {"password_echo": False})
    try:
        account = add_account("101")
        drain()
        stale(account)
        drain()
        assert [line for line in gate.seen if line.startswith("PUT")] == []

        account.refresh_from_db()
        account.set_secret("secret", "another-secret")
        account.save()
        stale(account)
        drain()
        assert len([line for line in gate.seen if line.startswith("PUT")]) == 1
    finally:
        simulator.control("/switches", {"password_echo": True})


def test_a_subscriber_that_exists_already_is_adopted(connected, domain, gate, add_account):
    domain.ask("POST", "/subscribers", {"msisdn": "101_acme", "sipPassword": "old", "profile": {"desk": "1"}})
    account = add_account("101")

    drain()

    there = domain.subscribers()["101_acme"]
    assert there["sipPassword"] == "secret-of-101"
    assert there["profile"] == {"desk": "1", "display-name": "Phone 101"}
    assert "POST subscribers" not in gate.seen
    account.refresh_from_db()
    assert account.remote_id == str(there["id"])


def test_a_deleted_sip_account_takes_its_subscriber_along(connected, domain, add_account):
    account = add_account("101")
    drain()

    delete(account)
    drain()

    assert domain.subscribers() == {}
    assert OutboxItem.objects.count() == 0


def test_a_delete_of_what_is_not_there_is_done(connected, domain, add_account):
    account = add_account("101")
    drain()
    domain.ask("DELETE", "/subscribers/101_acme")

    delete(account)

    assert drain() is None
    assert OutboxItem.objects.count() == 0


def test_a_delete_spares_a_subscriber_that_is_not_the_one_we_made(connected, domain, add_account):
    account = add_account("101")
    drain()
    domain.ask("DELETE", "/subscribers/101_acme")
    domain.ask("POST", "/subscribers", {"msisdn": "101_acme", "sipPassword": "made-elsewhere"})

    delete(account)
    drain()

    assert domain.subscribers()["101_acme"]["sipPassword"] == "made-elsewhere"


def test_a_name_that_is_used_again_survives_the_delete_of_its_first_owner(
    connected, domain, add_account, later
):
    first = add_account("101")
    drain()

    delete(first)
    add_account("101", password="secret-of-the-second")
    later()
    drain()

    assert domain.subscribers()["101_acme"]["sipPassword"] == "secret-of-the-second"


def test_ten_edits_are_one_comparison(connected, gate, add_account):
    account = add_account("101")
    drain()
    gate.seen.clear()

    for count in range(10):
        account.extension.first_name = f"Name {count}"
        account.extension.save()
        stale(account)
    drain()

    assert gate.seen == ["GET subscribers/101_acme", f"PUT subscribers/{_remote_id(account)}"]


def test_what_another_organization_waits_for_is_not_touched(connected, domain, globex, add_account):
    from tenants.context import in_tenant

    add_account("101")

    with in_tenant(globex):
        assert drain() is None

    assert domain.subscribers() == {}


def _remote_id(account: SipAccount) -> str:
    account.refresh_from_db()
    return account.remote_id

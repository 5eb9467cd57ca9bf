"""The audit log: in the transaction of the change, never changed afterwards, without secrets."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from audit.actors import Actor
from audit.models import Entry
from audit.services import MASK, differences, history_of, record

SYSTEM = Actor.system("tests")


def test_an_entry_cannot_be_changed_or_deleted_whoever_asks(in_acme, owner):
    entry = record(SYSTEM, "user.updated", owner, {"name": ["Olivia", "Olive"]})

    for forbidden in (
        lambda: Entry.objects.filter(pk=entry.pk).update(actor_label="Somebody else"),
        lambda: Entry.objects.all().delete(),
        entry.delete,
        entry.save,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forbidden()

    assert Entry.objects.get(pk=entry.pk).actor_label == "tests"


def test_an_entry_outlives_its_actor(in_acme, make_user, acme, owner, actor_for):
    leaver = make_user(acme, "pbx_admin", "Leo")
    entry = record(actor_for(leaver), "user.updated", owner)

    leaver.delete()

    assert Entry.objects.get(pk=entry.pk).actor_label == "Leo"


@pytest.mark.parametrize("field", ["secret", "sip_password", "api_key", "request_key", "pin", "token"])
def test_secrets_are_masked_and_it_still_shows_that_they_changed(in_acme, owner, field):
    entry = record(SYSTEM, "thing.changed", owner, {field: ["", "hunter2"]})

    assert entry.changes == {field: ["", MASK]}
    assert "hunter2" not in str(Entry.objects.get(pk=entry.pk).changes)


@pytest.mark.django_db(transaction=False)
def test_a_change_without_a_transaction_is_refused(owner, acme, django_db_blocker):
    from django.db import connection

    from tenants.context import in_tenant

    with in_tenant(acme):
        # A test runs inside a transaction of its own; this is what a service without one would see.
        inside, connection.in_atomic_block = connection.in_atomic_block, False
        try:
            with pytest.raises(transaction.TransactionManagementError):
                record(SYSTEM, "user.updated", owner)
        finally:
            connection.in_atomic_block = inside


def test_the_history_of_an_object_is_its_own_newest_first(in_acme, owner, admin):
    record(SYSTEM, "user.invited", owner)
    record(SYSTEM, "user.updated", owner)
    record(SYSTEM, "user.invited", admin)

    assert [entry.action for entry in history_of(owner)] == ["user.updated", "user.invited"]


def test_only_what_differs_is_a_change(owner):
    assert differences(owner, name="Olivia", role="pbx_user") == {"role": ["owner", "pbx_user"]}

"""The worker's side of a transfer: Cloudonix is told, or the page hears why not."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from calls.models import Call, CallTransfer
from cloudonix.sync.dispatch import KEY_UNREADABLE
from cloudonix.transferring import LOCK, send_transfers
from tenants.context import current_organization

SESSION = "0f" * 16


@pytest.fixture
def transfer(connected):
    call = Call.objects.create(session_token=SESSION, state="connected", started_at=timezone.now())
    return CallTransfer.objects.create(
        call=call, destination={"type": "hang_up"}, words="Extension 102 Bert", asked_by="Olga"
    )


def state_of(transfer: CallTransfer) -> tuple[str, str]:
    transfer.refresh_from_db()
    return transfer.state, transfer.error


def test_the_call_is_switched_to_a_link_of_its_own(transfer, gate):
    gate.spoil("POST", "/application", status=200, body=b'{"token": "x"}')

    assert send_transfers() is None

    assert state_of(transfer) == ("done", "")
    (exchange,) = gate.exchanges
    assert exchange.path.split("?")[0].endswith(f"/sessions/{SESSION}/application")
    assert exchange.path.startswith("/calls/")
    assert exchange.sent["method"] == "POST"
    assert "/api/voice/continue/" in exchange.sent["url"]


def test_a_call_that_is_over_at_cloudonix_is_told_so(transfer):
    assert send_transfers() is None  # the simulator knows no such session

    assert state_of(transfer) == ("failed", "The call was over before Cloudonix was told.")


def test_a_key_that_is_not_good_enough_is_told(transfer, gate):
    gate.spoil("POST", "/application", status=401, body=b"{}")

    assert send_transfers() is None

    state, error = state_of(transfer)
    assert state == "failed"
    assert error.startswith("Cloudonix refused it: ")


def test_a_key_that_cannot_be_read_says_what_to_do(transfer, connected):
    connected.api_key = "no ciphertext of ours"
    connected.save()

    assert send_transfers() is None

    assert state_of(transfer) == ("failed", KEY_UNREADABLE)


def test_trouble_is_tried_again_until_nobody_waits_any_more(transfer, gate):
    gate.spoil("POST", "/application", status=500, body=b"{}")

    assert send_transfers() is not None
    assert state_of(transfer) == ("waiting", "")

    CallTransfer.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert send_transfers() is None
    assert state_of(transfer) == ("failed", "Cloudonix could not be told in time. Try again.")


def test_without_a_connection_nobody_is_told(transfer, connected):
    connected.state = "broken"
    connected.save()

    assert send_transfers() is None

    assert state_of(transfer) == ("failed", "OPBX is not connected to Cloudonix.")


def test_a_transfer_that_another_worker_has_is_left_to_it(transfer, gate):
    with other_session() as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, current_organization().pk])

        assert send_transfers() is not None

    assert gate.exchanges == []
    assert state_of(transfer) == ("waiting", "")


def other_session() -> psycopg.Connection:
    """A session of its own, as another worker has."""
    found = connection.settings_dict
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        password=found["PASSWORD"] or None,
        dbname=found["NAME"],
        autocommit=True,
    )

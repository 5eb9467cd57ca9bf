"""A domain that does not answer keeps no worker from the others."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from cloudonix.api import open_http
from cloudonix.models import Connection
from cloudonix.sync import clients, limiter, turns
from cloudonix.sync.dispatch import drain
from extensions.models import SipAccount

NUMBERS = [str(number) for number in range(101, 106)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


@pytest.fixture
def impatient(monkeypatch):
    """The client gives a domain a fraction of a second, and the turn is as much shorter."""
    monkeypatch.setattr(clients, "shared_http", lambda url: open_http(url, read_seconds=0.2))
    monkeypatch.setattr(turns, "TURN_SECONDS_IN_TROUBLE", 0.1)


@pytest.fixture
def other_worker(db):
    """A worker that is busy with another organization's domain in trouble."""
    found = connection.settings_dict
    with psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"], autocommit=True
    ) as other:
        other.execute("SELECT pg_advisory_lock(%s, 0)", [turns.LANE])
        yield other


def test_the_first_silence_ends_the_turn(connected, gate, add_account, impatient):
    gate.spoil("GET", "/subscribers/", status=500, delay=0.6, times=99)
    for number in NUMBERS:
        add_account(number)

    again = drain()

    assert len(gate.seen) == 1
    assert again is not None
    assert Connection.objects.get().failures == 1
    gate.faults.clear()


def test_domains_in_trouble_share_one_worker(connected, gate, add_account, other_worker, later):
    add_account("101")
    Connection.objects.update(failures=1)

    again = drain()

    assert gate.seen == [], "another domain in trouble has the worker just now"
    assert again <= timezone.now() + turns.BUSY
    other_worker.execute("SELECT pg_advisory_unlock_all()")
    assert drain() is None
    assert Connection.objects.get().failures == 0


def test_a_domain_that_answers_does_not_wait_for_them(connected, add_account, other_worker):
    add_account("101")

    assert drain() is None

    assert SipAccount.objects.get().sync_state == "in_sync"


def test_a_domain_that_answers_again_gets_a_whole_turn(connected, gate, add_account, later, monkeypatch):
    monkeypatch.setattr(turns, "TURN_SECONDS_IN_TROUBLE", 0.1)
    Connection.objects.update(failures=2)
    for number in NUMBERS:
        add_account(number)
    gate.spoil("POST", "/subscribers", status=500, after=True, delay=0.2)

    drain()
    later()

    assert drain() is None
    assert set(SipAccount.objects.values_list("sync_state", flat=True)) == {"in_sync"}

"""The same event delivered many times at once, and many workers at one inbox: real threads, real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from calls.inbox import fold_inbox
from calls.models import Call, RawEvent
from tenants import request_keys
from tenants.context import enter_shared, in_tenant
from tenants.models import DueWork, InboxEvent, Organization, RequestKey
from tests.events.conftest import ACME_BEARER, CDR, TOKEN, UPDATES, Reporter

WORKERS = 6


def at_once(work: Callable[[int], object]) -> list[object]:
    """What WORKERS threads return that all start at the same moment, each with its own connection."""
    start, results = threading.Barrier(WORKERS), [None] * WORKERS

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = work(index)
        except Exception as error:  # noqa: BLE001 - the assertion shows it
            results[index] = error
        finally:
            enter_shared()
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Organization]:
    """acme with a key, outside of any test's transaction; what the test wrote is removed again."""
    with django_db_blocker.unblock():
        acme = Organization.objects.get(slug="acme")
        RequestKey.objects.create(organization=acme, key_hash=request_keys.hash_of(ACME_BEARER))
        yield acme
        for model in (RequestKey, InboxEvent, DueWork):
            model.objects.all().delete()
        with in_tenant(acme):
            Call.objects.all().delete()
            RawEvent.objects.all().delete()
        connection.close()


def send(body: dict[str, object]) -> int:
    reporter = Reporter(Client(headers={"host": "localhost"}))
    return (reporter.cdr(body) if "disposition" in body else reporter.update(body)).status_code


def test_an_event_that_arrives_many_times_at_once_is_stored_once(committed):
    assert at_once(lambda _: send(UPDATES[2])) == [204] * WORKERS
    assert InboxEvent.objects.count() == 1


def test_many_workers_fold_the_events_of_one_call_into_one_call(committed):
    without_session = CDR | {"session": None}
    for event in [*UPDATES, CDR, without_session]:
        assert send(event) == 204

    def fold(_: int) -> object:
        with in_tenant(committed):
            return fold_inbox()

    assert [result for result in at_once(fold) if isinstance(result, Exception)] == []

    with in_tenant(committed):
        [call] = Call.objects.all()
        assert (call.session_token, call.result) == (TOKEN, "answered")
        assert RawEvent.objects.filter(session_token=TOKEN).count() == len(UPDATES) + 2
    assert InboxEvent.objects.count() == 0

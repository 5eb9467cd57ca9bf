"""PostgreSQL away or restarted: the caller still hears something, and the next request is served."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg_pool import ConnectionPool

from cloudonix.webhooks.voice import route_call
from tenants import statements
from tests.cxml.grammar import check_document

T = TypeVar("T")
pytestmark = pytest.mark.django_db


def ask() -> HttpResponse:
    headers = {"authorization": "Bearer unknown", "x-cx-session": "call-1"}
    return route_call(RequestFactory().post("/api/voice/route", {}, "application/json", headers=headers))


def in_own_connection(work: Callable[[], T]) -> T:
    """Run in a thread, whose connection is its own and not inside the test's transaction."""

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(run).result()


def test_without_a_database_the_caller_hears_an_apology(caplog):
    def work() -> HttpResponse:
        connection.settings_dict = connection.settings_dict | {"HOST": "127.0.0.1", "PORT": "1"}
        return ask()

    response = in_own_connection(work)

    assert response.status_code == 200
    assert "technical fault" in (check_document(response.content).findtext("Say") or "")
    assert "session=call-1" in caplog.text or "call-1" in str(caplog.records[-1].msg)


def test_a_connection_that_broke_while_idle_is_replaced():
    def work() -> list[int]:
        before = ask()
        victim = connection.connection.info.backend_pid
        _terminate(victim)
        return [before.status_code, ask().status_code]

    assert in_own_connection(work) == [401, 401]


def in_a_pool(work: Callable[[ConnectionPool], T]) -> T:
    """Run in a thread of a web server, which borrows its connections."""

    def run() -> T:
        options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 2, "max_size": 2, "timeout": 5}}
        connection.settings_dict = connection.settings_dict | {"CONN_MAX_AGE": 0, "OPTIONS": options}
        try:
            connection.pool.open(wait=True)
            return work(connection.pool)
        finally:
            connection.close_pool()

    return in_own_connection(run)


def test_a_voice_request_borrows_a_connection_and_gives_it_back():
    def work(pool: ConnectionPool) -> tuple[int, bool, int]:
        status = ask().status_code
        return status, connection.connection is None, pool.get_stats()["pool_available"]

    assert in_a_pool(work) == (401, True, 2)


def test_when_all_idle_connections_broke_they_are_replaced():
    def work(pool: ConnectionPool) -> list[int]:
        before = ask()
        both = [pool.getconn() for _ in range(2)]
        for one in both:
            _terminate(one.info.backend_pid)
            pool.putconn(one)
        return [before.status_code, ask().status_code]

    assert in_a_pool(work) == [401, 401]


def test_what_is_stored_through_a_borrowed_connection_is_committed():
    """Whatever the connection was used for before."""

    def work(pool: ConnectionPool) -> bool:
        for one in [pool.getconn() for _ in range(2)]:
            one.autocommit = False
            pool.putconn(one)
        # A transaction of its own each time: one that stays open would be undone when the connection goes back.
        ids = [statements.one_row("SELECT pg_current_xact_id()::text, 1", []) for _ in range(3)]
        committed = statements.one_row("SELECT pg_xact_status(%s::xid8)", [ids[0][0]])
        return committed == ("committed",)

    assert in_a_pool(work)


def _terminate(pid: int) -> None:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])

    in_own_connection(work)

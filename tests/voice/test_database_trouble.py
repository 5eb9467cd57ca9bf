"""PostgreSQL away or restarted: the caller still hears something, and the next request is served."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from cloudonix.webhooks.voice import route_call
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


def _terminate(pid: int) -> None:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])

    in_own_connection(work)

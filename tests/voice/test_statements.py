"""What the voice route asks of PostgreSQL, read from the wire itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from psycopg.pq import Trace

from calls.models import JourneyStep
from routing.models import PlanVersion
from tenants import statements
from tenants.context import in_shared
from tenants.prepared import AFTER, MOST

NUMBER = "+493012345678"
HOUSEKEEPING = re.compile(r"BEGIN|COMMIT|ROLLBACK|SET |SAVEPOINT|RELEASE", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _nothing_is_prepared(db) -> None:
    """What a connection has prepared outlives a test."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    statements._prepared.clear()


@contextmanager
def wire() -> Iterator[list[str]]:
    """Every statement that libpq sends on Django's connection, by whatever cursor, but housekeeping."""
    connection.ensure_connection()
    pgconn = connection.connection.pgconn
    seen: list[str] = []
    with tempfile.TemporaryFile("w+") as trace:
        pgconn.trace(trace.fileno())
        pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield seen
        finally:
            pgconn.untrace()
        trace.seek(0)
        messages = re.split(r"^(?=[FB]\t\d+\t)", trace.read(), flags=re.MULTILINE)
    seen += [text for text in map(_Reader().statement, messages) if text and not HOUSEKEEPING.match(text)]


class _Reader:
    """Knows which text a prepared statement has."""

    def __init__(self) -> None:
        self.prepared: dict[str, str] = {}

    def statement(self, message: str) -> str:
        """The text that this message runs; "" when it runs none."""
        kind, _, content = message.removeprefix("F\t").partition("\t")[2].partition("\t")
        words = re.findall(r'"([^"]*)"', content) if message.startswith("F\t") else []
        if kind == "Parse":
            self.prepared[words[0]] = content.partition('" "')[2]
        if kind == "Bind":
            return self.prepared.get(words[1], "a statement prepared before").strip()
        return content.strip(' "\n') if kind == "Query" else ""


def test_the_counter_sees_raw_statements_and_the_orm_alike(acme):
    with wire() as seen:
        statements.one_row("SELECT %s::int", [1])
        type(acme).objects.count()

    assert len(seen) == 2


def test_a_call_costs_two_statements_once_its_plan_is_known(cloudonix):
    with wire() as cold:
        cloudonix.ask(To=NUMBER)
    with wire() as warm:
        cloudonix.ask(To=NUMBER)

    assert len(cold) == 3
    assert len(warm) == 2
    assert '"t_acme"."routing_planversion"' in cold[1]
    assert '"t_acme"."calls_journeystep"' in warm[1]


def test_the_next_step_of_a_call_costs_two_statements_too(cloudonix):
    ringing = cloudonix.ask(To=NUMBER)

    with wire() as seen:
        cloudonix.ask(ringing.link, CallStatus="busy")

    assert len(seen) == 2


def test_a_refused_request_costs_one_statement(cloudonix):
    with wire() as seen:
        cloudonix.ask(To=NUMBER, headers={"authorization": "Bearer wrong"})

    assert len(seen) == 1


@pytest.mark.parametrize("model", [JourneyStep, PlanVersion])
def test_the_shared_schema_has_no_table_of_a_tenant(db, model):
    with in_shared(), pytest.raises(ProgrammingError, match="does not exist"):
        model.objects.count()


def test_a_schema_name_cannot_break_out_of_a_statement():
    assert statements.qualified('a"; DROP SCHEMA x; --', "t") == '"a""; DROP SCHEMA x; --"."t"'


def test_after_a_call_the_thread_is_in_the_shared_schema(cloudonix):
    cloudonix.ask(To=NUMBER)

    assert connection.schema_name == "public"


def prepared(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{text}%"])
        (count,) = cursor.fetchone()
    return int(count)


def test_the_statement_for_all_is_prepared_at_once(cloudonix):
    cloudonix.ask(To=NUMBER)

    assert prepared("public.tenants_requestkey") == 1


def test_a_statement_of_a_tenant_is_prepared_when_it_comes_often(cloudonix):
    cloudonix.ask(To=NUMBER)
    once = prepared("calls_journeystep")
    for _ in range(AFTER):
        cloudonix.ask(To=NUMBER)

    assert (once, prepared("calls_journeystep")) == (0, 1)


def test_a_connection_keeps_only_so_many_statements(db):
    for number in range(MOST + 5):
        statements.one_row(f"SELECT {number}, %s::int", [number], is_the_same_for_all=True)

    assert prepared("SELECT ") == MOST
    assert statements.one_row("SELECT 0, %s::int", [7], is_the_same_for_all=True) == (0, 7)


def test_statements_of_many_tenants_are_not_prepared_in_turn(db):
    for _ in range(AFTER + 1):
        for number in range(MOST + 5):
            statements.one_row(f"SELECT {number}, %s::int", [number])

    assert prepared("SELECT ") == 0


def test_values_arrive_as_they_are(db):
    key = UUID(int=7)
    row = statements.one_row(
        "SELECT %(text)s::text, %(small)s::int, %(big)s::bigint, %(yes)s::bool, %(raw)s::bytea, %(key)s::uuid,"
        " %(none)s::text, %(list)s::int[], %(text)s || '%%'",
        {
            "text": "ä'\\\"",
            "small": -3,
            "big": 2**40,
            "yes": True,
            "raw": b"\x00\xff",
            "key": key,
            "none": None,
            "list": [1, 2],
        },
    )

    assert row == ("ä'\\\"", -3, 2**40, True, b"\x00\xff", key, None, [1, 2], "ä'\\\"%")


def test_values_arrive_as_they_are_without_psycopg_too(db):
    row = statements.one_row(
        "SELECT %s::text, %s::int, %s::bigint, %s::bool, %s::bytea, %s::uuid, %s::text, '%%'",
        ["ä'\\\"", -3, 2**40, False, b"\x00\xff", UUID(int=7), None],
    )

    assert row == ("ä'\\\"", -3, 2**40, False, b"\x00\xff", UUID(int=7), None, "%")


def test_no_row_is_none(db):
    assert statements.one_row("SELECT 1 WHERE %s::int = 0", [1]) is None


@pytest.mark.parametrize(
    ("statement", "values", "error"),
    [
        ("SELECT %s::text", ["a\x00b"], DataError),
        ("SELECT 1 / %s::int", [0], DataError),
        ("SELECT FROM nothing WHERE id = %s", [1], ProgrammingError),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_errors_are_djangos(db, statement, values, error, at_once):
    with pytest.raises(error), transaction.atomic():
        statements.one_row(statement, values, is_the_same_for_all=at_once)

"""What the voice route asks of PostgreSQL, read from the wire itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection
from psycopg.pq import Trace

from calls.models import JourneyStep
from routing.models import PlanVersion
from tenants import statements
from tenants.context import in_shared

NUMBER = "+493012345678"
HOUSEKEEPING = re.compile(r"BEGIN|COMMIT|ROLLBACK|SET |SAVEPOINT|RELEASE", re.IGNORECASE)


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
    row = statements.one_row(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{text}%"]
    )
    assert row is not None
    return int(row[0])


def test_the_statement_for_all_is_prepared_at_once(cloudonix):
    cloudonix.ask(To=NUMBER)

    assert prepared("public.tenants_requestkey") == 1


def test_a_statement_of_a_tenant_is_prepared_when_it_comes_often(cloudonix):
    cloudonix.ask(To=NUMBER)
    once = prepared("calls_journeystep")
    for _ in range(statements.PREPARE_AFTER):
        cloudonix.ask(To=NUMBER)

    assert (once, prepared("calls_journeystep")) == (0, 1)


def test_statements_of_the_orm_are_not_kept_prepared(acme):
    for _ in range(2 * statements.PREPARE_AFTER):
        statements.one_row("SELECT %s::int", [1])
        type(acme).objects.filter(slug="acme").first()

    assert prepared("SELECT $1::int") == 1
    assert prepared("tenants_organization") == 0

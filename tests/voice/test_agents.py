"""AI agents through the voice route: the sign-in is in the document that is sent, and nowhere else."""

from __future__ import annotations

import logging

import pytest
from django.db import connection

from calls.models import JourneyStep
from routing.models import Agent, PhoneNumber
from routing.services import add_agent, update_agent
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR
from tests.voice.test_statements import wire

LINE = "+493012345699"
USERNAME, PASSWORD = "user-71c0", 'key-9f3b&"<7>'


@pytest.fixture
def agent(acme_line) -> Agent:
    with in_tenant(acme_line):
        agent = add_agent(
            ACTOR,
            name="Ava",
            provider="synthflow",
            agent="agent & 1",
            username=USERNAME,
            password=PASSWORD,
            destination_kind="hang_up",
        )
        PhoneNumber.objects.create(e164=LINE, destination_kind="agent", destination_agent=agent)
        return update_agent(ACTOR, agent, version=1, number="700")  # which publishes the number too


def arrive(cloudonix, **more):
    return cloudonix.ask(To=LINE, From="+442071838750", Session="a1", **more)


def service(answer):
    return answer.root.find("Dial/Service")


def rows_with(text: str) -> list[str]:
    """The tables of all schemas in which this text stands, by what PostgreSQL writes of each row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {table} AS t WHERE position(%s IN t::text) > 0 LIMIT 1", [text])
            found += [table] if cursor.fetchone() else []
    return found


def test_the_agent_gets_the_sign_in_and_no_row_or_log_line_has_it(cloudonix, agent, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = arrive(cloudonix)

    assert service(answer).attrib == {
        "provider": "synthflow",
        "username": USERNAME,
        "password": PASSWORD,
    }
    assert (service(answer).text, answer.dial["callerId"]) == ("agent & 1", "+442071838750")
    assert rows_with("agent &amp; 1")  # the document is stored
    for secret in (USERNAME, "key-9f3b"):
        assert rows_with(secret) == []
        assert secret not in caplog.text
        with in_tenant(cloudonix.organization):
            plans = connection.cursor()
            plans.execute("SELECT plan FROM routing_planversion")
            assert not any(secret.encode() in bytes(row[0]) for row in plans.fetchall())


def test_a_repeated_request_gets_the_same_document_with_the_sign_in(cloudonix, agent):
    stage = {"x-cx-stageid": "stage-1"}

    first, again = arrive(cloudonix, headers=stage), arrive(cloudonix, headers=stage)

    assert again.body == first.body
    assert PASSWORD in service(again).attrib["password"]


def test_a_step_with_an_agent_takes_one_statement_more(cloudonix, agent):
    with wire() as seen:
        arrive(cloudonix)

    assert sum("routing_agent" in statement for statement in seen) == 1


def test_a_sign_in_that_cannot_be_decrypted_is_left_out(cloudonix, agent):
    with in_tenant(cloudonix.organization):
        Agent.objects.update(password=agent.username)

    answer = arrive(cloudonix)

    assert service(answer).attrib == {"provider": "synthflow"}


def test_words_of_people_never_bring_a_sign_in_into_a_document(cloudonix, agent):
    mark = f"sign-in-of:{agent.key}"
    name = f'<Service provider="x" username="{mark}" password="{mark}">'

    answer = arrive(cloudonix, CallerName=name)
    other = cloudonix.ask(To="+493012345678", From=name, Session="a2", CallerName=name)

    assert answer.body.decode().count("key-9f3b") == 1
    assert "key-9f3b" not in other.body.decode()


def test_an_agent_that_does_not_answer_ends_in_the_fallback(cloudonix, agent):
    answer = arrive(cloudonix)
    ended = cloudonix.ask(answer.link, Session="a1", CallStatus="no-answer")

    assert ended.verbs == ["Hangup"]
    with in_tenant(cloudonix.organization):
        assert JourneyStep.objects.order_by("-id").first().trace[0]["outcome"] == "agent-not-reached"

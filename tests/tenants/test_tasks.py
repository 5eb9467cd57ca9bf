"""Tasks: an organization travels with each, and none is queued or run without one."""

from __future__ import annotations

import pytest
from celery import shared_task
from django.db import connection

from tenants.celery import HEADER, TenantTask
from tenants.context import NoOrganization, current_organization, in_tenant
from tenants.models import Organization

seen: list[str] = []


@shared_task(base=TenantTask, name="tests.note_organization")
def note_organization() -> None:
    seen.append(current_organization().slug)


@pytest.fixture(autouse=True)
def _nothing_seen():
    seen.clear()


def run(organization_id: int | None) -> None:
    """What a worker does with a message that carries this organization."""
    headers = {} if organization_id is None else {HEADER: organization_id}
    note_organization.push_request(headers=headers)
    try:
        note_organization()
    finally:
        note_organization.pop_request()


def test_a_task_is_not_queued_without_an_organization(db):
    with pytest.raises(NoOrganization):
        note_organization.delay()


def test_a_task_is_not_run_without_an_organization(db):
    with pytest.raises(NoOrganization):
        run(None)

    assert seen == []


def test_a_task_runs_in_the_organization_it_was_sent_from_and_leaves_it(acme, globex):
    run(globex.pk)
    run(acme.pk)

    assert seen == ["globex", "acme"]
    assert connection.schema_name == "public"


def test_the_sender_s_organization_is_in_the_message(acme):
    with in_tenant(acme):
        sent = note_organization.apply_async()

    with note_organization.app.connection_for_read() as broker:
        waiting = broker.SimpleQueue("celery")
        messages = iter(lambda: waiting.get(timeout=1), None)
        message = next(message for message in messages if message.headers["id"] == sent.id)
    assert message.headers[HEADER] == acme.pk


def test_a_deleted_organization_s_task_does_nothing(acme):
    Organization.objects.filter(pk=acme.pk).update(status="deleted")

    run(acme.pk)

    assert seen == []

"""Replacing the request key while a running simulator calls: the old one is good for a day, then it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.actors import Actor
from cloudonix import pairing, services
from cloudonix.models import Connection
from tenants.context import enter
from tenants.models import RequestKey
from tests.cloudonix.front import Visit

SEED = Actor.system("seed")


@pytest.fixture
def paired(in_acme, gate, domain, front):
    return services.connect_now(SEED, domain=domain.name, api_key=domain.key)


@pytest.fixture
def call(acme, simulator, domain, front, machine):
    """call() is one call from outside; returns what Cloudonix asked and reported."""

    def place() -> list[Visit]:
        simulator.control(
            "/calls/inbound", {"domain": domain.name, "from": "+12125550111", "to": "+12125550100"}
        )
        visits = front.serve_call(machine)
        enter(acme)  # a request leaves the shared schema behind
        return visits

    return place


def bearer_now() -> str:
    return Connection.objects.get().get_secret("request_key").reveal()


def test_both_keys_are_good_during_the_overlap_and_the_old_one_is_refused_after_it(
    paired, acme, domain, call
):
    old = bearer_now()
    assert {visit.status for visit in call()} <= {200, 204}

    services.rotate_request_key(SEED)
    pairing.run()

    new = bearer_now()
    with_new = call()
    assert {visit.bearer for visit in with_new} == {new}
    assert {visit.status for visit in with_new} <= {200, 204}

    # A part of Cloudonix that has not heard of the new key yet.
    domain.ask("PATCH", "", {"profile": {"authorization-api-key": old}})
    with_old = call()
    assert {visit.bearer for visit in with_old} == {old}
    assert {visit.status for visit in with_old} <= {200, 204}

    # As if a day and an hour had passed; PostgreSQL's clock stands still within the test's transaction.
    passed = timezone.now() - timedelta(hours=1)
    RequestKey.objects.filter(organization=acme, valid_until__isnull=False).update(valid_until=passed)
    too_late = call()
    assert {visit.status for visit in too_late} == {401}
    voice = next(visit for visit in too_late if visit.path == "/api/voice/route")
    assert b"<Say" in voice.answer, "the caller hears a sentence even then"

    domain.ask("PATCH", "", {"profile": {"authorization-api-key": new}})
    assert {visit.status for visit in call()} <= {200, 204}


def test_the_page_says_until_when_the_old_key_is_accepted(paired, acme, owner, client_for):
    client = client_for(owner)
    assert "old key is accepted" not in client.get("/settings/cloudonix/").content.decode()

    enter(acme)
    services.rotate_request_key(SEED)
    pairing.run()

    page = client.get("/settings/cloudonix/").content.decode()
    assert "The old key is accepted until" in page

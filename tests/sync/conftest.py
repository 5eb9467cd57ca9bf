"""A simulator for the run, a gate and a domain for each test, and acme connected to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cloudonix.api import CloudonixClient, Credentials, open_http
from tests.sync.world import Domain, Gate, Simulator


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        running.control("/switches", {"rate_limit": False})
        yield running


@pytest.fixture(scope="session")
def _gate(simulator) -> Iterator[Gate]:
    with Gate(simulator.port) as gate:
        yield gate


@pytest.fixture
def gate(_gate, settings) -> Gate:
    """The way to the simulator; every request of the product passes it."""
    _gate.faults.clear()
    _gate.seen.clear()
    _gate.exchanges = []
    settings.CLOUDONIX_URL = _gate.url
    return _gate


@pytest.fixture
def domain(simulator) -> Domain:
    domain = Domain(simulator)
    domain.seed()
    return domain


@pytest.fixture
def client(gate, domain) -> Iterator[CloudonixClient]:
    """Our client of the domain, impatient, and through the gate."""
    with open_http(gate.url, read_seconds=0.5) as http:
        yield CloudonixClient(http, Credentials(domain=domain.uuid, api_key=domain.key))


@pytest.fixture
def connected(in_acme, domain, gate):
    """Acme's connection to the domain, as a finished pairing leaves it."""
    from cloudonix.models import Connection

    row = Connection(domain=domain.name, domain_name=domain.name, domain_uuid=domain.uuid, state="connected")
    row.set_secret("api_key", domain.key)
    row.save()
    return row


@pytest.fixture
def add_account(in_acme) -> Callable:
    """add_account("101", name="Amara") is an extension's SIP account that waits in the outbox."""
    from django.db import transaction

    from cloudonix import outbox
    from extensions.models import Extension, SipAccount

    def add(number: str, *, name: str = "", password: str = ""):
        extension = Extension.objects.create(number=number, first_name=name or f"Phone {number}")
        account = SipAccount(extension=extension, username=f"{number}_acme", is_default=True)
        account.set_secret("secret", password or f"secret-of-{number}")
        with transaction.atomic():
            account.save()
            outbox.enqueue(outbox.Topic.SUBSCRIBER, account.key)
        return account

    return add


@pytest.fixture
def later() -> Callable:
    """later() is when every delay and pause is over."""
    from cloudonix.models import Connection, OutboxItem

    def come() -> None:
        from django.utils import timezone

        OutboxItem.objects.filter(claimed_at__isnull=True).update(due_at=timezone.now())
        Connection.objects.update(paused_until=None)

    return come

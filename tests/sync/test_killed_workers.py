"""Real workers, killed at any moment while everything else goes wrong too, leave both sides equal in the end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from audit.actors import Actor
from cloudonix.models import Connection, OutboxItem
from cloudonix.services import retry_parked
from extensions.models import Extension, SipAccount
from extensions.services import add_extension, delete_extension, rotate_sip_password, update_extension
from tenants import due
from tenants.context import in_tenant
from tenants.models import Organization
from tests import databases
from tests.sync.world import ROOT, Domain, Gate, Simulator

SEED = Actor.system("seed")
NUMBERS = [str(number) for number in range(201, 241)]
ROUNDS = 24
PATIENCE = 30.0


class Workers:
    """`start(slug, url)` is the process id of a new worker of this test's database."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._is_ready = False

    def start(self, slug: str, url: str, *, read_seconds: float = 0.4) -> int:
        if not self._is_ready:
            assert self._line() == "ready"
            self._is_ready = True
        database = connection.settings_dict["NAME"]
        self._process.stdin.write(f"{slug} {database} {url} {read_seconds}\n")
        self._process.stdin.flush()
        return int(self._line())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def _line(self) -> str:
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Made once, and early: starting takes longer than all the work."""
    made = Workers()
    yield made
    made.close()


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def pair(
    django_db_setup: None, django_db_blocker: Any, worker_id: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, Domain], Organization]]:
    """pair("acme", domain) in a database of the test's own, where what it commits is left behind."""
    monkeypatch.setattr(due, "hint", lambda *_: None)  # no broker: the test says when a worker comes

    def connect(slug: str, domain: Domain) -> Organization:
        organization = Organization.objects.get(slug=slug)
        with in_tenant(organization):
            row = Connection(
                domain=domain.name, domain_name=domain.name, domain_uuid=domain.uuid, state="connected"
            )
            row.set_secret("api_key", domain.key)
            row.save()
        return organization

    with django_db_blocker.unblock():
        before = databases.settings.DATABASES["default"]["NAME"]
        name = databases.clone(f"killed_{worker_id}")
        databases.use_database(name)
        yield connect
        databases.use_database(before)
        databases.drop(name)


def nothing_waits() -> bool:
    return not OutboxItem.objects.filter(parked_as="").exists()


# --- forty extensions -----------------------------------------------------------------------------------------------


def some_fault(chance: random.Random, domain: Domain) -> dict[str, Any]:
    act = chance.choice(
        [
            {"do": "status", "status": 429, "retry_after": "0"},
            {"do": "status", "status": 500},
            {"do": "status", "status": 503, "took_effect": True},
            {"do": "delay", "seconds": 0.6},
            {"do": "malformed"},
            {"do": "drop"},
            {"do": "lost"},
        ]
    )
    method = chance.choice(["GET", "POST", "PUT", "DELETE", "*"])
    where = {"kind": "rest", "method": method, "path": f"*/domains/{domain.uuid}/subscribers*"}
    return {**where, **act, "count": chance.randint(1, 3)}


def edit_something(chance: random.Random) -> None:
    extension = chance.choice(list(Extension.objects.all()))
    match chance.randrange(4):
        case 0:
            update_extension(
                SEED, extension, version=extension.version, first_name=f"Name {chance.randrange(999)}"
            )
        case 1:
            rotate_sip_password(SEED, extension.sip_accounts.get())
        case 2:
            add_extension(SEED, number=str(300 + chance.randrange(500)), first_name="Late")
        case _:
            delete_extension(SEED, extension)


def test_forty_extensions_survive_faults_and_kills_without_a_duplicate_or_a_lost_secret(
    simulator: Simulator, workers, pair
) -> None:
    chance = random.Random(20)
    domain = Domain(simulator)
    domain.seed()
    acme = pair("acme", domain)
    url = f"http://127.0.0.1:{simulator.port}"
    killed = 0
    with in_tenant(acme):
        for number in NUMBERS:
            add_extension(SEED, number=number, first_name=f"Phone {number}")
        for turn in range(ROUNDS):
            simulator.control("/faults", some_fault(chance, domain))
            if turn > ROUNDS // 3:
                edit_something(chance)
            pid = workers.start("acme", url)
            time.sleep(chance.uniform(0.0, 0.4))
            killed += not nothing_waits()
            kill(pid)
        simulator.control("/faults", method="DELETE")
        while not nothing_waits() or retry_parked(SEED):
            pid = workers.start("acme", url)
            until(nothing_waits)
            kill(pid)
        assert killed > ROUNDS // 2, "the workers were killed while they worked"
        assert_equal(domain)


def assert_equal(domain: Domain) -> None:
    there = domain.ask("GET", "/subscribers")
    names = [one["msisdn"] for one in there]
    assert len(names) == len(set(names))
    ours = {
        account.username: (
            account.remote_id,
            account.get_secret("secret").reveal(),
            account.extension.name,
            account.sync_state,
        )
        for account in SipAccount.objects.select_related("extension")
    }
    assert len(ours) > len(NUMBERS) // 2
    assert ours == {
        one["msisdn"]: (str(one["id"]), one["sipPassword"], one["profile"]["display-name"], "in_sync")
        for one in there
    }
    assert OutboxItem.objects.count() == 0


# --- one organization's trouble is no other's -------------------------------------------------------------------------


def test_a_hanging_domain_does_not_keep_another_organization_waiting(
    simulator: Simulator, workers, pair
) -> None:
    slow, quick = Domain(simulator), Domain(simulator)
    with Gate(simulator.port) as gate:
        for slug, domain in (("acme", slow), ("globex", quick)):
            domain.seed()
            with in_tenant(pair(slug, domain)):
                add_extension(SEED, number="101", first_name="Ada")
        gate.spoil("GET", f"/{slow.uuid}/", delay=PATIENCE, times=99)
        hanging = workers.start("acme", gate.url, read_seconds=2 * PATIENCE)
        until(lambda: bool(gate.seen))

        done = workers.start("globex", gate.url)
        with in_tenant(Organization.objects.get(slug="globex")):
            until(nothing_waits)
            assert SipAccount.objects.get().sync_state == "in_sync"

        assert not [one for one in gate.exchanges if slow.uuid in one.path], "acme's request still hangs"
        with in_tenant(Organization.objects.get(slug="acme")):
            assert SipAccount.objects.get().sync_state == "pending"
        for pid in (hanging, done):
            kill(pid)
    assert set(quick.subscribers()) == {"101_globex"}


def test_a_wrong_key_costs_another_organization_nothing(simulator: Simulator, pair, settings) -> None:
    from cloudonix.sync.dispatch import drain

    settings.CLOUDONIX_URL = f"http://127.0.0.1:{simulator.port}"
    wrong, right = Domain(simulator), Domain(simulator)
    for slug, domain in (("acme", wrong), ("globex", right)):
        domain.seed()
        organization = pair(slug, domain)
        with in_tenant(organization):
            add_extension(SEED, number="101", first_name="Ada")
    with in_tenant(Organization.objects.get(slug="acme")):
        row = Connection.objects.get()
        row.set_secret("api_key", "XI" + "0" * 32)
        row.save()
        assert drain() is None
        assert Connection.objects.get().state == "failed"
    with in_tenant(Organization.objects.get(slug="globex")):
        assert drain() is None
        assert Connection.objects.get().is_connected
        assert SipAccount.objects.get().sync_state == "in_sync"

"""A web server of four workers and the simulated Cloudonix beside it, on a database of their own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from audit.actors import Actor
from extensions.models import VoicemailBox
from extensions.services import add_extension
from routing.models import PhoneNumber, RingGroup
from routing.publish import publish
from routing.services import GroupMember, add_ring_group
from tenants import request_keys
from tenants.context import in_tenant
from tenants.models import CloudonixDomain, Organization, RequestKey
from tests.sync.world import Domain, Simulator

ROOT = Path(__file__).resolve().parents[2]
ACTOR = Actor.system("tests")
BEARER = "bearer-of-acme"
READY_SECONDS = 60
WORKERS = 4


@dataclass
class Running:
    """url: of the web server's bare host. numbers: by the name of a group, the phone number that leads to it."""

    url: str
    simulator: Simulator
    domain: Domain
    acme: Organization
    usernames: dict[str, str]
    numbers: dict[str, str]

    def phone(self, number: str, *behaviours: dict[str, Any]) -> None:
        """What the phone of an extension does when it rings, call after call."""
        match = self.usernames[number]
        body = {
            "domain": self.domain.name,
            "kind": "subscriber",
            "match": match,
            "behaviours": list(behaviours),
        }
        self.simulator.control("/endpoints", body)

    def call(self, group: str, caller: str = "+442079460331") -> dict[str, Any]:
        """A call from outside to a group, once it has ended, as the simulator shows it."""
        started = self.simulator.control(
            "/calls/inbound",
            {
                "domain": self.domain.name,
                "from": caller,
                "to": self.numbers[group],
                "script": [{"on": "record", "seconds": 4, "hangup": True}],  # to whoever takes messages
            },
        )
        path = f"/calls/{started['token']}?until=settled&wait=9"
        shown: dict[str, Any] = self.simulator.control(path, method="GET")
        assert shown["settled"], shown
        return shown

    def rung(self, call: dict[str, Any]) -> list[tuple[str, ...]]:
        """The extensions that each Dial of a call rang, in their order."""
        numbers = {username: number for number, username in self.usernames.items()}
        dials = [event["text"] for event in call["timeline"] if event["kind"] == "dial"]
        targets = [re.search(r"Rings (.*) for up to", text)[1].split(", ") for text in dials]
        return [tuple(numbers[target] for target in rang) for rang in targets]


@contextmanager
def running(database: str) -> Iterator[Running]:
    """database: the name of one that the caller made and drops; Django's own connection is to it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = re.sub(r"/[^/]*$", f"/{database}", os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DATABASE_URL": server,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "OPBX_PUBLIC_URL": f"http://localhost:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "opbx.wsgi", "-k", "gthread", "--threads", "4"]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with Simulator() as simulator:
        web = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://localhost:{port}/healthz")
            yield _filled(f"http://localhost:{port}", simulator)
        finally:
            web.terminate()
            web.wait(timeout=30)


def _wait_for(url: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            assert time.monotonic() < end, "The web server did not start."
            time.sleep(0.1)
        else:
            return


def _filled(url: str, simulator: Simulator) -> Running:
    """acme with 101 to 103, a voicemail box, and a group of each strategy with a number that leads to it."""
    acme = Organization.objects.get(slug="acme")
    domain = Domain(simulator)
    RequestKey.objects.create(organization=acme, key_hash=request_keys.hash_of(BEARER))
    CloudonixDomain.objects.create(organization=acme, names=[domain.name, domain.uuid])
    numbers, usernames = {}, {}
    with in_tenant(acme):
        people = [
            add_extension(ACTOR, number=str(101 + place), first_name=name)
            for place, name in enumerate(("Anna", "Bert", "Cleo"))
        ]
        usernames = {one.number: one.sip_accounts.get().username for one in people}
        box = VoicemailBox.objects.create(name="Sales box")
        for place, strategy in enumerate(RingGroup.Strategy.values):
            group = add_ring_group(
                ACTOR,
                name=strategy,
                strategy=strategy,
                ring_seconds=10,
                members=[GroupMember(one) for one in people],
                destination_kind="voicemail",
                destination_voicemail_box=box,
            )
            numbers[strategy] = f"+49305550121{place}"
            PhoneNumber.objects.create(
                e164=numbers[strategy], destination_kind="ring_group", destination_ring_group=group
            )
        with transaction.atomic():
            publish(ACTOR, "Numbers were added")
    domain.seed(
        applications=[{"name": "opbx", "type": "cxml", "url": f"{url}/api/voice/route", "method": "POST"}],
        defaultApplication="opbx",
        profile={"authorization-api-key": BEARER, "redirect-unknown-to-border": False},
        subscribers=[{"msisdn": username, "sipPassword": "Secret-1234"} for username in usernames.values()],
    )
    simulator.control("/clock", {"mode": "instant"})
    return Running(url, simulator, domain, acme, usernames, numbers)

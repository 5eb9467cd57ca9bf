"""Calls through the running product: its web process, its worker and the simulated Cloudonix."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.installation import ROOT, Installation
from tests.journeys.shell import Shell

PATIENCE_SECONDS = 60
DOMAIN = "acme-demo.cloudonix.net"
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)
ANSWERS = {"result": "answer", "after": 1, "talk": 2}
# The fields in which the platform may report the end of a Dial, and its ways of writing numbers.
PLATFORMS = tuple(product(("CallStatus", "DialCallStatus", "both"), ("on", "off")))
API_KEY = "XI0123456789ABCDEF0123456789ABCDEF"
# What has tests of its own and only costs time here: the updates that tell nothing new, and the limit of requests.
QUIET = {"chatter": False, "rate_limit": False}


@dataclass(frozen=True)
class Running:
    """The running installation as a journey sees it. python: one in its settings."""

    installation: Installation
    python: Shell

    def set_clock(self, at: datetime) -> None:
        self.installation.set_clock(at)

    def call(self, to: str, *script: dict[str, Any], **more: str) -> dict[str, Any]:
        """A call from outside, once it has ended, as the simulator shows it; more: as start() takes it."""
        return self.ended(self.start(to, *script, **more))

    def start(
        self, to: str, *script: dict[str, Any], domain: str = DOMAIN, caller: str = "+442079460331"
    ) -> str:
        """Begin a call from outside by a scripted caller, and return its session token."""
        body = {"domain": domain, "from": caller, "to": to, "script": list(script)}
        return str(self.control("calls/inbound", body)["token"])

    def start_by_hand(self, to: str, caller: str = "+442079460332") -> str:
        """Begin a call by somebody who does nothing until the test acts for them."""
        return str(self.control("calls/inbound", {"domain": DOMAIN, "from": caller, "to": to})["token"])

    def act(self, token: str, do: str, value: str = "") -> None:
        """What somebody does in a call that was begun by hand: "hangup", or "dtmf" with keys."""
        self.control(f"calls/{token}/caller", {"do": do} | ({"value": value} if value else {}))

    def hang_up_all(self) -> None:
        """End what a failed test left behind: a clock is set between calls only."""
        for call in self.control("calls"):
            if call["live"]:
                self.act(call["token"], "hangup")
                self.ended(call["token"])

    def dial(self, to: str, *script: dict[str, Any], **more: str) -> dict[str, Any]:
        """A call that an extension makes, once it has ended; more: as begin_dialling() takes it."""
        return self.ended(self.begin_dialling(to, *script, **more))

    def begin_dialling(
        self, to: str, *script: dict[str, Any], extension: str = "101", slug: str = "acme"
    ) -> str:
        """Begin a call that an organization's extension makes, and return its session token."""
        domain, msisdn = f"{slug}-demo.cloudonix.net", f"{extension}_{slug}"
        body = {"domain": domain, "msisdn": msisdn, "to": to, "script": list(script)}
        return str(self.control("calls/from-subscriber", body)["token"])

    def ended(self, token: str) -> dict[str, Any]:
        shown = self.until(token, "settled")
        assert shown["settled"], shown
        return shown

    def until(self, token: str, what: str) -> dict[str, Any]:
        """The call as soon as it is so: "ringing", "talking", "listening", "room" or "settled"."""
        shown: dict[str, Any] = self.control(f"calls/{token}?until={what}&wait={PATIENCE_SECONDS}")
        return shown

    def phones(self, behaviour: dict[str, Any] | None, *, kind: str = "subscriber") -> None:
        """What all phones of acme, or all numbers outside (kind "pstn"), do when they ring; None: wait for a person."""
        self.control("endpoints", {"domain": DOMAIN, "kind": kind, "match": "*", "behaviour": behaviour})

    def control(self, act: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.installation.simulator}/__sim__/{act}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS + 30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def rest(self, method: str, path: str) -> int:
        """The status with which Cloudonix answers a program that has a key of acme's domain."""
        self.control("seed", {"domains": [{"name": DOMAIN, "customer": "demo", "key": API_KEY}]})
        headers = {"Authorization": f"Bearer {API_KEY}"}
        request = urllib.request.Request(
            f"{self.installation.simulator}{path}", headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def rows(self, statement: str, *values: object, slug: str = "acme") -> list[tuple[Any, ...]]:
        """What a statement returns in an organization's schema, committed; a shell would take seconds."""
        with psycopg.connect(self.installation.database_url) as connection:
            schema = "SELECT set_config('search_path', schema_name || ', public', false)"
            connection.execute(f"{schema} FROM public.tenants_organization WHERE slug = %s", [slug])
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []

    def shell(self, program: str, slug: str = "acme") -> str:
        """What a piece of Python prints in the installation's settings, inside an organization."""
        return self.python.run(program, slug)


@contextmanager
def calls_at_once(installation: Installation) -> Iterator[Running]:
    """Calls take no time meanwhile; in the end the simulator and the clock are as they were."""
    with closing(Shell(installation.environment, ROOT)) as python:
        found = Running(installation, python)
        found.control("clock", {"mode": "instant"})
        before = found.control("switches")
        found.control("switches", QUIET)
        yield found
        found.control("switches", before)
        found.hang_up_all()
        found.control("clock", {"mode": "real"})
        found.phones(None)
        found.phones({"result": "manual"}, kind="pstn")
        installation.set_clock(None)


@pytest.fixture(scope="package")
def running(installation: Installation) -> Iterator[Running]:
    with calls_at_once(installation) as found:
        yield found


@pytest.fixture(params=PLATFORMS, ids="-".join)
def platform(running: Running, request: pytest.FixtureRequest) -> Running:
    """Cloudonix with one way of reporting and of writing; all phones answer, inside and outside. It is Monday morning.

    The installation is the same for all: the simulator changes its ways while it runs.
    """
    field, plus = request.param
    running.control("switches", {"dial_status_field": field, "plus_prefix": plus})
    running.set_clock(MONDAY_MORNING)
    running.phones(ANSWERS)
    running.phones(ANSWERS, kind="pstn")
    return running

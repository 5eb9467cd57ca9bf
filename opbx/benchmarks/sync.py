"""How fast new extensions reach an empty Cloudonix domain, measured against what its rate limit allows.

The worker, the database, the broker and the simulator with its limit of 10 requests in 3 seconds are real
processes. The extensions are added in one transaction, as an import does; the clock runs from its commit until
no SIP account waits any more.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.actors import Actor
from cloudonix.models import OutboxItem
from cloudonix.services import connect_now
from extensions.models import SipAccount
from extensions.numbering import MOST_NUMBERS
from extensions.services import add_extensions
from opbx.benchmarks.report import Report
from opbx.embedded.processes import Supervisor
from tenants import due
from tenants.console.platform import ensure_platform
from tenants.console.services import PROVISION, add_organization
from tenants.context import in_tenant
from tenants.models import Organization

ACTOR = Actor.system("Benchmark")
ROOT = Path(settings.BASE_DIR)
# What the vendor allows: so many requests in so many seconds.
REQUESTS, WINDOW_SECONDS = 10, 3.0
WORST_RATIO, MOST_REQUESTS = 1.2, 60
PATIENCE_SECONDS = 300.0
FIRST_NUMBERS = range(100_000, 900_000)


@dataclass(frozen=True)
class Round:
    adding_seconds: float
    seconds: float
    requests: int
    refused: int  # with 429
    are_equal: bool

    @property
    def ratio(self) -> float:
        """Seconds taken, as a multiple of what the limit asks for this many requests."""
        return self.seconds / (self.requests / REQUESTS * WINDOW_SECONDS)


def run(report: Report, *, extensions: int, rounds: int) -> None:
    """Measure some rounds, each with an organization and a domain of its own, and judge their median."""
    ensure_platform()
    chance = random.Random(report.seed)  # noqa: S311 - extension numbers, nothing secret
    measured = []
    with _worker():
        for number in range(1, rounds + 1):
            one = _round(number, extensions, chance)
            measured.append(one)
            report.write(
                f"Round {number}    {extensions} extensions: added in {one.adding_seconds:.1f} s, "
                f"in sync {one.seconds:.2f} s later, {one.requests} requests, ratio {one.ratio:.2f}"
            )
    ratio = statistics.median(one.ratio for one in measured)
    report.bar("Median of seconds ÷ (requests ÷ 10 × 3 s)", ratio, at_most=WORST_RATIO)
    report.bar("Most requests of a round", max(one.requests for one in measured), at_most=MOST_REQUESTS)
    report.bar("Requests over the limit (429)", sum(one.refused for one in measured), at_most=0)
    report.must("Both sides are equal after each round", holds=all(one.are_equal for one in measured))


def _round(number: int, extensions: int, chance: random.Random) -> Round:
    domain = Simulated(f"bench{number}.cloudonix.net", str(uuid.uuid4()), f"XI{uuid.uuid4().hex.upper()}")
    domain.seed()
    with in_tenant(_organization(number)):
        connect_now(ACTOR, domain=domain.name, api_key=domain.key)
        time.sleep(WINDOW_SECONDS + 0.2)  # what the pairing used of the limit is not part of the measure
        before = domain.requests()
        began = time.monotonic()
        committed = _add(extensions, chance.choice(FIRST_NUMBERS))
        done = _wait_until_in_sync(extensions)
        requests = domain.requests()[len(before) :]
        wanted = set(SipAccount.objects.values_list("username", flat=True))
    have = [subscriber["msisdn"] for subscriber in domain.ask("/subscribers")]
    return Round(
        adding_seconds=committed - began,
        seconds=done - committed,
        requests=len(requests),
        refused=sum(status == 429 for status in requests),
        are_equal=len(have) == len(wanted) == extensions and set(have) == wanted,
    )


def _organization(number: int) -> Organization:
    platform = Organization.objects.get(kind=Organization.Kind.PLATFORM)
    with in_tenant(platform):
        made = add_organization(
            ACTOR, name=f"Bench {number}", slug=f"bench{number}", time_zone="Europe/Berlin", region="DE",
            voice_language="en",
        )  # fmt: skip
    with in_tenant(made):
        due.run(PROVISION)
    made.refresh_from_db()
    return made


def _add(extensions: int, first: int) -> float:
    """Add them in one transaction; returns the moment of its commit."""
    committed: list[float] = []
    numbers = [str(number) for number in range(first, first + extensions)]
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        for place in range(0, extensions, MOST_NUMBERS):
            add_extensions(ACTOR, numbers=numbers[place : place + MOST_NUMBERS])
    return committed[0]


def _wait_until_in_sync(extensions: int) -> float:
    """The moment at which every account was in sync and nothing waited; raises TimeoutError."""
    until = time.monotonic() + PATIENCE_SECONDS
    in_sync = SipAccount.objects.filter(sync_state=SipAccount.SyncState.IN_SYNC)
    while time.monotonic() < until:
        if in_sync.count() == extensions and not OutboxItem.objects.exists():
            return time.monotonic()
        time.sleep(0.02)
    raise TimeoutError(
        f"{in_sync.count()} of {extensions} accounts were in sync after {PATIENCE_SECONDS:g} s."
    )


@dataclass(frozen=True)
class Simulated:
    """A domain at the simulator, looked at without our client."""

    name: str
    uuid: str
    key: str

    def seed(self) -> None:
        domain = {"name": self.name, "uuid": self.uuid, "customer": "bench", "key": self.key}
        self._ask("/__sim__/seed", {"customers": [{"name": "bench"}], "domains": [domain]})

    def requests(self) -> list[int]:
        """The status of every request about this domain so far."""
        journal = self._ask("/__sim__/journal?kind=rest")
        return [one["status"] for one in journal if self.name in one["url"] or self.uuid in one["url"]]

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        return self._ask(f"/customers/self/domains/{self.name}{path}")

    def _ask(self, path: str, body: Any = None) -> Any:  # noqa: ANN401 - JSON
        request = urllib.request.Request(  # noqa: S310 - the simulator that the benchmark started
            settings.CLOUDONIX_URL + path,
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)


@contextmanager
def _worker() -> Iterator[None]:
    """Celery's worker with its clock, as in the demo."""
    supervisor = Supervisor()
    with tempfile.TemporaryDirectory(prefix="opbx-worker-") as name:
        folder = Path(name)
        loaded = folder / "worker.pid"
        command = [sys.executable, "-m", "celery", "-A", "opbx", "worker", "-B", "--concurrency", "2"]
        command += ["--schedule", str(folder / "beat"), "--without-gossip", "--without-mingle"]
        try:
            supervisor.start(
                "worker", [*command, "--pidfile", str(loaded)], log=folder / "worker.log", cwd=ROOT
            )
            supervisor.wait_until(loaded.exists, what="The worker", seconds=60)
            yield
        finally:
            supervisor.stop_all()

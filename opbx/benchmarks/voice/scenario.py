"""The benchmark of the voice route from beginning to end, and the bars it is held to."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from opbx.benchmarks.cpu import database_server
from opbx.benchmarks.load import Job, Request, ask
from opbx.benchmarks.organizations import hasty_database, settle_database
from opbx.benchmarks.report import Report
from opbx.benchmarks.voice import calls, data
from opbx.benchmarks.voice.data import Customer
from opbx.benchmarks.voice.measures import Meter, Window, hears_changes, median, statements_per_request
from opbx.benchmarks.voice.programs import Program, start_limit, start_ours, start_usual
from opbx.embedded.processes import Supervisor

CONNECTIONS, CROWD = 16, 100
STEADY_RATE, MIXED_RATE = 200.0, 100.0
_ACTION = re.compile(r'action="([^"]+)"')
# Of calls in the mixed flows: from outside to the number, from phone to phone, a Dial's end, an unknown number.
FLOWS = {"inbound": 60, "internal": 20, "dial_ended": 10, "unknown": 10}


@dataclass(frozen=True)
class Size:
    """How much is measured. seconds: of each window; steady_seconds: of each window at a fixed rate."""

    rounds: int = 5
    seconds: float = 3.0
    steady_seconds: float = 20.0
    tenants: int = 1000
    extensions: int = 5000
    changes: int = 10


QUICK = Size(rounds=1, seconds=0.3, steady_seconds=0.5, tenants=3, extensions=100, changes=2)


@dataclass(frozen=True)
class Customers:
    """office: the one that is called most. in_turn: its number whose calls ring in turn.

    big: one with many extensions. tenants: as many as there are.
    """

    office: Customer
    in_turn: str
    big: Customer
    tenants: list[Customer]


def run(report: Report, size: Size, *, postgres_log: Path) -> None:
    customers = _fill(report, size)
    supervisor = Supervisor()
    with tempfile.TemporaryDirectory(prefix="opbx-voice-") as name:
        folder = Path(name)
        line = customers.office.line
        try:
            usual = start_usual(supervisor, folder, host=line.host, key=line.bearer, number=line.number)
            programs = [start_ours(supervisor, folder), start_limit(supervisor, folder), usual]
            bench = Bench(report, size, customers, programs)
            bench.costs()
            bench.crowd()
            bench.steady()
            bench.scale()
            bench.mixed()
            bench.changes()
            logging = {"PGOPTIONS": "-c log_statement=all"}
            talkative = start_ours(supervisor, folder, name="ours with a log of statements", **logging)
            bench.statements(talkative, postgres_log)
        finally:
            supervisor.stop_all()


def _fill(report: Report, size: Size) -> Customers:
    began = time.monotonic()
    numbers = data.Numbers()
    with hasty_database():
        office = data.make_organization("office", numbers, data.FEW_EXTENSIONS)
        in_turn = data.add_turns(office, numbers)
        big = data.make_organization("big", numbers, size.extensions)
        tenants = list(data.make_copies(size.tenants, numbers))
    settle_database()
    report.write(
        f"Data       {size.tenants} organizations of {data.FEW_EXTENSIONS} extensions, one of {size.extensions}, "
        f"each with a published plan, in {time.monotonic() - began:.0f} s"
    )
    return Customers(office, in_turn, big, tenants)


class Bench:
    """One run: ours, the limit and the usual way stand ready; each method measures one thing and judges it."""

    def __init__(self, report: Report, size: Size, customers: Customers, programs: Sequence[Program]) -> None:
        self.report = report
        self.size = size
        self.customers = customers
        self.programs = programs
        self.ours = programs[0]
        self.meter = Meter(report, database_server())
        self.chance = random.Random(report.seed)  # noqa: S311 - the order of things, nothing secret
        self.call = calls.inbound(customers.office.line)
        for program in programs:
            self.meter.offer(program, self.job(program, [self.call], keep_alive=False))

    def job(
        self, program: Program, requests: list[Request], *, keep_alive: bool, connections: int = CONNECTIONS
    ) -> Job:
        return Job(program.port, requests, self.size.seconds, keep_alive, connections, expects="<Dial ")

    def costs(self) -> None:
        """Cost and pace of the three programs, each round in another order."""
        for keep_alive in (False, True):
            windows: dict[str, list[Window]] = {program.name: [] for program in self.programs}
            for _ in range(self.size.rounds):
                for program in self.chance.sample(self.programs, len(self.programs)):
                    job = self.job(program, [self.call], keep_alive=keep_alive)
                    windows[program.name].append(self.meter.window(program, job))
            title = _title(keep_alive)
            for name, measured in windows.items():
                self._write_windows(f"{name}, {title}", measured)
            self.report.bar(f"Cost ÷ limit, {title}", _ratio(windows, "ours", "limit"), at_most=2.5, goal=1.6)
            self.report.bar(
                f"Cost ÷ the usual way, {title}", _ratio(windows, "ours", "usual"), at_most=1 / 6, goal=1 / 12
            )

    def crowd(self) -> None:
        """How long callers wait when there are many at once."""
        for keep_alive in (False, True):
            job = self.job(self.ours, [self.call], keep_alive=keep_alive, connections=CROWD)
            p99 = median([self.meter.window(self.ours, job).p99 for _ in range(self.size.rounds)])
            self.report.bar(
                f"p99 at {CROWD} connections, {_title(keep_alive)}, ms", p99, at_most=150, goal=60
            )

    def steady(self) -> None:
        """How long callers wait at a fixed rate, counted from when each should have been sent."""
        for keep_alive in (False, True):
            job = Job(
                self.ours.port, [self.call], self.size.steady_seconds, keep_alive, rate=STEADY_RATE,
                expects="<Dial ",
            )  # fmt: skip
            p99 = self.meter.offer(self.ours, job).p99
            self.report.bar(
                f"p99 at {STEADY_RATE:g} requests/s, {_title(keep_alive)}, ms", p99, at_most=40, goal=10
            )

    def scale(self) -> None:
        """Cost with many extensions, and with many organizations."""
        big, tenants = self.customers.big, self.customers.tenants
        extensions = self._compare([self.call], [calls.inbound(big.line)])
        self.report.bar(
            f"Cost with {self.size.extensions} extensions ÷ {data.FEW_EXTENSIONS}", extensions, at_most=1.2,
            goal=1.05,
        )  # fmt: skip
        everybody = [calls.inbound(tenant.line) for tenant in tenants]
        self.chance.shuffle(everybody)
        self.report.bar(
            f"Cost with {self.size.tenants} organizations ÷ one", self._compare([self.call], everybody),
            at_most=2, goal=1.3,
        )  # fmt: skip

    def mixed(self) -> None:
        """Calls of several kinds at a fixed rate, over all organizations."""
        count = round(self.size.steady_seconds * MIXED_RATE)
        requests = [self._any_request() for _ in range(count)]
        job = Job(self.ours.port, requests, self.size.steady_seconds, keep_alive=False, rate=MIXED_RATE)
        result = self.meter.offer(self.ours, job)
        what = f"at {MIXED_RATE:g} requests/s, {self.size.tenants} organizations, mixed flows, ms"
        self.report.bar(f"p50 {what}", result.p50, at_most=15, goal=10)
        self.report.bar(f"p95 {what}", result.p95, at_most=75, goal=50)
        self.report.bar(f"p99 {what}", result.p99, at_most=250, goal=150)

    def changes(self) -> None:
        office = self.customers.office
        heard = hears_changes(
            self.ours,
            self.call,
            lambda number: data.change_members(office, (1 - number % 2) * data.MEMBERS),
            self.size.changes,
        )
        self.report.must(
            f"Each of {self.size.changes} saved changes is heard by the next request in every worker",
            holds=heard,
        )

    def statements(self, program: Program, log: Path) -> None:
        in_turn = calls.inbound(self.customers.office.line, self.customers.in_turn)
        for what, request, most in (("", self.call, 2), (" that rings in turn", in_turn, 3)):
            found = statements_per_request(program, log, [request] * 20)
            self.report.bar(f"Statements for each request{what}", found, at_most=most)

    def _compare(self, few: list[Request], many: list[Request]) -> float:
        """The median of cost(many) ÷ cost(few), alternating."""
        self._touch(many)
        ratios = []
        for _ in range(self.size.rounds):
            costs = [
                self.meter.window(self.ours, self.job(self.ours, requests, keep_alive=False)).microseconds
                for requests in (few, many)
            ]
            ratios.append(costs[1] / costs[0])
        return median(ratios)

    def _touch(self, requests: list[Request]) -> None:
        """Have each worker meet what it has not met yet: plans to decode, tables that PostgreSQL must open."""
        seconds = max(self.size.seconds, len(requests) / 100)
        job = Job(self.ours.port, requests, seconds, keep_alive=False, connections=CONNECTIONS)
        self.meter.offer(self.ours, job)

    def _any_request(self) -> Request:
        tenant = self.chance.choice(self.customers.tenants)
        flow = self.chance.choices(list(FLOWS), list(FLOWS.values()))[0]
        line = tenant.line
        match flow:
            case "internal":
                caller, _ = data.usernames(tenant, 2)
                return calls.from_phone(line, caller, caller.partition("_")[0][:-1] + "1")
            case "dial_ended":
                return self._end_of_a_dial(tenant)
            case "unknown":
                return calls.inbound(line, "+493055555555")
            case _:
                return calls.inbound(line)

    def _end_of_a_dial(self, tenant: Customer) -> Request:
        session = f"{self.chance.getrandbits(64):016x}"
        first = calls.inbound(tenant.line, session=session)
        link = _ACTION.search(ask(self.ours.port, first))
        if link is None:
            raise RuntimeError("The answer to a call to the number holds no Dial.")
        path = link.group(1).removeprefix(settings.PUBLIC_URL)
        return calls.dial_ended(tenant.line, path, session, "no-answer")

    def _write_windows(self, what: str, windows: list[Window]) -> None:
        again = sum(window.tries - 1 for window in windows)
        remark = f", {again} windows measured again" if again else ""
        self.report.write(
            f"{what:<28}{median([one.microseconds for one in windows]):7.0f} µs/request"
            f"{median([one.per_second for one in windows]):8.0f} requests/s"
            f"   p99 {median([one.p99 for one in windows]):5.1f} ms"
            f"   client {median([one.client for one in windows]):3.0f} µs{remark}"
        )


def _ratio(windows: Mapping[str, list[Window]], one: str, other: str) -> float:
    """The median of the rounds' ratios of cost."""
    pairs = zip(windows[one], windows[other], strict=True)
    return median([ours.microseconds / theirs.microseconds for ours, theirs in pairs])


def _title(keep_alive: bool) -> str:  # noqa: FBT001 - of this module alone
    return "keep-alive on" if keep_alive else "keep-alive off"

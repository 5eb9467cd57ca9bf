"""What is measured of a program: its cost, its pace, how long callers wait, what it asks of PostgreSQL."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from opbx.benchmarks.cpu import cpu_seconds
from opbx.benchmarks.load import Job, Request, Result, ask, offer
from opbx.benchmarks.report import Report
from opbx.benchmarks.voice.programs import Program, alone

# With keep-alive a worker sometimes accepts nearly all connections; the other idles, and the figures are of one
# worker under twice its load. Such a window is measured again.
MOST_OF_ONE_WORKER = 0.75
TRIES = 5
HOUSEKEEPING = re.compile(r"BEGIN|COMMIT|ROLLBACK|SET |SAVEPOINT|RELEASE|DEALLOCATE", re.IGNORECASE)
_STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (.*)")


@dataclass(frozen=True)
class Window:
    """microseconds: CPU for each request, of the program's processes and of PostgreSQL's. p99: in milliseconds.

    client: CPU of the load generator for each request, in microseconds.
    """

    microseconds: float
    per_second: float
    p99: float
    client: float
    tries: int


class Meter:
    """Offers load to programs and reads what it cost; database: the process id of the PostgreSQL server."""

    def __init__(self, report: Report, database: int) -> None:
        self.report = report
        self.database = database

    def window(self, program: Program, job: Job) -> Window:
        tries = 0
        while True:
            tries += 1
            before, workers = cpu_seconds(program.pid, self.database), program.cpu_of_workers()
            result = self.offer(program, job)
            used = cpu_seconds(program.pid, self.database) - before
            shares = [now - then for now, then in zip(program.cpu_of_workers(), workers, strict=True)]
            if max(shares) <= MOST_OF_ONE_WORKER * sum(shares) or tries == TRIES:
                cost = used / result.answered * 1e6
                return Window(cost, result.per_second, result.p99, result.own_microseconds, tries)

    def offer(self, program: Program, job: Job) -> Result:
        """Offer the load; every answer has to be right."""
        result = offer(job)
        if result.failed or not result.answered:
            self.report.must(
                f"{program.name}: {result.failed} answers were wrong: {result.wrong}", holds=False
            )
        if not result.answered:
            raise RuntimeError(f"{program.name} gave no right answer. Its log: {program.child.log}")
        return result


def median(values: list[float]) -> float:
    return statistics.median(values)


def statements_per_request(program: Program, log: Path, requests: list[Request]) -> float:
    """What reaches PostgreSQL for each request, housekeeping aside; the program's sessions log their statements."""
    for _ in range(5):
        warm_up = Job(program.port, requests, seconds=0.2, keep_alive=False, connections=16)
        offer(warm_up)
    begin = log.stat().st_size
    for request in requests:
        ask(program.port, request)
    with log.open("rb") as file:
        file.seek(begin)
        lines = file.read().decode("utf-8", "replace").splitlines()
    found = [match.group(1).strip() for line in lines if (match := _STATEMENT.search(line))]
    return sum(not HOUSEKEEPING.match(text) for text in found) / len(requests)


def hears_changes(program: Program, request: Request, change: Callable[[int], str], changes: int) -> bool:
    """Whether the next request after each saved change follows it, in every worker.

    change: saves the n-th change and returns what the answer contains from then on.
    The other workers are stopped while one is asked, so that no other can answer.
    """
    workers = program.workers()
    for number in range(changes):
        expected = change(number)
        for worker in workers:
            with alone(worker, workers):
                if expected not in ask(program.port, request):
                    return False
    return True

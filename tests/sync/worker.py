"""Workers that can be killed: a process that forks one for each line it reads, `python -m tests.sync.worker`.

A line is the short name of an organization, a database, the address of Cloudonix, and for how many seconds an
answer is waited for. What is written back is the process id of a worker that drains the organization's outbox until
nothing is left to do: a real process with connections of its own. Waits are shortened, or a test would take as long
as Cloudonix may.
"""

from __future__ import annotations

import os
import signal
import sys
import time

import django


def hurry(read_seconds: float) -> None:
    from cloudonix.api import open_http
    from cloudonix.outbox import claims
    from cloudonix.sync import attempts, clients, health, limiter

    clients.shared_http = lambda url: open_http(url, read_seconds=read_seconds)
    limiter.REQUESTS = limiter.REQUESTS_WHILE_SLOW = 10_000
    attempts.SHORTEST_DELAY = attempts.FIRST_DELAY = 0.02
    attempts.LONGEST_DELAY = 0.2
    health.OPEN_FOR = type(health.OPEN_FOR)(seconds=0.1)
    # One worker at a time: whoever claimed before this one is dead.
    claims.CLAIM_LASTS = type(claims.CLAIM_LASTS)(seconds=0)


def work(slug: str, database: str, url: str, read_seconds: str) -> None:
    from django.conf import settings

    from cloudonix.sync.dispatch import drain
    from tenants.context import in_tenant
    from tenants.models import Organization
    from tests.databases import use_database

    hurry(float(read_seconds))
    settings.CLOUDONIX_URL = url
    use_database(database)
    with in_tenant(Organization.objects.get(slug=slug)):
        while drain() is not None:
            time.sleep(0.01)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    import cloudonix.sync.dispatch  # noqa: F401 - once, for all the children

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                work(*line.split())
            finally:
                os._exit(0)
        say(str(pid))


if __name__ == "__main__":
    main()

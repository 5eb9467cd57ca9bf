"""Which database of the broker a process of the tests has for its own: what one sends, no other may take."""

from __future__ import annotations

import os
from urllib.parse import urlsplit


def broker_url(server: str, *, of_demo: bool = False) -> str:
    """Database 0 for the tests of the first process and 1 for the demo it starts, 2 and 3 for the next, and so on.

    A server has 16 databases unless told otherwise, enough for eight processes.

    server: REDIS_URL as it was given, whatever database it names.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return urlsplit(server)._replace(path=f"/{worker * 2 + of_demo}").geturl()

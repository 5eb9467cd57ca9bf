"""Decides between the servers that the environment names and embedded ones."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from opbx.embedded.ports import answers
from opbx.embedded.postgres import start_postgres
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor
from opbx.embedded.valkey import start_valkey


def server_urls(supervisor: Supervisor, folder: Path, logs: Path) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL for the children; a server given in the environment wins."""
    database = os.environ.get("DATABASE_URL", "").strip()
    if database:
        _require_answer("DATABASE_URL", database, default_port=5432)
    else:
        database = start_postgres(supervisor, folder / "postgres", log=logs / "postgres.log").url
    broker = os.environ.get("REDIS_URL", "").strip()
    if broker:
        _require_answer("REDIS_URL", broker, default_port=6379)
    else:
        broker = start_valkey(supervisor, folder / "valkey", log=logs / "valkey.log").url
    return {"DATABASE_URL": database, "REDIS_URL": broker}


def _require_answer(name: str, url: str, *, default_port: int) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or default_port
    except ValueError:
        raise CannotStart(
            f"{name} cannot be read. It looks like scheme://user:password@host:port/name."
        ) from None
    if host is not None and not answers(port, host):
        raise CannotStart(
            f"{name} names {host}:{port}, where nothing answers. Start that server, or unset {name} to use "
            "the embedded one."
        )

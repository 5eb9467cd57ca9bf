"""The limit program: what any answer to a call costs under gunicorn. Bare WSGI, a pool, one indexed SELECT, XML.

It reads the body, finds the dialled number's ready document and returns it. It checks no secret, decides nothing and
stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from psycopg_pool import ConnectionPool

from opbx.env import env_str

THREADS = 4

_pool = ConnectionPool(
    env_str("DATABASE_URL"), min_size=THREADS, max_size=THREADS, kwargs={"autocommit": True}, open=True
)


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    dialled = msgspec.json.decode(body)["To"]
    with _pool.connection() as connection:
        row = connection.execute("SELECT document FROM number WHERE e164 = %s", [dialled]).fetchone()
    inside = row[0] if row is not None else "<Hangup/>"
    answer = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode()
    headers = [("Content-Type", "application/xml; charset=utf-8"), ("Content-Length", str(len(answer)))]
    start_response("200 OK", headers)
    return [answer]

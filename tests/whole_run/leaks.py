"""Where a running demo could keep or show a secret, and how to look for one there."""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import psycopg
import redis
from psycopg import sql

SECRET_NAMES = {"sip_password", "value", "authorization-api-key"}
BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


def spellings(secret: str) -> tuple[str, ...]:
    """A secret as text, and as the bytes that PostgreSQL shows of a binary column."""
    return secret, secret.encode().hex()


def found_in(text: str, secrets: Iterable[str]) -> list[str]:
    """The secrets that stand in a text, or in what the text holds in base64."""
    whole = "\n".join([text, *_decoded(text)])
    return [secret for secret in secrets if any(one in whole for one in spellings(secret))]


def _decoded(text: str) -> Iterator[str]:
    for part in BASE64.findall(text):
        try:
            yield base64.b64decode(part, validate=True).decode(errors="replace")
        except binascii.Error:
            continue


def at_cloudonix(state: Path) -> set[str]:
    """What the simulator knows in clear: SIP passwords, keys of all levels, request keys."""
    return set(_secrets_in(json.loads(state.read_text())))


def _secrets_in(part: object, name: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _secrets_in(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _secrets_in(value, name)
    elif isinstance(part, str) and name in SECRET_NAMES and len(part) >= 16:
        yield part


# --- rows ---------------------------------------------------------------------------------------------------------


def tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()


def rows_with(connection: psycopg.Connection, secrets: Iterable[str]) -> set[str]:
    """The tables, with their schema, of which a row holds one of the secrets in any column."""
    wanted = [f"%{one}%" for secret in secrets for one in spellings(secret)]
    query = sql.SQL("SELECT 1 FROM {} AS row WHERE row::text LIKE ANY(%s) LIMIT 1")
    return {
        f"{schema}.{table}"
        for schema, table in tables(connection)
        if connection.execute(query.format(sql.Identifier(schema, table)), [wanted]).fetchone()
    }


def sessions(connection: psycopg.Connection) -> str:
    """What people's sessions hold, which Django compresses and signs."""
    kept = []
    for schema, table in tables(connection):
        if table == "django_session":
            query = sql.SQL("SELECT session_data FROM {}").format(sql.Identifier(schema, table))
            kept += [_unpacked(data) for (data,) in connection.execute(query).fetchall()]
    return "\n".join(kept)


def _unpacked(data: str) -> str:
    payload = data.lstrip(".").split(":")[0]
    content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return (zlib.decompress(content) if data.startswith(".") else content).decode()


# --- files --------------------------------------------------------------------------------------------------------


def texts(*folders: Path) -> dict[str, str]:
    """All files of the folders by name."""
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.name: path.read_text(errors="replace") for path in found}


# --- the broker ---------------------------------------------------------------------------------------------------


class Eavesdropper:
    """Hears every command that anybody sends to the broker, so also the messages that a worker has taken by now."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._heard: list[str] = []
        self._listens, self._is_done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._listens.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_done.set()
        with redis.Redis.from_url(self._url) as broker:
            broker.ping()  # something to hear, so that the thread looks up
        self._thread.join(30)
        assert not self._thread.is_alive()

    def _listen(self) -> None:
        with redis.Redis.from_url(self._url) as broker, broker.monitor() as monitor:
            self._listens.set()
            for heard in monitor.listen():
                self._heard.append(heard["command"])
                if self._is_done.is_set():
                    return

    @property
    def text(self) -> str:
        # MONITOR shows quotes inside a command escaped.
        return "\n".join(self._heard).replace('\\"', '"')


def kept_by_broker(url: str) -> str:
    """All keys with what they hold now."""
    with redis.Redis.from_url(url, decode_responses=True, encoding_errors="replace") as broker:
        read = {
            "string": broker.get,
            "list": lambda key: broker.lrange(key, 0, -1),
            "hash": broker.hgetall,
            "set": broker.smembers,
            "zset": lambda key: broker.zrange(key, 0, -1, withscores=True),
        }
        return "\n".join(f"{key} {read[broker.type(key)](key)}" for key in broker.scan_iter())

"""Statements in libpq's own words, and which of them a connection keeps prepared; `tenants.statements` runs them."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus

Parameters = Sequence[object] | Mapping[str, object]
# How often a connection meets a statement before it prepares it, and how many it keeps, so that the statements of
# many tenants cannot fill PostgreSQL's memory. With very many tenants none is met so often lately, and none prepared.
AFTER = 3
MOST = 100

_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")
_BOOL, _BYTEA, _INT8, _INT4, _UUID, _UNKNOWN = 16, 17, 20, 23, 2950, 0


@lru_cache(maxsize=4096)
def numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with $1, $2 … for %s or %(name)s, and the names in their order; no names for %s."""
    names: dict[str, int] = {}
    count = 0

    def place(match: re.Match[str]) -> str:
        nonlocal count
        if match.group() == "%%":
            return "%"
        name = match.group(1)
        if name is None:
            count += 1
            return f"${count}"
        return f"${names.setdefault(name, len(names) + 1)}"

    text = _PLACE.sub(place, statement)
    return text.encode(), tuple(names)


def as_texts(values: Sequence[object]) -> tuple[tuple[int, ...], list[bytes | None]] | None:
    """PostgreSQL's types of the values (0: it finds out) and the values as it reads them.

    None when one is of a kind that is left to psycopg. Raises DataError for text with NUL.
    """
    types: list[int] = []
    texts: list[bytes | None] = []
    for value in values:
        kind = _KINDS.get(type(value))
        if kind is None:
            return None
        oid, text = kind(value)
        types.append(oid)
        texts.append(text)
    return tuple(types), texts


def _of_text(value: str) -> tuple[int, bytes]:
    text = value.encode()
    if b"\x00" in text:
        # libpq would cut it off there.
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return _UNKNOWN, text


def _of_int(value: int) -> tuple[int, bytes]:
    return _INT4 if -(2**31) <= value < 2**31 else _INT8, b"%d" % value


_KINDS: dict[type, Callable[[Any], tuple[int, bytes | None]]] = {
    str: _of_text,
    int: _of_int,
    bool: lambda value: (_BOOL, b"t" if value else b"f"),
    bytes: lambda value: (_BYTEA, b"\\x" + value.hex().encode()),
    UUID: lambda value: (_UUID, str(value).encode()),
    type(None): lambda _: (_UNKNOWN, None),
}


class Prepared:
    """What one connection has prepared, and how often it met what it has not, the latest last."""

    __slots__ = ("_met", "_names", "_next")

    def __init__(self) -> None:
        self._names: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._met: OrderedDict[tuple[bytes, tuple[int, ...]], int] = OrderedDict()
        self._next = 0

    def run(  # psycopg's PGconn and PGresult are protocols that lack these types
        self,
        database: Any,  # noqa: ANN401
        query: bytes,
        types: tuple[int, ...],
        texts: list[bytes | None],
        *,
        at_once: bool,
    ) -> Any:  # noqa: ANN401
        """Run the query, prepared when it is met often enough; raises psycopg's errors.

        at_once: prepare it the first time.
        """
        key = query, types
        name = self._names.get(key)
        if name is None and self._is_worth_it(key, at_once=at_once):
            name = self._prepare(database, key)
        if name is None:
            return _checked(database, database.exec_params(query, texts, types))
        self._names.move_to_end(key)
        return _checked(database, database.exec_prepared(name, texts))

    def _is_worth_it(self, key: tuple[bytes, tuple[int, ...]], *, at_once: bool) -> bool:
        met = self._met.pop(key, 0)
        if at_once or met >= AFTER:
            return True
        self._met[key] = met + 1
        if len(self._met) > MOST:
            self._met.popitem(last=False)
        return False

    def _prepare(self, database: Any, key: tuple[bytes, tuple[int, ...]]) -> bytes:  # noqa: ANN401 - as above
        if len(self._names) >= MOST:
            _, oldest = self._names.popitem(last=False)
            _checked(database, database.exec_(b"DEALLOCATE " + oldest))
        self._next += 1
        name = b"opbx_%d" % self._next
        _checked(database, database.prepare(name, *key))
        self._names[key] = name
        return name


def _checked(database: Any, result: Any) -> Any:  # noqa: ANN401 - as above
    if result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    if database.status == ConnStatus.BAD:
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)

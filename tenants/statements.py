"""Single schema-qualified statements for the paths that machines call; no tenant is entered for them.

Everything else goes through the ORM inside `tenants.context`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import OperationalError
from django.db import connection as django_connection
from psycopg import sql
from psycopg_pool import PoolTimeout

Parameters = Sequence[object] | Mapping[str, object]
# A statement of one tenant is prepared when a connection has met it so often lately. psycopg keeps the newest 100 of
# a connection, so that many tenants cannot fill the server's memory; with very many, none is prepared.
PREPARE_AFTER = 3

# Its pool is missing in the types of a connection in general.
connection: Any = django_connection


def qualified(schema: str, table: str) -> str:
    """The table of a schema as it is written in a statement, quoted by psycopg."""
    return sql.Identifier(schema, table).as_string(None)


def one_row(
    statement: str, parameters: Parameters, *, is_the_same_for_all: bool = False
) -> tuple[Any, ...] | None:
    """Run one repeatable statement outside of any tenant and return its first row.

    is_the_same_for_all: the text names no tenant, so it is worth keeping prepared from the first time on.
    A connection that broke while it was idle is replaced once, so the statement must be safe to run twice.
    Raises Django's database errors.
    """
    try:
        return _first_row(statement, parameters, prepare=is_the_same_for_all or None)
    except OperationalError as error:
        if connection.in_atomic_block or isinstance(error.__cause__, PoolTimeout):
            raise
        _replace_broken_connections()
        return _first_row(statement, parameters, prepare=is_the_same_for_all or None)


def _first_row(statement: str, parameters: Parameters, *, prepare: bool | None) -> tuple[Any, ...] | None:
    pool = _pool_to_borrow_from()
    if pool is None:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return _run(connection.connection, statement, parameters, prepare=prepare)
    # Borrowed from Django's pool without Django, which would look at every setting of the connection again.
    with connection.wrap_database_errors:
        lent = pool.getconn()
        try:
            # A transaction that nobody commits would be rolled back on return.
            if not lent.autocommit:
                lent.autocommit = True
            return _run(lent, statement, parameters, prepare=prepare)
        finally:
            pool.putconn(lent)


def _run(
    database: psycopg.Connection[Any], statement: str, parameters: Parameters, *, prepare: bool | None
) -> tuple[Any, ...] | None:
    # psycopg's own cursor: Django's would set the search path first, which doubles the round trips.
    with psycopg.Cursor(database) as cursor:
        database.prepare_threshold = PREPARE_AFTER
        try:
            cursor.execute(statement, parameters, prepare=prepare)
        finally:
            database.prepare_threshold = None  # the ORM's statements are not kept prepared
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _pool_to_borrow_from() -> Any:  # noqa: ANN401 - psycopg_pool's, generic in the connection
    """The pool, unless this thread holds a connection of its own: a test's transaction, or no pool at all."""
    pool = connection.pool if connection.connection is None else None
    if pool is not None and pool.closed:
        pool.open()
    return pool


def _replace_broken_connections() -> None:
    pool = _pool_to_borrow_from()
    if pool is None:
        connection.close()
    else:
        pool.check()

"""Single schema-qualified statements for the paths that machines call; no tenant is entered for them.

Everything else goes through the ORM inside `tenants.context`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from psycopg import sql
from psycopg.adapt import Transformer
from psycopg_pool import PoolTimeout

from tenants.prepared import Parameters, Prepared, as_texts, numbered

_prepared: WeakKeyDictionary[psycopg.Connection[Any], Prepared] = WeakKeyDictionary()


def qualified(schema: str, table: str) -> str:
    """The table of a schema as it is written in a statement, quoted by psycopg."""
    return sql.Identifier(schema, table).as_string(None)


def one_row(
    statement: str, parameters: Parameters, *, is_the_same_for_all: bool = False
) -> tuple[Any, ...] | None:
    """Run one repeatable statement outside of any tenant and return its first row.

    is_the_same_for_all: the text names no tenant, so it is worth keeping prepared from the first time on; one of a
        tenant is prepared when a connection meets it often.
    A connection that broke while it was idle is replaced once, so the statement must be safe to run twice.
    Raises Django's database errors.
    """
    try:
        return _first_row(statement, parameters, at_once=is_the_same_for_all)
    except OperationalError as error:
        if connection.in_atomic_block or isinstance(error.__cause__, PoolTimeout):
            raise
        _replace_broken_connections()
        return _first_row(statement, parameters, at_once=is_the_same_for_all)


def _first_row(statement: str, parameters: Parameters, *, at_once: bool) -> tuple[Any, ...] | None:
    # This thread's own, looked up once: each look takes as long as a small decision.
    own: Any = connections[DEFAULT_DB_ALIAS]
    pool = _pool_to_borrow_from(own)
    if pool is None:
        own.ensure_connection()
        with own.wrap_database_errors:
            return _run(own.connection, statement, parameters, at_once=at_once)
    # Borrowed from Django's pool without Django, which would look at every setting of the connection again.
    with own.wrap_database_errors:
        lent = pool.getconn()
        try:
            # A transaction that nobody commits would be rolled back on return.
            if not lent.autocommit:
                lent.autocommit = True
            return _run(lent, statement, parameters, at_once=at_once)
        finally:
            pool.putconn(lent)


def _run(
    database: psycopg.Connection[Any], statement: str, parameters: Parameters, *, at_once: bool
) -> tuple[Any, ...] | None:
    query, names = numbered(statement)
    values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
    as_read = as_texts(values)
    if as_read is None:
        with psycopg.Cursor(database) as cursor:
            return cursor.execute(statement, parameters).fetchone()
    # libpq's own call, past Django's cursor, which would set the search path first, and past psycopg's, which takes
    # the interpreter lock from and gives it to the other threads several times for each statement.
    prepared = _prepared.get(database)
    if prepared is None:
        prepared = _prepared.setdefault(database, Prepared())
    result = prepared.run(database.pgconn, query, *as_read, at_once=at_once)
    if not result.ntuples:
        return None
    reader = Transformer(database)
    reader.set_pgresult(result)
    row: tuple[Any, ...] = reader.load_row(0, tuple)
    return row


def _pool_to_borrow_from(own: Any) -> Any:  # noqa: ANN401 - Django's, whose types lack its pool, which is generic
    """The pool, unless this thread's connection is open: a test's transaction, or no pool at all."""
    pool = own.pool if own.connection is None else None
    if pool is not None and pool.closed:
        pool.open()
    return pool


def _replace_broken_connections() -> None:
    pool = _pool_to_borrow_from(connections[DEFAULT_DB_ALIAS])
    if pool is None:
        connection.close()
    else:
        pool.check()

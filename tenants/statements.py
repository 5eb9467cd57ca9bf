"""Single schema-qualified statements for the paths that machines call; no tenant is entered for them.

Everything else goes through the ORM inside `tenants.context`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg import sql


def qualified(schema: str, table: str) -> str:
    """The table of a schema as it is written in a statement, quoted by psycopg."""
    return sql.Identifier(schema, table).as_string(None)


def one_row(
    statement: str, parameters: Sequence[object] | Mapping[str, object], *, is_the_same_for_all: bool = False
) -> tuple[Any, ...] | None:
    """Run one repeatable statement outside of any tenant and return its first row.

    is_the_same_for_all: the text names no tenant, so it is worth keeping prepared; one per tenant would
        only fill the connection's memory.
    A connection that broke while it was idle is replaced once, so the statement must be safe to run twice.
    Raises Django's database errors.
    """
    try:
        return _first_row(statement, parameters, prepare=is_the_same_for_all)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _first_row(statement, parameters, prepare=is_the_same_for_all)


def _first_row(
    statement: str, parameters: Sequence[object] | Mapping[str, object], *, prepare: bool
) -> tuple[Any, ...] | None:
    connection.ensure_connection()
    # psycopg's own cursor: Django's would set the search path first, which doubles the round trips.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=prepare)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row

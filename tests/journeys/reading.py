"""What the running product noted of a call, read from its database: starting a shell for it takes seconds."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from tests.journeys.conftest import Running


@dataclass(frozen=True)
class NotedStep:
    """reason: the code that sums the step up. outcomes: of its trace. text: all that is stored of it."""

    reason: str
    outcomes: tuple[str, ...]
    text: str


def journey_of(running: Running, token: str) -> list[NotedStep]:
    """The steps of a call of acme's, in their order."""
    with psycopg.connect(running.demo.environment["DATABASE_URL"]) as connection:
        of_acme = "SELECT schema_name FROM public.tenants_organization WHERE slug = 'acme'"
        (schema,) = connection.execute(of_acme).fetchone()
        rows = connection.execute(
            f'SELECT reason, trace, cxml FROM "{schema}".calls_journeystep WHERE session_token = %s ORDER BY id',
            [token],
        ).fetchall()
    return [
        NotedStep(reason, tuple(entry["outcome"] for entry in trace), f"{trace} {cxml}")
        for reason, trace, cxml in rows
    ]

"""Whose turn it is in a ring group: one statement reads and moves it, whoever else asks at the same time.

All that a turn depends on lies in one row for each group. ON CONFLICT DO UPDATE locks that row and computes from its
newest version; rows beside it would be read as they were before the wait for the lock. A stage that asks again moves
nothing: once its note is stored it is not served at all, because the note has its answer, and until then the row
itself remembers the newest stages and what they got.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cloudonix.webhooks import usage
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from routing.engine.limits import CallsInUse
from routing.engine.live import Want
from routing.engine.turns import LongestWaiting, NextTurn
from tenants import statements

# How many turns may be given between the turn of a request and its note without a repeat of it being served twice.
REMEMBERED = 128


def next_turns(credential: Credential, stage: Stage, wants: Sequence[NextTurn]) -> Mapping[Want, int]:
    """The number of each call's turn, by one statement each; one path of a call rings one group."""
    return _each(credential, stage, wants)


def longest_waiting(
    credential: Credential, stage: Stage, wants: Sequence[LongestWaiting]
) -> Mapping[Want, int]:
    """The place of the member that waits longest, by one statement each; none where all have their calls."""
    return _each(credential, stage, wants)


def turn_and_uses(
    credential: Credential, stage: Stage, turn: NextTurn | LongestWaiting, uses: Sequence[CallsInUse]
) -> Mapping[Want, Any]:
    """Whose turn it is and how many calls the members have, by one statement for both."""
    statement = _with_uses(credential.schema, _insert(credential.schema, turn, counted=True))
    row = statements.one_row(
        statement, {**_parameters(stage, turn), **usage.parameters_of(stage.call.session, uses)}
    )
    if row is None:
        raise RuntimeError("Counting calls returned no row.")
    found: dict[Want, Any] = dict(usage.uses_in(row, uses))
    if row[usage.COLUMNS] is not None:
        found[turn] = row[usage.COLUMNS]
    return found


def _each(
    credential: Credential, stage: Stage, wants: Sequence[NextTurn | LongestWaiting]
) -> Mapping[Want, int]:
    found: dict[Want, int] = {}
    for want in wants:
        if isinstance(want, LongestWaiting) and want.levels:
            found.update(turn_and_uses(credential, stage, want, ()))
            continue
        statement = _insert(credential.schema, want, counted=False)
        row = statements.one_row(statement, _parameters(stage, want))
        if row is not None:
            found[want] = row[0]
    return found


def _insert(schema: str, want: NextTurn | LongestWaiting, *, counted: bool) -> str:
    """counted: whether the tables of usage.counting stand before it."""
    if isinstance(want, NextTurn):
        return _next_turn(schema)
    return _longest_waiting(schema, want.since_answered, counted and bool(want.levels))


@lru_cache(maxsize=4096)
def _with_uses(schema: str, insert: str) -> str:
    tables, columns = usage.counting(schema)
    turn = f"turn AS ({insert})"
    return f"WITH {tables}, {turn} SELECT {columns}, (SELECT answer FROM turn)"  # noqa: S608 - both as above


def _parameters(stage: Stage, want: NextTurn | LongestWaiting) -> dict[str, object]:
    own: dict[str, object] = {"group": want.group, **_names(stage)}
    if isinstance(want, LongestWaiting):
        own |= {
            "places": [place for place, _ in want.candidates],
            "members": [member for _, member in want.candidates],
            "levels": list(want.levels or [0] * len(want.candidates)),
            "ring_seconds": want.ring_seconds,
        }
    return own


def _names(stage: Stage) -> dict[str, object]:
    session, stage_id = stage.call.session, stage.stage_id
    digest = hashlib.blake2b(f"{session}\0{stage_id}".encode(), digest_size=8).digest()
    return {
        "session": session,
        "stage_id": stage_id,
        "stage": int.from_bytes(digest, "big", signed=True),
    }


def _has_no_note(schema: str) -> str:
    steps = statements.qualified(schema, "calls_journeystep")
    return f"NOT EXISTS (SELECT FROM {steps} WHERE session_token = %(session)s AND stage_id = %(stage_id)s)"


@lru_cache(maxsize=4096)
def _next_turn(schema: str) -> str:
    table = statements.qualified(schema, "routing_ringgroupturns")
    return f"""
        INSERT INTO {table} AS kept (group_key, turns, stages, picks, rung, answered)
        SELECT %(group)s, 1, ARRAY[%(stage)s]::bigint[], '{{}}', '{{}}', '{{}}' WHERE {_has_no_note(schema)}
        ON CONFLICT (group_key) DO UPDATE SET (turns, stages) = (
            SELECT kept.turns + 1, (kept.stages || excluded.stages)[{_OLDEST} :]
            WHERE excluded.stages[1] <> ALL (kept.stages)
            UNION ALL
            SELECT kept.turns, kept.stages WHERE excluded.stages[1] = ANY (kept.stages)
        )
        RETURNING turns - 1 - cardinality(stages) + array_position(stages, %(stage)s) AS answer
    """


# The place of the oldest stage that stays when one is added.
_OLDEST = f"GREATEST(cardinality(kept.stages) - {REMEMBERED - 2}, 1)"
_NOW = "extract(epoch FROM clock_timestamp())"
_LAST_RUNG = "COALESCE((kept.rung -> member ->> 0)::bigint, 0)"
# Of those who answered equally long ago, and before them all, come those who do not ring for another call just now.
_SINCE_ANSWERED = f"""
    COALESCE((kept.rung -> member ->> 1)::float8, 0) > {_NOW} - %(ring_seconds)s,
    COALESCE((kept.answered ->> member)::float8, 0),
"""
# Members with a level are extensions, so that their identity is their key.
_BELOW_LEVEL = """
    WHERE CASE WHEN level = 0 THEN true
        ELSE (SELECT count(*) FROM live WHERE member::uuid = ANY (live.keys)) < level END
"""


@lru_cache(maxsize=4096)
def _longest_waiting(schema: str, since_answered: bool, by_levels: bool) -> str:  # noqa: FBT001 - lru_cache counts keywords apart
    table = statements.qualified(schema, "routing_ringgroupturns")
    first = _SINCE_ANSWERED if since_answered else ""
    # Whoever has as many calls as their level is passed over; without any other nothing is written.
    candidates = f"""
        unnest(%(places)s::smallint[], %(members)s::text[], %(levels)s::int[]) AS candidate (place, member, level)
        {_BELOW_LEVEL if by_levels else ""}
    """
    return f"""
        INSERT INTO {table} AS kept (group_key, turns, stages, picks, rung, answered)
        SELECT %(group)s, 1, ARRAY[%(stage)s]::bigint[], ARRAY[place],
            jsonb_build_object(member, jsonb_build_array(1, {_NOW})), '{{}}'
        FROM (SELECT place, member FROM {candidates} ORDER BY place LIMIT 1) AS first
        WHERE {_has_no_note(schema)}
        ON CONFLICT (group_key) DO UPDATE SET (turns, stages, picks, rung) = (
            SELECT kept.turns + 1, (kept.stages || excluded.stages)[{_OLDEST} :],
                (kept.picks || place)[{_OLDEST} :],
                kept.rung || jsonb_build_object(member, jsonb_build_array(kept.turns + 1, {_NOW}))
            FROM (SELECT place, member FROM {candidates} ORDER BY {first} {_LAST_RUNG}, place LIMIT 1) AS picked
            WHERE excluded.stages[1] <> ALL (kept.stages)
            UNION ALL
            SELECT kept.turns, kept.stages, kept.picks, kept.rung
            WHERE excluded.stages[1] = ANY (kept.stages)
        )
        RETURNING picks[array_position(stages, %(stage)s)] AS answer
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter

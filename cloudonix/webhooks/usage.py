"""How many calls there are: counted for the limits in one statement over calls that have not ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from routing.engine.limits import CallsInUse, Use
from routing.engine.live import Want
from routing.engine.reasons import Reason
from tenants import statements

# Steps after which something rings or talks outside.
_OUTSIDE = [Reason.OUTSIDE_RINGING.value, Reason.MOBILE_RINGING.value]
# A Dial ends a little later than it should: so long its phones still count as ringing.
_GRACE_SECONDS = 5
COLUMNS = 6


def calls_in_use(credential: Credential, stage: Stage, wants: Sequence[CallsInUse]) -> Mapping[Want, Use]:
    """Answer all of them; the call that asks is not counted."""
    return _counted(credential.schema, stage.call.session, wants)


def calls_in_use_now(schema: str, wants: Sequence[CallsInUse]) -> Mapping[Want, Use]:
    """The same for an organization, when no call asks."""
    return _counted(schema, "", wants)


def _counted(schema: str, session: str, wants: Sequence[CallsInUse]) -> Mapping[Want, Use]:
    row = statements.one_row(_select(schema), parameters_of(session, wants))
    if row is None:
        raise RuntimeError("Counting calls returned no row.")
    return uses_in(row, wants)


def parameters_of(session: str, wants: Sequence[CallsInUse]) -> dict[str, object]:
    """What the tables and columns of `counting` name."""
    return {"session": session, "outside": _OUTSIDE, "keys": _keys(wants)}


def uses_in(row: Sequence[Any], wants: Sequence[CallsInUse]) -> dict[Want, Use]:
    """The answers in a row that begins with the columns of `counting`."""
    calls, in_the_hour, seconds, *of_extensions = row[:COLUMNS]
    own = dict(zip(_keys(wants), zip(*(part or [] for part in of_extensions), strict=True), strict=False))
    found: dict[Want, Use] = {}
    for want in wants:
        figures = (calls, in_the_hour, seconds)
        if want.extension is not None:
            figures = own.get(str(want.extension), (0, 0, 0))
        found[want] = Use(figures[0], figures[1], int(figures[2]) // 60)
    return found


def _keys(wants: Sequence[CallsInUse]) -> list[str]:
    return [str(want.extension) for want in wants if want.extension is not None]


@lru_cache(maxsize=4096)
def _select(schema: str) -> str:
    tables, columns = counting(schema)
    return f"WITH {tables} SELECT {columns}"


def counting(schema: str) -> tuple[str, str]:
    """The tables of a WITH, among them `live` with the keys of who is in each live call, and the COLUMNS columns."""
    steps = statements.qualified(schema, "calls_journeystep")
    calls = statements.qualified(schema, "calls_call")
    # A call is live while Cloudonix has not told its end; what began within two minutes may not be folded yet.
    # Of phones that ring together nobody tells who answers: after the answer, or the time they ring, none counts.
    tables = f"""
        begun AS (
            SELECT session_token FROM {steps} WHERE at > now() - interval '2 minutes'
            UNION SELECT session_token FROM {calls} WHERE NOT (state = 'ended')
        ), live AS (
            SELECT last.reason, last.in_call_keys || CASE
                WHEN c.answered_at > last.at THEN '{{}}'::uuid[]
                WHEN last.at < now() - make_interval(secs => last.ring_seconds + {_GRACE_SECONDS}) THEN '{{}}'
                ELSE last.ringing_keys END AS keys
            FROM begun
            JOIN LATERAL (SELECT reason, at, in_call_keys, ringing_keys, ring_seconds FROM {steps} s
                WHERE s.session_token = begun.session_token ORDER BY s.at DESC, s.id DESC LIMIT 1) last ON true
            LEFT JOIN {calls} c ON c.session_token = begun.session_token
            WHERE begun.session_token <> %(session)s AND c.state IS DISTINCT FROM 'ended'
        ), outside AS (
            SELECT session_token, sent_by_key, max(at) AS at FROM {steps}
            WHERE reason = ANY(%(outside)s) AND at > now() - interval '1 day' AND session_token <> %(session)s
            GROUP BY session_token, sent_by_key
        ), wanted AS (
            SELECT key, place FROM unnest(%(keys)s::uuid[]) WITH ORDINALITY AS wanted(key, place)
        )
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter
    # For the organization, then for each of the extensions: calls now, calls of the hour, seconds of the day.
    columns = f"""
            (SELECT count(*) FROM live WHERE reason = ANY(%(outside)s)),
            (SELECT count(DISTINCT session_token) FROM outside WHERE at > now() - interval '1 hour'),
            (SELECT coalesce(sum(talk_seconds), 0) FROM {calls}
                WHERE session_token IN (SELECT session_token FROM outside)),
            (SELECT array_agg((SELECT count(*) FROM live WHERE wanted.key = ANY(live.keys)) ORDER BY place)
                FROM wanted),
            (SELECT array_agg((SELECT count(*) FROM outside WHERE sent_by_key = wanted.key
                AND at > now() - interval '1 hour') ORDER BY place) FROM wanted),
            (SELECT array_agg((SELECT coalesce(sum(c.talk_seconds), 0) FROM {calls} c
                JOIN outside USING (session_token) WHERE sent_by_key = wanted.key) ORDER BY place) FROM wanted)
    """  # noqa: S608 - as above
    return tables, columns

"""How many calls there are: counted for the limits in one statement over calls that have not ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from routing.engine.limits import CallsInUse, Use
from routing.engine.live import Want
from routing.engine.reasons import Reason
from tenants import statements

# Steps after which something rings or talks outside, and those after which it does so at all.
_OUTSIDE = [Reason.OUTSIDE_RINGING.value, Reason.MOBILE_RINGING.value]
_BUSY = [*_OUTSIDE, Reason.RINGING.value, Reason.GROUP_RINGS.value, Reason.EMERGENCY_CALL.value]


def calls_in_use(credential: Credential, stage: Stage, wants: Sequence[CallsInUse]) -> Mapping[Want, Use]:
    """Answer all of them; the call that asks is not counted."""
    keys = [str(want.extension) for want in wants if want.extension is not None]
    numbers = [want.number for want in wants if want.extension is not None]
    row = statements.one_row(
        _select(credential.schema),
        {
            "session": stage.call.session,
            "outside": _OUTSIDE,
            "busy": _BUSY,
            "keys": keys,
            "numbers": numbers,
        },
    )
    if row is None:
        raise RuntimeError("Counting calls returned no row.")
    outside, in_the_hour, seconds, of_extensions = row
    own = dict(zip(keys, of_extensions or [], strict=False))
    return {
        want: Use(own.get(str(want.extension), 0))
        if want.extension is not None
        else Use(outside, in_the_hour, int(seconds) // 60)
        for want in wants
    }


@lru_cache(maxsize=4096)
def _select(schema: str) -> str:
    steps = statements.qualified(schema, "calls_journeystep")
    calls = statements.qualified(schema, "calls_call")
    # A call is live while Cloudonix has not told its end; what began within two minutes may not be folded yet.
    return f"""
        WITH begun AS (
            SELECT session_token FROM {steps} WHERE at > now() - interval '2 minutes'
            UNION SELECT session_token FROM {calls} WHERE NOT (state = 'ended')
        ), live AS (
            SELECT last.reason, last.extension_keys, first.caller, first.direction
            FROM begun
            JOIN LATERAL (SELECT reason, extension_keys FROM {steps} s WHERE s.session_token = begun.session_token
                ORDER BY s.at DESC, s.id DESC LIMIT 1) last ON true
            JOIN LATERAL (SELECT caller, direction FROM {steps} s WHERE s.session_token = begun.session_token
                ORDER BY s.at, s.id LIMIT 1) first ON true
            WHERE begun.session_token <> %(session)s AND last.reason = ANY(%(busy)s) AND NOT EXISTS (
                SELECT 1 FROM {calls} c WHERE c.session_token = begun.session_token AND c.state = 'ended')
        ), outside AS (
            SELECT session_token, max(at) AS at FROM {steps}
            WHERE reason = ANY(%(outside)s) AND at > now() - interval '1 day' AND session_token <> %(session)s
            GROUP BY session_token
        )
        SELECT
            (SELECT count(*) FROM live WHERE reason = ANY(%(outside)s)),
            (SELECT count(*) FROM outside WHERE at > now() - interval '1 hour'),
            (SELECT coalesce(sum(c.talk_seconds), 0) FROM {calls} c JOIN outside USING (session_token)),
            (SELECT array_agg((SELECT count(*) FROM live WHERE wanted.key = ANY(live.extension_keys)
                OR (live.direction = 'subscriber' AND live.caller = wanted.number)) ORDER BY wanted.place)
             FROM unnest(%(keys)s::uuid[], %(numbers)s::text[]) WITH ORDINALITY AS wanted(key, number, place))
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter

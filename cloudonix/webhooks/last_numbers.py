"""What calls want to know of an extension's calls before: whom it called last, and who called it.

The newest calls may not be folded yet: their first steps are read beside the call log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from routing.engine.live import Want
from routing.engine.objects.last_numbers import LastCaller, LastDialled, LastNumber
from routing.engine.reasons import Reason
from routing.outside_numbers import outside_number
from tenants import statements


def last_dialled(credential: Credential, stage: Stage, wants: Sequence[LastDialled]) -> Mapping[Want, Any]:
    """One statement; a call asks about one extension."""
    withheld = f'[{{"outcome": "{Reason.NUMBER_WITHHELD.value}"}}]'
    statement = _dialled(credential.schema)
    return {want: _found(statement, stage, want, codes=list(want.codes), withheld=withheld) for want in wants}


def last_callers(credential: Credential, stage: Stage, wants: Sequence[LastCaller]) -> Mapping[Want, Any]:
    """The same for who called."""
    statement = _callers(credential.schema)
    return {want: _found(statement, stage, want) for want in wants}


def _found(statement: str, stage: Stage, want: LastDialled | LastCaller, **more: object) -> LastNumber | None:
    its = {"session": stage.call.session, "key": want.extension, "number": want.number}
    row = statements.one_row(statement, its | more)
    if row is None:
        return None
    number, is_withheld = row
    # What the journey has is a reading already, without the digits for an outside line.
    habits = msgspec.structs.replace(want.habits, outside_prefix="", needs_prefix=False)
    return LastNumber(number, outside_number(number, want.region, habits), is_withheld)


@lru_cache(maxsize=4096)
def _dialled(schema: str) -> str:
    steps = statements.qualified(schema, "calls_journeystep")
    calls = statements.qualified(schema, "calls_call")
    is_one = """
        caller = %(number)s AND %(key)s::uuid = ANY(extension_keys) AND session_token <> %(session)s AND dialled <> ''
        AND NOT EXISTS (SELECT FROM unnest(%(codes)s::text[]) code WHERE starts_with(dialled, code))
    """
    return f"""
        SELECT found.dialled, EXISTS (
            SELECT FROM {steps} step
            WHERE step.session_token = found.session_token AND step.trace @> %(withheld)s::jsonb
        )
        FROM (
            (SELECT dialled, session_token, at FROM {steps}
                WHERE at > now() - interval '2 minutes' AND event = 'arrived' AND direction = 'subscriber' AND {is_one}
                ORDER BY at DESC LIMIT 1)
            UNION ALL
            (SELECT dialled, session_token, started_at FROM {calls}
                WHERE direction IN ('internal', 'outbound') AND {is_one} ORDER BY started_at DESC LIMIT 1)
        ) found
        ORDER BY found.at DESC LIMIT 1
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter


@lru_cache(maxsize=4096)
def _callers(schema: str) -> str:
    steps = statements.qualified(schema, "calls_journeystep")
    calls = statements.qualified(schema, "calls_call")
    is_one = """
        extension_keys @> ARRAY[%(key)s::uuid] AND session_token <> %(session)s
        AND (direction = 'inbound' OR caller <> %(number)s)
    """
    return f"""
        SELECT found.caller, false
        FROM (
            (SELECT caller, at FROM {steps}
                WHERE at > now() - interval '2 minutes' AND direction IN ('inbound', 'subscriber') AND {is_one}
                ORDER BY at DESC LIMIT 1)
            UNION ALL
            (SELECT caller, started_at FROM {calls}
                WHERE direction IN ('inbound', 'internal') AND {is_one} ORDER BY started_at DESC LIMIT 1)
        ) found
        ORDER BY found.at DESC LIMIT 1
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter

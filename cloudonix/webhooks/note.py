"""The note of a decision: one statement stores the answer, or returns the one that was given before."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import msgspec

from cloudonix.webhooks.auth import Credential
from routing.engine.calls import Arrived, Continued, DialEnded, Event, Gathered, IncomingCall, Recorded
from routing.engine.decisions import Decision
from routing.engine.objects.extensions import Extension
from routing.engine.plan import Plan
from routing.engine.presence import presence_of
from routing.engine.walk import calling_extension
from tenants import statements

_encoder = msgspec.json.Encoder()


# As the journey stores what happened; never what the caller typed.
EVENTS: dict[type[Event], str] = {
    Arrived: "arrived",
    DialEnded: "dial_ended",
    Gathered: "gathered",
    Recorded: "recorded",
    Continued: "continued",
}


class Stage(msgspec.Struct, frozen=True):
    """One request of a call; stage_id is its alone within the session, and the same when it is repeated."""

    stage_id: str
    event: Event
    call: IncomingCall


class Note(msgspec.Struct, frozen=True):
    """What was decided, by which plan, and the document that says so. microseconds: from request to here."""

    plan: Plan
    plan_version: int
    decision: Decision
    cxml: str
    microseconds: int


class Noted(msgspec.Struct, frozen=True):
    """cxml: the document to send. is_repeated: the stage was answered before, with this document."""

    cxml: str
    is_repeated: bool


def note_decision(credential: Credential, stage: Stage, call: IncomingCall, note: Note) -> Noted:
    """Store the step in the organization's journey and return the document to send.

    A repeated stage keeps its first answer: that one is returned, and only the repeat is counted.
    call: the stage's call with its numbers read.
    """
    extension = calling_extension(note.plan, call)
    caller, caller_name = _caller(extension, call)
    presence = presence_of(note.decision, extension)
    row = statements.one_row(
        _insert(credential.schema),
        [
            call.session,
            stage.stage_id,
            EVENTS[type(stage.event)],
            call.direction.value,
            caller,
            caller_name,
            note.decision.stands_for or _dialled(note.plan, call),
            note.plan_version,
            note.decision.reason.value,
            _encoder.encode(note.decision.trace).decode(),
            _array(note.decision.extension_keys),
            _array(presence.in_call),
            _array(presence.ringing),
            presence.ring_seconds,
            presence.sent_by,
            note.cxml,
            note.microseconds,
        ],
    )
    if row is None:
        raise RuntimeError("The note returned no row.")
    return Noted(str(row[0]), row[1] > 0)


def _array(keys: tuple[UUID, ...]) -> str:
    return "{" + ",".join([str(key) for key in keys]) + "}"


def _caller(extension: Extension | None, call: IncomingCall) -> tuple[str, str]:
    if extension is not None:
        return extension.number, extension.name
    return call.caller_number, call.caller_name


def _dialled(plan: Plan, call: IncomingCall) -> str:
    if call.dialled in plan.extension_by_number:
        return call.dialled
    number = plan.number_for(call.dialled_numbers)
    if number is not None:
        return number.e164
    return call.outside.dial if call.outside is not None else call.dialled


@lru_cache(maxsize=4096)
def _insert(schema: str) -> str:
    table = statements.qualified(schema, "calls_journeystep")
    return f"""
        INSERT INTO {table} AS step (session_token, stage_id, event, direction, caller, caller_name, dialled,
            plan_version, reason, trace, extension_keys, in_call_keys, ringing_keys, ring_seconds, sent_by_key,
            cxml, decide_microseconds, repeats)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::uuid[], %s::uuid[], %s::uuid[], %s, %s::uuid,
            %s, %s, 0)
        ON CONFLICT (session_token, stage_id) DO UPDATE SET repeats = LEAST(step.repeats + 1, 32767)
        RETURNING cxml, repeats
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter

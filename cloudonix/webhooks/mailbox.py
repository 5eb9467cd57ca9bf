"""What calls want to know of voicemail messages, and what they do to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from calls.voicemail.changing import delete_by_phone, mark_heard_by_phone
from calls.voicemail.taking import Report, Status, take_recording
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from cloudonix.webhooks.pin_tries import ANSWERS, tried_once
from extensions.models import VoicemailBox
from extensions.pins import check_pin
from routing.engine.calls import IncomingCall
from routing.engine.live import Want
from routing.engine.objects.messages import (
    BoxPinTried,
    MessageDeleted,
    MessageHeard,
    MessageLeft,
    MessagesOf,
    MessageToPlay,
    PinAnswer,
    Waiting,
)
from tenants import statements


def tried_pins(credential: Credential, stage: Stage, wants: Sequence[BoxPinTried]) -> Mapping[Want, Any]:
    return tried_once(credential, stage, wants, _tried)


def _tried(want: BoxPinTried) -> PinAnswer:
    box = VoicemailBox.objects.select_related("extension").filter(key=want.box).first()
    if box is None:
        return PinAnswer.NOT_SET
    # The box's own PIN, else the service PIN of its extension.
    row = box.extension if box.extension is not None and not box.has_pin else box
    return ANSWERS[check_pin(row, want.pin)]


def messages_waiting(credential: Credential, stage: Stage, wants: Sequence[MessagesOf]) -> Mapping[Want, Any]:
    """One statement for each box that is asked about; a call asks about one."""
    del stage
    return {want: _waiting(credential, want) for want in wants}


def _waiting(credential: Credential, want: MessagesOf) -> Waiting:
    row = statements.one_row(
        _select(credential.schema),
        [want.began or None, want.box, want.again, want.again, want.after, want.after],
    )
    if row is None:
        return Waiting()
    new, all_messages, key, file = row
    return Waiting(new, all_messages, MessageToPlay(key, file) if key is not None else None)


@lru_cache(maxsize=4096)
def _select(schema: str) -> str:
    messages = statements.qualified(schema, "calls_voicemailmessage")
    boxes = statements.qualified(schema, "extensions_voicemailbox")
    return f"""
        WITH mine AS (
            SELECT message.key, message.audio, message.received_at, message.id, message.deleted_at,
                coalesce(message.heard_at IS NULL OR message.heard_at >= to_timestamp(%s), false) AS is_new
            FROM {messages} message JOIN {boxes} box ON box.id = message.box_id
            WHERE box.key = %s AND message.audio_state = 'stored'
        )
        SELECT counts.new, counts.all, wanted.key, wanted.audio
        FROM (
            SELECT count(*) FILTER (WHERE is_new) AS new, count(*) AS "all" FROM mine WHERE deleted_at IS NULL
        ) counts
        LEFT JOIN LATERAL (
            SELECT key, audio FROM mine
            WHERE deleted_at IS NULL
                AND (%s::uuid IS NULL OR key = %s)
                AND (%s::uuid IS NULL OR (NOT is_new, received_at, id) > (
                    SELECT NOT is_new, received_at, id FROM mine WHERE key = %s
                ))
            ORDER BY NOT is_new, received_at, id
            LIMIT 1
        ) wanted ON true
    """  # noqa: S608 - the schema is quoted by psycopg, everything else is a parameter


def take_message(call: IncomingCall, effect: MessageLeft) -> None:
    """The caller has stayed to hear that the message was saved; the status callback tells of it as well."""
    report = Report(Status.COMPLETED, effect.url, effect.seconds)
    take_recording(box_key=effect.box, session=call.session, report=report)


def mark_heard(call: IncomingCall, effect: MessageHeard) -> None:
    del call
    mark_heard_by_phone(effect.message)


def delete_message(call: IncomingCall, effect: MessageDeleted) -> None:
    del call
    delete_by_phone(effect.message, by=effect.by)

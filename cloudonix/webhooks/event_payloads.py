"""What session updates and CDRs look like; the only place that knows their field names and oddities."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from calls.evidence import (
    MAX_SIP_CALL_IDS,
    Evidence,
    Identity,
    Quality,
    Report,
    Standing,
    evidence_of_cdr,
    evidence_of_update,
)
from cloudonix.webhooks.payloads import MAX_ADDRESS, MAX_NAME, MAX_SESSION, clean, user_part
from opbx.errors import BadPayload

SESSION_UPDATE = "session_update"
CDR = "cdr"
Fields = Mapping[str, Any]

_ACTIVE = {
    "new": Standing.NEW,
    "processing": Standing.PROCESSING,
    "ringing": Standing.RINGING,
    "connected": Standing.CONNECTED,
}
# Final words of updates and dispositions of CDRs, without case, blanks, hyphens and underscores.
_RESULTS = {
    "answer": "answered",
    "answered": "answered",
    "connected": "answered",
    "completed": "answered",
    "busy": "busy",
    "noanswer": "no_answer",
    "cancel": "cancelled",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "congestion": "failed",
    "failed": "failed",
    "error": "failed",
    "nocredit": "failed",
    "external": "failed",
    "denied": "failed",
    "timeout": "failed",
}
_DIRECTIONS = {
    "inbound": "inbound",
    "incoming": "inbound",
    "subscriber": "inside",
    "outgoing": "inside",
    "outbound": "inside",
    "internal": "internal",
    "application": "api",
    "outboundapi": "api",
}
# Outside of these a time is a mistake of the sender: 2000 to 2100, in milliseconds.
_EARLIEST, _LATEST = 946_684_800_000, 4_102_444_800_000
_MILLISECONDS_FROM = 100_000_000_000
_MOST_SECONDS = 10 * 365 * 86400
_MOST_COST = Decimal(10) ** 7


def decode(body: bytes) -> str:
    """The body as text that PostgreSQL can hold; what is no UTF-8 is read as Latin-1."""
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def read_object(text: str) -> dict[str, Any]:
    """The event's JSON object; a bare NaN and a list of one are accepted. Raises BadPayload."""
    try:
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BadPayload("The body is not JSON.") from error
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise BadPayload("The body is not a JSON object.")
    return content


def domains_named(fields: Fields) -> list[object]:
    """Every way in which an event names its domain, for auth.check_domain."""
    owner, session = fields.get("owner"), fields.get("session")
    mentions = [fields.get("domain"), owner.get("domain") if isinstance(owner, dict) else None]
    if isinstance(session, dict):
        mentions.append(session.get("domain"))
    return mentions


def dedupe_key(kind: str, fields: Fields) -> bytes:
    """Equal for a repeated event only.

    An update is known by its event id, else by what the platform documents instead of one. A CDR by its whole
    body: a corrected one is another event, and the call keeps the newest.
    """
    who = identify(kind, fields)
    parts = [kind, who.token, who.remote_id, *who.sip_call_ids]
    event_id = clean(fields.get("eventId"), 200)
    modified = clean(fields.get("modifiedAt"), 40)
    if kind == SESSION_UPDATE and event_id:
        parts = [kind, who.token or who.remote_id, "event", event_id]
    elif kind == SESSION_UPDATE and modified:
        parts = [kind, who.token or who.remote_id, "state", clean(fields.get("status"), 40).lower(), modified]
    else:
        parts.append(json.dumps(fields, sort_keys=True))
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def dedupe_key_of_unreadable(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"unreadable|{kind}|{text}".encode()).digest()


def read_evidence(kind: str, text: str, received: int) -> tuple[Identity, Evidence]:
    """What a stored event says, and about which call; raises BadPayload when that cannot be told."""
    fields = read_object(text)
    who = identify(kind, fields)
    if not (who.token or who.remote_id or who.sip_call_ids):
        raise BadPayload("The event names no session, session id or SIP call id.")
    if kind == CDR:
        return who, evidence_of_cdr(_cdr(fields), who, received)
    return who, evidence_of_update(_update(fields), who, received)


def identify(kind: str, fields: Fields) -> Identity:
    if kind != CDR:
        return Identity(
            token=clean(fields.get("token"), MAX_SESSION),
            remote_id=clean(fields.get("id"), 64),
            sip_call_ids=_sip_call_ids(fields),
        )
    session = fields.get("session")
    if isinstance(session, dict):
        token, remote_id = clean(session.get("token"), MAX_SESSION), clean(session.get("id"), 64)
    else:
        token, remote_id = clean(session, MAX_SESSION), ""
    call_id = _sip_call_id(fields.get("call_id"))
    return Identity(token, remote_id, (call_id,) if call_id else ())


def _sip_call_ids(fields: Fields) -> tuple[str, ...]:
    profile = fields.get("profile")
    named = fields.get("callIds") or (profile.get("callId") if isinstance(profile, dict) else None)
    listed = named if isinstance(named, list) else [named]
    found = {_sip_call_id(value) for value in listed[:MAX_SIP_CALL_IDS]} - {""}
    return tuple(sorted(found))


def _sip_call_id(value: object) -> str:
    """Without the port, which CDRs write and updates leave out."""
    call_id = clean(value, MAX_ADDRESS)
    name, at, host = call_id.rpartition("@")
    host, colon, port = host.rpartition(":")
    return f"{name}{at}{host}" if at and colon and port.isdecimal() else call_id


def _update(fields: Fields) -> Report:
    status = _plain(fields.get("status"))
    ended = _first_time(fields, "callEndTime", "endTime")
    standing = _ACTIVE.get(status, Standing.UNCLEAR)
    if standing is Standing.UNCLEAR and ended is not None:
        standing = Standing.ENDED
    elif status == "answer":
        standing = Standing.ANSWER_WITHOUT_END
    elif standing is Standing.UNCLEAR and status in _RESULTS:
        standing = Standing.ENDED
    is_final = standing in {Standing.ENDED, Standing.ANSWER_WITHOUT_END}
    return Report(
        standing=standing,
        at=_first_time(fields, "modifiedAt") or ended or _first_time(fields, "createdAt") or 0,
        caller=user_part(clean(fields.get("callerId"), MAX_ADDRESS)),
        caller_name=clean(fields.get("callerName"), MAX_NAME),
        dialled=user_part(clean(fields.get("destination"), MAX_ADDRESS)),
        direction=_DIRECTIONS.get(_plain(fields.get("direction")), ""),
        result=_RESULTS.get(status, "unknown") if is_final else "",
        disposition=clean(fields.get("status"), 40) if is_final else "",
        started=_first_time(fields, "callStartTime", "startTime", "createdAt"),
        answered=_first_time(fields, "callAnswerTime", "answerTime"),
        ended=ended,
    )


def _cdr(fields: Fields) -> Report:
    session = fields.get("session")
    inner: Fields = session if isinstance(session, dict) else {}
    qos = fields.get("qos")
    measured: Fields = qos if isinstance(qos, dict) else {}
    return Report(
        standing=Standing.ENDED,
        at=_first_time(fields, "timestamp") or 0,
        caller=user_part(clean(fields.get("from") or inner.get("callerId"), MAX_ADDRESS)),
        dialled=user_part(clean(fields.get("to") or inner.get("destination"), MAX_ADDRESS)),
        direction="inside" if fields.get("subscriber") else "inbound" if fields.get("cx_trunk_id") else "",
        result=_RESULTS.get(_plain(fields.get("disposition")), "unknown"),
        disposition=clean(fields.get("disposition"), 40),
        started=_first_time(inner, "callStartTime"),
        answered=_first_time(inner, "callAnswerTime"),
        ended=_first_time(inner, "callEndTime"),
        duration=_seconds(fields.get("duration")),
        billed=_seconds(fields.get("billsec")),
        rated_cost=_cost(fields.get("rated_cost")),
        approx_cost=_cost(fields.get("approx_cost")),
        sell_cost=_cost(fields.get("sell_cost")),
        quality=Quality(*(_measure(measured.get(name)) for name in ("rtt", "rx_mos", "tx_mos"))),
    )


def _plain(value: object) -> str:
    return clean(value, 40).lower().replace(" ", "").replace("-", "").replace("_", "")


def _first_time(fields: Fields, *names: str) -> int | None:
    """Epoch milliseconds of the first of these fields that holds a time: a number of s or ms, or ISO 8601."""
    for name in names:
        moment = _milliseconds(fields.get(name))
        if moment is not None:
            return moment
    return None


def _milliseconds(value: object) -> int | None:
    number = _number(value)
    if number is None and isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
            number = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
        except (ValueError, OverflowError):
            return None
    elif number is not None and abs(number) < _MILLISECONDS_FROM:
        number *= 1000
    return round(number) if number is not None and _EARLIEST <= number <= _LATEST else None


def _seconds(value: object) -> int | None:
    number = _number(value)
    return None if number is None else round(min(max(number, 0), _MOST_SECONDS))


def _measure(value: object) -> float | None:
    number = _number(value)
    return None if number is None or abs(number) > 1e6 else number


def _number(value: object) -> float | None:
    """A finite number, also one written as text; NaN in any form is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _cost(value: object) -> str:
    """An amount with six decimals as text; "" when there is none."""
    if _number(value) is None:
        return ""
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation:
        return ""
    return str(amount.quantize(Decimal("0.000001"))) if abs(amount) < _MOST_COST else ""

"""The bodies that the platform sends: voice requests, session updates and CDRs."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from cloudonix.simulator.calls import Call
from cloudonix.simulator.records import Application
from cloudonix.simulator.switches import Switches

VAPP_SERVER = "172.24.0.10"
Body = dict[str, Any]


def milliseconds(moment: float | None) -> int | None:
    return None if moment is None else round(moment * 1000)


def iso(moment: float | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown(number: str, switches: Switches) -> str:
    return number.removeprefix("+") if switches.plus_prefix == "off" else number


def cased(status: str, switches: Switches) -> str:
    return status.upper() if switches.status_case == "upper" else status


# What the session updates, and the lists of sessions, call the direction of a voice request.
DIRECTIONS = {"inbound": "incoming", "subscriber": "outgoing", "outbound-api": "application"}


def session_profile(call: Call) -> Body:
    sip = {
        "Cloudonix-Signature": secrets.token_hex(16),
        "Cloudonix-Domain": call.domain.name,
        "Cloudonix-Timestamp": str(int(call.started)),
        "CID": call.sip_call_id,
    }
    if call.direction == "outbound-api":
        return {**call.profile, "callId": [call.sip_call_id]}
    if call.direction == "subscriber":
        return {
            **call.profile,
            "callId": [call.sip_call_id],
            "subscriber-sip-headers": {**sip, "Cloudonix-Origin": "subscriber"},
        }
    return {
        **call.profile,
        "callId": [call.sip_call_id],
        "inbound-trunk-id": call.trunk_id,
        "inbound-trunk-name": call.trunk,
        "trunk-sip-headers": {**sip, "Cloudonix-Origin": "border", "Cloudonix-IP": "198.51.100.20"},
    }


def session_data(call: Call, switches: Switches) -> Body:
    caller = {} if call.subscriber is None else {"outgoingSubscriberId": call.subscriber.id}
    return {
        "id": call.id,
        "domainId": call.domain.id,
        **caller,
        "destination": shown(call.dialled, switches),
        "callerId": shown(call.caller, switches),
        "token": call.token,
        "profile": session_profile(call),
        "callStartTime": milliseconds(call.started),
        "status": cased(call.status, switches),
        "vappServer": VAPP_SERVER,
        "callIds": [call.sip_call_id],
        "ringing": any(leg.state == "ringing" for leg in call.legs),
        "domainNameOrId": call.domain.name,
    }


def voice_request(call: Call, application: Application, extra: dict[str, str], switches: Switches) -> Body:
    name = {"CallerName": call.caller_name} if call.caller_name else {}
    return {
        "ApplicationSid": application.uuid,
        "ApiVersion": "1",
        "CallStatus": "in-progress",
        "From": shown(call.caller, switches),
        "To": shown(call.dialled, switches),
        **name,
        "CallSid": call.sip_call_id if switches.callsid_mode == "sip-call-id" else call.token,
        "SessionData": session_data(call, switches),
        "Domain": call.domain.name,
        "Direction": call.direction,
        "Application": {
            "id": application.id,
            "domainId": application.domain_id,
            "name": application.name,
            "uuid": application.uuid,
            "profile": application.profile,
            "type": application.type,
            "url": application.url,
            "method": application.method,
            "llm-tools": [],
        },
        "AccountSid": call.domain.name,
        "Session": call.token,
        **extra,
    }


def callback_body(call: Call, switches: Switches) -> dict[str, str]:
    """What every callback that a document names is told about its call."""
    return {
        "Session": call.token,
        "CallSid": call.sip_call_id if switches.callsid_mode == "sip-call-id" else call.token,
        "Domain": call.domain.name,
        "AccountSid": call.domain.name,
        "From": shown(call.caller, switches),
        "To": shown(call.dialled, switches),
    }


def session_update(call: Call, status: str, switches: Switches) -> Body:
    event = (
        {} if switches.eventId == "missing" else {"eventId": f"e{secrets.token_hex(8)}-{call.updates:04d}"}
    )
    return {
        "id": call.id,
        **event,
        "token": call.token,
        "domainId": call.domain.id,
        "domain": call.domain.name,
        "subscriberId": None if call.called is None else call.called.id,
        "outgoingSubscriberId": None if call.subscriber is None else call.subscriber.id,
        "callerId": shown(call.caller, switches),
        "destination": shown(call.dialled, switches),
        "direction": DIRECTIONS[call.direction],
        "status": cased(status, switches),
        "action": "update",
        "reason": call.reason,
        "lastError": None,
        "createdAt": iso(call.started),
        "modifiedAt": iso(call.clock.now()),
        "callStartTime": milliseconds(call.started),
        "startTime": iso(call.started),
        "callAnswerTime": milliseconds(call.answered),
        "answerTime": iso(call.answered),
        "callEndTime": milliseconds(call.ended),
        "endTime": iso(call.ended),
        "timeLimit": call.time_limit,
        "vappServer": VAPP_SERVER,
        "callIds": [call.sip_call_id],
        "profile": session_profile(call),
    }


def cdr(call: Call, switches: Switches) -> Body:
    ended = call.ended or call.clock.now()
    body: Body = {
        "timestamp": int(ended),
        "domain": "nullDomain" if switches.domain_field == "nullDomain" else call.domain.name,
        "subscriber": None,
        "cx_trunk_id": None,
        "application": None,
        "route": None,
        "from": shown(call.caller, switches),
        "to": shown(call.dialled, switches),
        "disposition": switches.answered_as if call.disposition == "ANSWER" else call.disposition,
        "duration": round(ended - call.started),
        "billsec": 0 if call.answered is None else round(ended - call.answered),
        "rated_cost": None,
        "approx_cost": None,
        "sell_cost": None,
        "vapp_server": VAPP_SERVER,
        "call_id": call.sip_call_id,
        "qos": {
            "rtt": 0,
            "rx_mos": "NaN" if switches.nan_style == "quoted" else float("nan"),
            "tx_mos": 4.4,
            "ssrc": "1234567890",
        },
        "owner": {"domain": {"uuid": call.domain.uuid, "name": call.domain.name}},
    }
    session = {
        "id": call.id,
        "domainId": call.domain.id,
        "domain": None,
        "destination": shown(call.dialled, switches),
        "callerId": shown(call.caller, switches),
        "timeLimit": call.time_limit,
        "token": call.token,
        "callStartTime": milliseconds(call.started),
        "callAnswerTime": milliseconds(call.answered),
        "callEndTime": milliseconds(ended),
        "status": cased(call.status, switches),
        "vappServer": VAPP_SERVER,
    }
    forms: dict[str, Body] = {
        "object": {"session": session},
        "null": {"session": None},
        "string": {"session": call.token},
        "missing": {},
    }
    return body | forms[switches.cdr_session]


def encoded(body: object) -> str:
    """JSON as the platform writes it; a NaN stays bare, which strict parsers refuse."""
    return json.dumps(body)

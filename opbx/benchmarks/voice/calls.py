"""The requests of the benchmark: a voice request as Cloudonix sends it, for every program the same."""

from __future__ import annotations

import json
from dataclasses import dataclass

from opbx.benchmarks.load import UNIQUE, Request

ROUTE = "/api/voice/route"
CALLER = "+493098765432"
_SESSION_DATA = {
    "id": 987_654,
    "domainId": 4101,
    "callStartTime": 1_790_000_000_000,
    "status": "processing",
    "vappServer": "198.51.100.10",
    "ringing": False,
}
_APPLICATION = {
    "id": 77,
    "domainId": 4101,
    "name": "opbx",
    "uuid": "6d1f5c3e-6f0b-4d5c-9d3c-2f4b8a7e1c90",
    "profile": {},
    "type": "cxml",
    "url": f"https://pbx.example{ROUTE}",
    "method": "POST",
    "llm-tools": [],
}


@dataclass(frozen=True)
class Line:
    """What is needed to speak for an organization. bearer: the secret of its domain."""

    host: str
    domain: str
    bearer: str
    number: str


def inbound(line: Line, dialled: str = "", session: str = UNIQUE) -> Request:
    """A call from outside asks for its first step; the organization's own number unless another is dialled."""
    to = dialled or line.number
    profile: dict[str, object] = {
        "inbound-trunk-id": 9,
        "inbound-trunk-name": "carrier",
        "trunk-sip-headers": _sip_headers(line, "border"),
    }
    return _request(line, ROUTE, "inbound", CALLER, to, profile, session=session)


def from_phone(line: Line, username: str, dialled: str) -> Request:
    """A phone of the organization dials."""
    profile: dict[str, object] = {"subscriber-sip-headers": _sip_headers(line, "subscriber")}
    return _request(line, ROUTE, "subscriber", username, dialled, profile)


def dial_ended(line: Line, path: str, session: str, status: str) -> Request:
    """The Dial whose action `path` is came to its end. The session stands in the link, so it is one for all."""
    return _request(line, path, "inbound", CALLER, line.number, {}, session=session, DialCallStatus=status)


def _request(  # noqa: PLR0917 - what a request is made of, in the order of a sentence
    line: Line,
    path: str,
    direction: str,
    caller: str,
    dialled: str,
    profile: dict[str, object],
    *,
    session: str = UNIQUE,
    **more: str,
) -> Request:
    call_id = f"{UNIQUE}@198.51.100.20"
    body = {
        "ApplicationSid": "6d1f5c3e-6f0b-4d5c-9d3c-2f4b8a7e1c90",
        "ApiVersion": "1",
        "CallStatus": "in-progress",
        "From": caller,
        "To": dialled,
        "CallerName": "Müller & Söhne",
        "CallSid": call_id,
        "SessionData": {
            **_SESSION_DATA,
            "destination": dialled,
            "callerId": caller,
            "token": session,
            "profile": {"callId": [call_id], **profile},
            "callIds": [call_id],
            "domainNameOrId": line.domain,
        },
        "Domain": line.domain,
        "Direction": direction,
        "Application": _APPLICATION,
        "AccountSid": line.domain,
        "Session": session,
        **more,
    }
    headers = {
        "Host": line.host,
        "User-Agent": "Cloudonix APP.Core/5.3.673",
        "Accept": "*/*",
        "Authorization": f"Bearer {line.bearer}",
        "X-Cx-Apikey": "XI0123456789ABCDEF0123456789ABCDEF",
        "X-Cx-Domain": line.domain,
        "X-Cx-Session": session,
        "X-Cx-From": caller,
        "X-Cx-To": dialled,
        "X-Cx-Source": "subscriber" if direction == "subscriber" else "dnid",
        "X-Cx-Stageid": UNIQUE,
    }
    return Request(path, json.dumps(body), headers)


def _sip_headers(line: Line, origin: str) -> dict[str, str]:
    return {
        "Cloudonix-Signature": "0123456789abcdef0123456789abcdef",
        "Cloudonix-Domain": line.domain,
        "Cloudonix-Timestamp": "1790000000",
        "CID": f"{UNIQUE}@198.51.100.20",
        "Cloudonix-Origin": origin,
        "Cloudonix-IP": "198.51.100.20",
    }

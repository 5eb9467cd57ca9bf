"""What Cloudonix's voice requests look like; the only place that knows their field names and oddities."""

from __future__ import annotations

import json
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec
from django.http.request import RawPostDataException

from opbx.errors import BadPayload
from routing.engine.calls import Continued, DialEnded, Direction, Gathered, IncomingCall, Outcome, Recorded

MAX_BODY = 256 * 1024
MAX_SESSION = 128
MAX_STAGE = 128
MAX_ADDRESS = 255
MAX_NAME = 300
MAX_DIGITS = 40
MAX_SPEECH = 500
MAX_URL = 2_000
KEYS = frozenset("0123456789*#")

# Field names in lower case, because builds of the platform and tools differ in case.
Fields = dict[str, Any]


class Request(Protocol):
    """What is read of a request: Django's, or one that came the short way (cloudonix.webhooks.direct)."""

    META: dict[str, Any]

    @property
    def method(self) -> str | None: ...

    @property
    def GET(self) -> Any: ...  # noqa: ANN401, N802 - a QueryDict of Django's, by Django's name

    def read(self, size: int, /) -> bytes: ...


_DIRECTIONS = {
    "inbound": Direction.INBOUND,
    "subscriber": Direction.SUBSCRIBER,
    "outbound-api": Direction.OUTBOUND_API,
    "outbound": Direction.OUTBOUND_API,
    "application": Direction.OUTBOUND_API,
}
_OUTCOMES = {
    "completed": Outcome.ANSWERED,
    "answered": Outcome.ANSWERED,
    "busy": Outcome.BUSY,
    "noanswer": Outcome.NO_ANSWER,
    "cancel": Outcome.CANCELLED,
    "canceled": Outcome.CANCELLED,
    "cancelled": Outcome.CANCELLED,
}


def read_body(request: Request) -> bytes:
    """The body, not a byte more than MAX_BODY of it; raises BadPayload when it is longer."""
    stream = request
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > MAX_BODY:
        raise BadPayload("The body is too large.")
    if not length and request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        # Django reads no body without a length; the server hands a chunked one over unpacked.
        stream = request.META["wsgi.input"]
    try:
        body: bytes = stream.read(MAX_BODY + 1)
    except (OSError, RawPostDataException) as error:
        raise BadPayload("The body could not be read.") from error
    if len(body) > MAX_BODY:
        raise BadPayload("The body is too large.")
    return body


def read_fields(request: Request, body: bytes) -> Fields:
    """The request's fields by lower-case name: JSON, or a form for tooling. Raises BadPayload."""
    if request.method == "GET":
        return {name.lower(): value for name, value in request.GET.items()}
    if request.META.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None)
        return {name.lower(): value for name, value in pairs}
    content = _json(body)
    if not isinstance(content, dict):
        raise BadPayload("The body is not a JSON object.")
    return {name.lower(): value for name, value in content.items()}


def _json(body: bytes) -> Any:  # noqa: ANN401 - JSON from outside
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # Lone surrogates and other encodings than UTF-8 are left to the patient reader.
    try:
        return json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise BadPayload("The body is not JSON.") from error


def _decoded(body: bytes) -> str:
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def read_call(request: Request, fields: Fields) -> IncomingCall:
    """The call this request is about; raises BadPayload when nothing tells which one it is."""
    session = read_session(request, fields)
    if not session:
        raise BadPayload("The request names no session.")
    caller = user_part(clean(fields.get("from") or request.META.get("HTTP_X_CX_FROM"), MAX_ADDRESS))
    dialled = user_part(clean(fields.get("to") or request.META.get("HTTP_X_CX_TO"), MAX_ADDRESS))
    return IncomingCall(
        session=session,
        direction=_direction(request, fields),
        caller=caller,
        caller_number=caller,
        dialled=dialled,
        dialled_numbers=as_e164(dialled),
        caller_name=clean(fields.get("callername"), MAX_NAME),
    )


def read_session(request: Request, fields: Fields) -> str:
    """The session token; CallSid only as the last resort, because older builds put the SIP Call-ID there."""
    data = fields.get("sessiondata")
    inner = data.get("token") if isinstance(data, dict) else None
    for value in (fields.get("session"), request.META.get("HTTP_X_CX_SESSION"), inner, fields.get("callsid")):
        session = clean(value, MAX_SESSION)
        if session:
            return session
    return ""


def read_dial_end(fields: Fields) -> DialEnded:
    """How the Dial whose action this request is came to its end."""
    status = clean(fields.get("dialcallstatus") or fields.get("callstatus"), 40).lower()
    return DialEnded(_OUTCOMES.get(status.replace("-", "").replace("_", ""), Outcome.UNAVAILABLE))


def read_keys(fields: Fields) -> Gathered:
    """The keys or the words of a Gather, as they came."""
    digits = clean(fields.get("digits"), MAX_DIGITS)
    speech = clean(fields.get("speechresult"), MAX_SPEECH)
    return Gathered("".join([key for key in digits if key in KEYS]), speech)


def read_recording(fields: Fields) -> Recorded | Continued:
    """What a Record reports; Continued when there is no recording."""
    url = clean(fields.get("recordingurl"), MAX_URL)
    if not url:
        return Continued()
    seconds = clean(fields.get("recordingduration"), 10)
    return Recorded(url, int(seconds) if seconds.isdecimal() and seconds.isascii() else None)


def clean(value: object, limit: int) -> str:
    """Any JSON value as one bounded line of text that XML, SQL and logs can hold; "" for none."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    text = str(value)[: 4 * limit]
    if not text.isprintable():
        text = "".join([c if c.isprintable() else " " if c.isspace() else "" for c in text])
    return text.strip()[:limit]


def user_part(address: str) -> str:
    """The number or name in an address: "sip:101@acme.example;user=phone" is 101."""
    scheme, separator, rest = address.partition(":")
    if separator and scheme.lower() in {"sip", "sips", "tel"}:
        address = rest
    # A hash is written so in a SIP address.
    return address.partition("@")[0].partition(";")[0].replace("%23", "#").strip()


def _direction(request: Request, fields: Fields) -> Direction:
    direction = _DIRECTIONS.get(clean(fields.get("direction"), 40).lower())
    if direction is not None:
        return direction
    is_phone = request.META.get("HTTP_X_CX_SOURCE", "").lower() == "subscriber"
    return Direction.SUBSCRIBER if is_phone else Direction.INBOUND


def as_e164(dialled: str) -> tuple[str, ...]:
    """The readings that need no numbering plan: the digits with a plus, without an international prefix."""
    digits = dialled.lstrip("+")
    if not digits.isdecimal() or not digits.isascii():
        digits = "".join([c for c in digits if c in "0123456789"])
    if not digits:
        return ()
    if digits.startswith("00"):
        return ("+" + digits[2:],)
    return ("+" + digits,)

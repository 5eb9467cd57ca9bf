"""`/api/webhooks/recording/…`: what became of a recording, told with nothing but a signed link.

The platform documents no retry, and the caller may be gone, so this is the one chance to learn of a message.
"""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

import msgspec
from django.conf import settings
from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from calls.voicemail.taking import MAX_SECONDS, MAX_URL, Report, Status, take_recording
from cloudonix.webhooks import payloads
from cloudonix.webhooks.auth import authenticate
from opbx.errors import BadPayload, Unauthenticated
from opbx.logs import get_logger
from tenants.context import in_tenant
from tenants.models import Organization

log = get_logger(__name__)

SALT = "cloudonix.webhooks.recording"
# A recording is told of within minutes; what was lost on the way may be sent once more by hand.
MAX_AGE_SECONDS = 7 * 24 * 3600
MAX_TOKEN = 600
RETRY_AFTER_SECONDS = 5
_STATUSES = {
    "completed": Status.COMPLETED,
    "complete": Status.COMPLETED,
    "inprogress": Status.IN_PROGRESS,
    "absent": Status.ABSENT,
    "failed": Status.FAILED,
    "error": Status.FAILED,
}


class RecordingTicket(msgspec.Struct, frozen=True, array_like=True):
    """What a link vouches for: what is recorded in this call is a message for this box of this organization."""

    organization_id: int
    session: str
    box: UUID


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(RecordingTicket)


def recording_url(ticket: RecordingTicket) -> str:
    """Where the platform reports what became of the recording."""
    packed = base64.urlsafe_b64encode(_encoder.encode(ticket)).rstrip(b"=").decode()
    token = signing.TimestampSigner(salt=SALT).sign(packed)
    return f"{settings.PUBLIC_URL}/api/webhooks/recording/{token}"


def read_report(fields: payloads.Fields) -> Report:
    """What a request says about a recording, by the names that the platform and its relatives use."""
    url = payloads.clean(fields.get("recordingurl") or fields.get("recording_url"), MAX_URL + 1)
    said = fields.get("recordingstatus") or fields.get("recording_status")
    word = payloads.clean(said, 40).lower().replace("-", "").replace("_", "").replace(" ", "")
    status = _STATUSES.get(word, Status.COMPLETED if url else Status.ABSENT)
    # Of a recording that goes on, or that holds nothing, nothing can be fetched.
    return Report(status, url if status is Status.COMPLETED else "", _seconds(fields))


def _seconds(fields: payloads.Fields) -> int | None:
    text = payloads.clean(fields.get("recordingduration") or fields.get("recording_duration"), 20)
    try:
        return min(max(round(float(text)), 0), MAX_SECONDS)
    except (ValueError, OverflowError):
        return None


@csrf_exempt
@require_http_methods(["GET", "POST"])
def recording_status(request: HttpRequest, token: str) -> HttpResponse:
    """Answer 204 when what was told is stored, 404 to a link that is no good, 503 when nothing could be stored."""
    ticket = _read(token)
    if ticket is None:
        return _nothing()
    try:
        _refuse_others(request, ticket)
        fields = payloads.read_fields(request, payloads.read_body(request))
        return _take(ticket, read_report(fields))
    except Unauthenticated:
        log.warning("recording_of_another", organization=ticket.organization_id, session=ticket.session)
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    except BadPayload as error:
        log.warning("recording_unreadable", session=ticket.session, reason=str(error))
        return HttpResponse(status=400)
    except (OperationalError, InterfaceError):
        log.exception("recording_not_stored", session=ticket.session)
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _take(ticket: RecordingTicket, report: Report) -> HttpResponse:
    organization = (
        Organization.objects.filter(pk=ticket.organization_id, provisioned_at__isnull=False)
        .exclude(status=Organization.Status.DELETED)
        .first()
    )
    if organization is None:
        return _nothing()
    with in_tenant(organization):
        take_recording(box_key=ticket.box, session=ticket.session, report=report)
    return HttpResponse(status=204)


def _refuse_others(request: HttpRequest, ticket: RecordingTicket) -> None:
    """The link is the credential; a bearer that comes with it must only not be another organization's."""
    if not request.META.get("HTTP_AUTHORIZATION"):
        return
    try:
        credential = authenticate(request)
    except Unauthenticated:
        return  # one that was replaced meanwhile takes nothing away from the link
    if credential.organization_id != ticket.organization_id:
        raise Unauthenticated("The bearer is another organization's.")


def _read(token: str) -> RecordingTicket | None:
    if len(token) > MAX_TOKEN:
        return None
    try:
        packed = signing.TimestampSigner(salt=SALT).unsign(token.rstrip("/"), max_age=MAX_AGE_SECONDS)
        return _decoder.decode(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (signing.BadSignature, binascii.Error, msgspec.DecodeError, UnicodeEncodeError):
        return None


def _nothing() -> HttpResponse:
    """The same for every refusal: nobody learns what exists."""
    return HttpResponse(status=404, headers={"Cache-Control": "no-store"})

"""`/api/voice/media/…`: sounds that a call plays, fetched by the platform with nothing but a signed link."""

from __future__ import annotations

import base64
import binascii

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from opbx.logs import get_logger
from opbx.web.sounds import sound_response, stored_sound
from tenants.models import Organization

log = get_logger(__name__)

SALT = "cloudonix.webhooks.media"
# As long as a call's other links: a repeated request gets the document of the first one, and with it this link.
MAX_AGE_SECONDS = 24 * 3600
MAX_TOKEN = 600


class SoundTicket(msgspec.Struct, frozen=True, array_like=True):
    """What a link vouches for: this file, by its name in the storage, for calls of this organization."""

    organization_id: int
    file: str


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(SoundTicket)


def sound_url(ticket: SoundTicket) -> str:
    """Where the platform fetches the sound. It ends as the file does, for players that go by a name."""
    packed = base64.urlsafe_b64encode(_encoder.encode(ticket)).rstrip(b"=").decode()
    token = signing.TimestampSigner(salt=SALT).sign(packed)
    return f"{settings.PUBLIC_URL}/api/voice/media/{token}.{ticket.file.rpartition('.')[2]}"


@csrf_exempt
def play_sound(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the sound, and 404 to whatever is not a good link to one that is still there."""
    ticket = _read(token)
    if ticket is None or request.method not in {"GET", "HEAD"}:
        return _nothing()
    organization = Organization.objects.filter(
        pk=ticket.organization_id, status=Organization.Status.ACTIVE, provisioned_at__isnull=False
    ).first()
    if organization is None:
        return _nothing()
    # Files lie in a folder of their organization; a signed link to another one would be our own mistake.
    if not ticket.file.startswith(f"{organization.schema_name}/"):
        return _nothing()
    try:
        return sound_response(request, stored_sound(ticket.file), name="sound", cache="private, max-age=300")
    except FileNotFoundError:
        log.warning("sound_missing", organization=organization.slug, file=ticket.file)
        return _nothing()


def _read(token: str) -> SoundTicket | None:
    if len(token) > MAX_TOKEN:
        return None
    signed = token.rpartition(".")[0]
    try:
        packed = signing.TimestampSigner(salt=SALT).unsign(signed, max_age=MAX_AGE_SECONDS)
        return _decoder.decode(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (signing.BadSignature, binascii.Error, msgspec.DecodeError, UnicodeEncodeError):
        return None


def _nothing() -> HttpResponse:
    """The same for every refusal: nobody learns what exists."""
    return HttpResponse(status=404, headers={"Cache-Control": "no-store"})

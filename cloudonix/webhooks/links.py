"""Signed links: a call's progress travels with the call, so that any worker can take its next step."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

import msgspec
from django.conf import settings
from django.core import signing

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.media import SoundTicket, sound_url
from cloudonix.webhooks.recording import RecordingTicket, recording_url
from routing.engine.progress import PROGRESS_FORMAT, Progress

SALT = "cloudonix.webhooks.continue"
# A Dial action comes after the talk, and a talk may last a working day.
MAX_AGE_SECONDS = 24 * 3600
MAX_TOKEN = 1_500


class LinkRefused(Exception):
    """The link is forged, too old, of another organization or of another call; the text says which."""


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """What a link vouches for."""

    organization_id: int
    session: str
    plan_version: int
    progress: Progress


class _Signer(signing.TimestampSigner):
    """Django's signatures to the byte; the key that Django derives anew for each is remembered."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        text = value.encode() if isinstance(value, str) else value
        signature = hmac.digest(_derived_key(self.salt, key or self.key), text, "sha256")
        return base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _derived_key(salt: str, key: str | bytes) -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return hashlib.sha256(salt.encode() + b"signer" + secret).digest()


@lru_cache(maxsize=4)
def _signer(key: str, *fallbacks: str) -> _Signer:
    return _Signer(key=key, fallback_keys=list(fallbacks), salt=SALT)


def _signer_now() -> _Signer:
    return _signer(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(Ticket)


def continue_url(ticket: Ticket) -> str:
    """Where the platform reports the end of the step; absolute, because the platform is elsewhere."""
    packed = base64.urlsafe_b64encode(_encoder.encode(ticket)).rstrip(b"=").decode()
    token = _signer_now().sign(packed)
    return f"{settings.PUBLIC_URL}/api/voice/continue/{token}"


class CallLinks:
    """The addresses in one document of one call; see cloudonix.webhooks.render.Links."""

    __slots__ = ("_organization_id", "_progress", "_session", "_version")

    def __init__(self, organization_id: int, session: str, version: int, progress: Progress) -> None:
        self._organization_id = organization_id
        self._session = session
        self._version = version
        self._progress = progress

    def action(self) -> str:
        return continue_url(Ticket(self._organization_id, self._session, self._version, self._progress))

    def recording(self, box: UUID) -> str:
        return recording_url(RecordingTicket(self._organization_id, self._session, box))

    def sound(self, file: str) -> str:
        return sound_url(SoundTicket(self._organization_id, file))


def read_token(token: str, credential: Credential, session: str) -> Ticket:
    """Open a token for this organization and session; raises LinkRefused."""
    if len(token) > MAX_TOKEN:
        raise LinkRefused("The link is too long.")
    try:
        packed = _signer_now().unsign(token, max_age=MAX_AGE_SECONDS)
        ticket = _decoder.decode(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except signing.SignatureExpired as error:
        raise LinkRefused("The link is too old.") from error
    except (signing.BadSignature, binascii.Error, msgspec.DecodeError, UnicodeEncodeError) as error:
        raise LinkRefused("The link is not ours.") from error
    if ticket.organization_id != credential.organization_id:
        raise LinkRefused("The link belongs to another organization.")
    if ticket.session != session:
        raise LinkRefused("The link belongs to another call.")
    if ticket.progress.format != PROGRESS_FORMAT:
        raise LinkRefused("The link is of another release.")
    return ticket

"""The worker that fetches the sounds of messages, each from one of the places that the platform named."""

from __future__ import annotations

import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from calls.models import VoicemailMessage
from calls.voicemail import audio
from cloudonix.api import CloudonixError
from cloudonix.api.recordings import AddressRefused, NotARecording, Place, RecordingFetcher, origin_of
from cloudonix.models import Connection
from cloudonix.sync.clients import refuse_inside_transaction
from cloudonix.sync.limiter import limiter_for
from opbx.audio import NotASound, read_recording
from opbx.crypto import SecretUnreadable
from opbx.logs import get_logger

log = get_logger(__name__)

# A sweep stops after this long and comes back at once, so that many messages do not hold a worker.
SWEEP_SECONDS = 20.0
NO_SOUND = "What lies at the recording's address is no WAV or MP3."


def fetch_recordings() -> datetime | None:
    """Fetch what is due in the current organization; returns when the next sound is due."""
    deadline = time.monotonic() + SWEEP_SECONDS
    fetcher = fetcher_of_organization()
    while time.monotonic() < deadline:
        message = audio.claim_next()
        if message is None:
            break
        _fetch(message, fetcher)
    return audio.next_due()


def fetcher_of_organization() -> RecordingFetcher:
    """With the key of the organization's domain, where there is one that can be read."""
    row = Connection.current()
    api_key = ""
    if row is not None:
        try:
            secret = row.get_secret("api_key")
        except SecretUnreadable:
            secret = None
        api_key = secret.reveal() if secret else ""
    limiter = limiter_for(row.domain) if row is not None and row.domain else None
    return RecordingFetcher(
        place=place_of_recordings(),
        api_key=api_key,
        before_request=refuse_inside_transaction,
        before_cloudonix=limiter.take if limiter is not None else _no_wait,
    )


def place_of_recordings() -> Place:
    """Where recordings of this installation may lie."""
    origins = tuple(
        origin_of(urlsplit(url)) for url in (settings.CLOUDONIX_URL, settings.SIMULATOR_URL) if url
    )
    return Place(origins, tuple(name.strip(".").lower() for name in settings.RECORDING_HOSTS))


def _no_wait() -> None:
    return None


def _fetch(message: VoicemailMessage, fetcher: RecordingFetcher) -> None:
    if not message.recording_urls:
        audio.give_up(message, "Cloudonix named no address of the recording.")
        return
    places = message.recording_urls
    url = places[(message.audio_attempts - 1) % len(places)]
    try:
        sound = read_recording(fetcher.fetch(url))
    except (AddressRefused, NotARecording) as error:
        log.warning("recording_refused", message=str(message.key), reason=str(error))
        if message.audio_attempts >= len(places):
            audio.give_up(message, str(error))
        else:
            audio.put_off(message, str(error))
    except NotASound:
        audio.put_off(message, NO_SOUND)
    except CloudonixError as error:
        log.info("recording_not_fetched", message=str(message.key), reason=str(error))
        audio.put_off(message, str(error))
    else:
        audio.store_sound(message, sound)

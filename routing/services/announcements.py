"""Announcements: what callers hear, as text that is spoken, an uploaded sound, or one at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.core.files.base import ContentFile, File

from audit.actors import Actor
from opbx.audio import NotASound, Sound, read_sound
from opbx.errors import NotAcceptable
from opbx.spoken import read_spoken_text
from opbx.stored_files import WrittenFiles, remove_after_commit, written_files
from opbx.web.formats import duration_words
from routing.kinds import Changes, Kind, set_columns
from routing.models import Announcement, DestinationKind
from routing.sentences import LANGUAGES
from routing.services.objects import add_object, update_object
from routing.voices import check_voice
from tenants.context import current_organization

MOST_LETTERS = 1000
URL_HINT = "Enter the address of a WAV or MP3 file that begins with https://, for example https://media.example.com/a.mp3."
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class AnnouncementValues(TypedDict, total=False):
    """What a person says about an announcement; what is left out stays as it is.

    text, language, voice, upload, url: looked at when the source asks for them; otherwise those of before are kept.
    upload: a file as it came, of which only the sound is kept.
    """

    name: str
    number: str
    source: str  # of Announcement.Source
    text: str
    language: str  # one of routing.sentences.LANGUAGES; "" for the organization's
    voice: str  # one of routing.voices; "" for the standard voice
    upload: bytes | None
    url: str


def add_announcement(actor: Actor, **values: Unpack[AnnouncementValues]) -> Announcement:
    """Add an announcement. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    with written_files() as written:
        added: Announcement = add_object(
            actor, ANNOUNCEMENTS, written=written, **{"name": "", **_with_sound(values)}
        )
        return added


def update_announcement(
    actor: Actor, announcement: Announcement, *, version: int, **values: Unpack[AnnouncementValues]
) -> Announcement:
    """Change an announcement; whatever plays it plays the new one. version: the one that the editor saw.

    Raises ChangedMeanwhile, and what add_announcement raises.
    """
    with written_files() as written:
        return update_object(
            actor, ANNOUNCEMENTS, announcement, version=version, written=written, **_with_sound(values)
        )


def _with_sound(values: AnnouncementValues) -> dict[str, Any]:
    """The values with the upload read, which is done before anything is locked."""
    said: dict[str, Any] = {**values}
    upload = said.pop("upload", None)
    wants_sound = said.get("source", Announcement.Source.AUDIO) == Announcement.Source.AUDIO
    try:
        said["sound"] = read_sound(upload) if wants_sound and upload is not None else None
    except NotASound as error:
        raise NotAcceptable(str(error), field="upload") from error
    return said


def _set_values(row: Announcement, values: Mapping[str, Any]) -> Changes:
    source = values.get("source", row.source)
    if source not in Announcement.Source.values:
        raise NotAcceptable("Choose what callers hear.", field="source")
    changes: Changes = {}
    match Announcement.Source(source):
        case Announcement.Source.TEXT:
            changes |= set_columns(row, _spoken(row, values))
        case Announcement.Source.AUDIO:
            changes |= _take_sound(row, values)
        case Announcement.Source.URL:
            changes |= set_columns(row, {"url": _checked_url(values.get("url", row.url))})
    if source != row.source:
        changes["source"] = [_source_words(row.source), _source_words(source)]
        row.source = source
    return changes


def _spoken(row: Announcement, values: Mapping[str, Any]) -> dict[str, str]:
    language, voice = values.get("language", row.language), values.get("voice", row.voice)
    if language and language not in LANGUAGES:
        raise NotAcceptable("Choose a language from the list.", field="language")
    if voice and (language, voice) != (row.language, row.voice):
        check_voice(voice, language or current_organization().voice_language)
    return {"text": checked_text(values.get("text", row.text)), "language": language, "voice": voice}


def _take_sound(row: Announcement, values: Mapping[str, Any]) -> Changes:
    """Store it under a new name, as players and the platform go by the name; the old one goes after the commit."""
    sound: Sound | None = values.get("sound")
    if sound is None:
        if not row.audio:
            raise NotAcceptable("Choose a WAV or MP3 file.", field="upload")
        return {}
    remove_after_commit(row.audio)
    written: WrittenFiles = values["written"]
    written.save(row.audio, f"sound.{sound.ending}", ContentFile(sound.content))
    row.seconds = round(sound.seconds)
    return {"sound": [None, f"{sound.ending.upper()}, {duration_words(row.seconds)}"]}


def checked_text(text: str) -> str:
    """Words that are spoken. Raises NotAcceptable (field "text")."""
    return read_spoken_text(text, most=MOST_LETTERS, field="text")


def living_announcement(chosen: Announcement | None, field: str) -> None:
    """Raise NotAcceptable for the form's field when the announcement was deleted since it was chosen."""
    if chosen is not None and not Announcement.objects.filter(pk=chosen.pk).exists():
        raise NotAcceptable(f"{chosen.name} was deleted meanwhile. Choose another.", field=field)


def _checked_url(typed: str) -> str:
    """An https address that the platform can fetch: a public host name, and nothing that would be kept from it."""
    url = typed.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError as error:
        raise NotAcceptable(URL_HINT, field="url") from error
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= 500
    if not is_plain or parts.scheme != "https" or not _HOST.fullmatch(host):
        raise NotAcceptable(URL_HINT, field="url")
    if "@" in parts.netloc or parts.fragment or port == 0:
        raise NotAcceptable("Leave out names, passwords and anything after #.", field="url")
    return url


def _save_copy(source: Announcement, copy: Announcement) -> None:
    """A copy has a sound of its own: each goes with its announcement."""
    with written_files() as written:
        if source.audio:
            with source.audio.open("rb") as sound:
                written.save(copy.audio, str(source.audio.name).rpartition("/")[2], File(sound))
        copy.save()


def _let_go(row: Announcement) -> None:
    remove_after_commit(row.audio)


def _source_words(source: str) -> str:
    return str(Announcement.Source(source).label)


ANNOUNCEMENTS = Kind(
    destination=DestinationKind.ANNOUNCEMENT,
    model=Announcement,
    plural="announcements",
    icon="volume",
    words={
        "source": "Callers hear",
        "text": "Text",
        "language": "Language",
        "voice": "Voice",
        "sound": "Recording",
        "url": "Address",
    },
    set_values=_set_values,
    save_copy=_save_copy,
    let_go=_let_go,
)

"""What a voicemail box says to callers: which greeting, its words, and the stored sound."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction

from audit import services as audit
from audit.actors import Actor
from extensions.models import VoicemailBox
from extensions.services.voicemail import check_version, locked_box
from extensions.voicemail import MOST_GREETING_LETTERS
from opbx.audio import NotASound, Sound, read_sound
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.spoken import read_spoken_text
from opbx.stored_files import WrittenFiles, remove_after_commit, written_files
from opbx.web.formats import duration_words
from tenants.guard import guard_configuration

COLUMNS = ("greeting", "greeting_text", "greeting_audio", "version")


def change_greeting(
    actor: Actor,
    box: VoicemailBox,
    *,
    version: int,
    greeting: str,
    text: str = "",
    upload: bytes | None = None,
) -> VoicemailBox:
    """Choose the greeting. version: the one that the editor saw.

    greeting: one of VoicemailBox.Greeting. text: for TEXT; otherwise the words of before are kept. upload: for AUDIO, a
    file as it came, of which only the sound is kept; without one the sound of before is played.
    Raises NotAcceptable (fields "greeting_text" and "greeting_audio") and ChangedMeanwhile.
    """
    sound = _read(upload) if greeting == VoicemailBox.Greeting.AUDIO and upload is not None else None
    with written_files() as written, transaction.atomic():
        return _change(actor, box, version, greeting, text, sound, written)


@transaction.atomic
def remove_greeting_sound(actor: Actor, box: VoicemailBox) -> VoicemailBox:
    """Remove the uploaded sound; a box that played it greets with the standard greeting. Doing it twice is one."""
    guard_configuration()
    row = locked_box(actor, box)
    if not row.greeting_audio:
        return row
    remove_after_commit(row.greeting_audio)
    changes: dict[str, list[object]] = {"sound": ["an uploaded sound", None]}
    row.greeting_audio = ""
    if row.greeting == VoicemailBox.Greeting.AUDIO:
        changes["greeting"] = [_words(row.greeting), _words(VoicemailBox.Greeting.DEFAULT)]
        row.greeting = VoicemailBox.Greeting.DEFAULT
    _save(actor, row, changes)
    return row


def _change(  # noqa: PLR0917 - the inside of the function above
    actor: Actor,
    box: VoicemailBox,
    version: int,
    greeting: str,
    text: str,
    sound: Sound | None,
    written: WrittenFiles,
) -> VoicemailBox:
    guard_configuration()
    row = locked_box(actor, box)
    check_version(row, version)
    if greeting not in VoicemailBox.Greeting.values:
        raise NotAcceptable("Choose what callers hear.", field="greeting")
    changes: dict[str, list[object]] = {}
    if greeting == VoicemailBox.Greeting.TEXT:
        words = read_spoken_text(text, most=MOST_GREETING_LETTERS, field="greeting_text")
        if words != row.greeting_text:
            changes["greeting_text"] = [row.greeting_text, words]
            row.greeting_text = words
    if sound is not None:
        remove_after_commit(row.greeting_audio)
        written.save(row.greeting_audio, f"greeting.{sound.ending}", ContentFile(sound.content))
        changes["sound"] = [None, f"{sound.ending.upper()}, {duration_words(round(sound.seconds))}"]
    elif greeting == VoicemailBox.Greeting.AUDIO and not row.greeting_audio:
        raise NotAcceptable("Choose a WAV or MP3 file.", field="greeting_audio")
    if greeting != row.greeting:
        changes["greeting"] = [_words(row.greeting), _words(greeting)]
        row.greeting = greeting
    if changes:
        _save(actor, row, changes)
    return row


def _save(actor: Actor, row: VoicemailBox, changes: dict[str, list[object]]) -> None:
    row.version += 1
    row.save(update_fields=COLUMNS)
    audit.record(actor, "voicemail_box.greeting_changed", row, changes)
    configuration_changed(actor, f"The greeting of voicemail box {row.name} was changed")


def _read(upload: bytes) -> Sound:
    try:
        return read_sound(upload)
    except NotASound as error:
        raise NotAcceptable(str(error), field="greeting_audio") from error


def _words(greeting: str) -> str:
    return str(VoicemailBox.Greeting(greeting).label)

"""Greetings: words and recordings, what is stored of them, and what is removed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from audit.models import Entry
from extensions import services
from extensions.models import VoicemailBox
from extensions.services.purging import purge_deleted_extensions
from opbx.errors import NotAcceptable
from routing.engine.objects.voicemail import STANDARD_GREETING
from routing.engine.prompts import Sound, Words
from tests.sounds import mp3, wav
from tests.voicemail.looking import actions, greet, published

pytestmark = pytest.mark.usefixtures("in_acme")


def test_words_become_the_greeting_and_are_kept_when_another_one_is_chosen(boss, box):
    greet(boss, box, greeting="text", text="  We are closed.\r\n\tCall again \x07 tomorrow. ")
    assert published(box).greeting == Words("We are closed. Call again  tomorrow.")

    greet(boss, box, greeting="default")

    row = VoicemailBox.objects.get()
    assert (row.greeting, row.greeting_text) == ("default", "We are closed. Call again  tomorrow.")
    assert published(box).greeting == STANDARD_GREETING


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \n ", "Enter what callers hear"), ("x" * 501, "these are 501")]
)
def test_a_text_that_says_nothing_or_too_much_is_refused(boss, box, text, sentence):
    with pytest.raises(NotAcceptable, match=sentence) as refused:
        greet(boss, box, greeting="text", text=text)

    assert refused.value.field == "greeting_text"
    assert actions() == ["voicemail_box.added"]


@pytest.mark.parametrize(("upload", "ending"), [(wav(), "wav"), (mp3(), "mp3")])
def test_a_recording_lies_in_the_organizations_folder_by_a_name_nobody_chose(boss, box, acme, upload, ending):
    greet(boss, box, greeting="audio", upload=upload)

    row = VoicemailBox.objects.get()
    assert row.greeting_audio.name.startswith(f"{acme.schema_name}/greetings/")
    assert row.greeting_audio.name.endswith(f".{ending}")
    assert row.greeting_audio.read() == upload
    assert published(box).greeting == Sound(row.greeting_audio.name)


def test_audio_without_a_file_is_refused_until_one_is_stored(boss, box):
    with pytest.raises(NotAcceptable, match="Choose a WAV or MP3 file"):
        greet(boss, box, greeting="audio")
    greet(boss, box, greeting="audio", upload=wav())
    greet(boss, box, greeting="default")

    greet(boss, box, greeting="audio")

    assert isinstance(published(box).greeting, Sound)


def test_a_file_that_is_no_sound_changes_nothing_and_leaves_nothing(boss, box):
    with pytest.raises(NotAcceptable, match="not a WAV or MP3") as refused:
        greet(boss, box, greeting="audio", upload=b"<html>")

    assert refused.value.field == "greeting_audio"
    assert VoicemailBox.objects.get().greeting == "default"


def test_a_replaced_a_removed_and_a_deleted_recording_are_gone_after_commit(
    boss, box, django_capture_on_commit_callbacks
):
    def stored() -> str:
        return VoicemailBox.objects.get().greeting_audio.name

    with django_capture_on_commit_callbacks(execute=True):
        greet(boss, box, greeting="audio", upload=wav())
    first = stored()
    with django_capture_on_commit_callbacks(execute=True):
        greet(boss, box, greeting="audio", upload=mp3())
    second = stored()
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_greeting_sound(boss, box)
        services.remove_greeting_sound(boss, box)
    assert (stored(), default_storage.exists(second)) == ("", False)
    assert VoicemailBox.objects.get().greeting == "default"

    with django_capture_on_commit_callbacks(execute=True):
        greet(boss, box, greeting="audio", upload=wav())
    third = stored()
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_voicemail_box(boss, box)
    assert not default_storage.exists(third)


def test_a_recording_goes_for_good_with_its_extension_and_not_before(
    boss, box, django_capture_on_commit_callbacks
):
    greet(boss, box, greeting="audio", upload=wav())
    file = VoicemailBox.objects.get().greeting_audio.name
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_extension(boss, box.extension)
    assert default_storage.exists(file)

    with (
        django_capture_on_commit_callbacks(execute=True),
        time_machine.travel(timezone.now() + timedelta(days=31)),
    ):
        purge_deleted_extensions()

    assert not default_storage.exists(file)


def test_a_recording_outlives_a_change_that_is_taken_back(
    boss, box, django_capture_on_commit_callbacks, monkeypatch
):
    greet(boss, box, greeting="audio", upload=wav())
    first = VoicemailBox.objects.get().greeting_audio.name
    monkeypatch.setattr("extensions.services.voicemail.configuration_changed", lambda *_: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        services.delete_voicemail_box(boss, box)

    assert default_storage.exists(first)


def test_what_a_refused_change_has_written_is_removed_again(boss, box, monkeypatch):
    written = []
    save = default_storage.save
    monkeypatch.setattr(
        default_storage, "save", lambda *given, **more: written.append(save(*given, **more)) or written[-1]
    )
    monkeypatch.setattr("extensions.services.greetings.configuration_changed", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        greet(boss, box, greeting="audio", upload=wav())

    assert [default_storage.exists(file) for file in written] == [False]
    assert not VoicemailBox.objects.get().greeting_audio


def test_the_audit_log_tells_of_a_recording_and_keeps_none(boss, box):
    greet(boss, box, greeting="audio", upload=wav(3))

    changes = Entry.objects.get(action="voicemail_box.greeting_changed").changes
    assert changes == {"sound": [None, "WAV, 3 s"], "greeting": ["Standard greeting", "Uploaded audio"]}

"""What callers hear: spoken text, an uploaded sound, or one at an address."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from audit.models import Entry
from opbx.errors import NotAcceptable
from routing.models import Announcement
from routing.services import add_announcement, delete_object, duplicate_object, update_announcement
from routing.services.announcements import ANNOUNCEMENTS
from tests.sounds import wav

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"source": "song"}, "source", "Choose what callers hear."),
        ({"source": "text", "text": " \n "}, "text", "Enter what callers hear."),
        ({"source": "text", "text": "x" * 1001}, "text", "Use 1000 characters at most; these are 1001."),
        ({"source": "text", "text": "Hi", "language": "xx"}, "language", "Choose a language from the list."),
        ({"source": "text", "text": "Hi", "voice": "Ghost"}, "voice", "Choose a voice from the list."),
        ({"source": "audio"}, "upload", "Choose a WAV or MP3 file."),
        ({"source": "audio", "upload": b"GIF89a"}, "upload", "This is not a WAV or MP3 file."),
        ({"source": "audio", "upload": wav(121)}, "upload", "longer than 2 minutes"),
        ({"source": "url", "url": ""}, "url", "begins with https://"),
        ({"source": "url", "url": "http://media.example.com/a.mp3"}, "url", "begins with https://"),
        ({"source": "url", "url": "https://localhost/a.mp3"}, "url", "begins with https://"),
        ({"source": "url", "url": "https://192.0.2.1/a.mp3"}, "url", "begins with https://"),
        ({"source": "url", "url": "https://media.example.com:99999/a"}, "url", "begins with https://"),
        ({"source": "url", "url": "https://media.example.com/a b.mp3"}, "url", "begins with https://"),
        ({"source": "url", "url": "https://ann:pw@media.example.com/a"}, "url", "Leave out names, passwords"),
        ({"source": "url", "url": "https://media.example.com/a#t"}, "url", "Leave out names, passwords"),
    ],
)
def test_what_cannot_be_heard_is_refused_at_its_field(boss, values, field, sentence):
    with pytest.raises(NotAcceptable) as caught:
        add_announcement(boss, name="Welcome", **values)

    assert caught.value.field == field
    assert sentence in caught.value.message
    assert not Announcement.objects.exists()


def test_text_is_kept_on_one_line_without_control_characters(boss):
    row = add_announcement(boss, name="Welcome", source="text", text=" Hello,\n\nyou\x00  there. ")

    assert row.text == "Hello, you there."


def test_a_voice_must_speak_the_language(boss, two_voices):
    with pytest.raises(NotAcceptable, match="Polly:Vicki speaks de-DE, not en-US"):
        add_announcement(
            boss, name="Welcome", source="text", text="Hello.", voice="Polly:Vicki", language="en-US"
        )

    row = add_announcement(
        boss, name="Welcome", source="text", text="Hallo.", voice="Polly:Vicki", language="de-DE"
    )
    assert (row.voice, row.language) == ("Polly:Vicki", "de-DE")


def test_a_voice_that_is_gone_meanwhile_does_not_stand_in_the_way_of_another_change(boss, two_voices):
    from cloudonix.models import Voice

    row = add_announcement(
        boss, name="Welcome", source="text", text="Hallo.", voice="Polly:Vicki", language="de-DE"
    )
    Voice.objects.all().delete()

    assert update_announcement(boss, row, version=1, text="Hallo, Welt.").text == "Hallo, Welt."


def test_a_new_sound_has_a_new_name_and_the_old_file_goes_with_the_commit(
    boss, recording, django_capture_on_commit_callbacks
):
    first = recording.audio.name

    with django_capture_on_commit_callbacks(execute=True):
        row = update_announcement(boss, recording, version=1, upload=wav(3))

    assert (row.key, row.seconds) == (recording.key, 3)
    assert row.audio.name != first
    assert (default_storage.exists(row.audio.name), default_storage.exists(first)) == (True, False)
    assert Entry.objects.get(action="announcement.updated").changes == {"sound": [None, "WAV, 3 s"]}


def test_a_change_that_is_refused_keeps_the_old_sound_and_leaves_no_file(boss, recording, make_announcement):
    make_announcement("Taken")
    before = set(default_storage.listdir(recording.audio.name.rpartition("/")[0])[1])

    with pytest.raises(Exception, match="Another announcement is called taken"):
        update_announcement(boss, recording, version=1, name="taken", upload=wav(3))

    assert set(default_storage.listdir(recording.audio.name.rpartition("/")[0])[1]) == before
    recording.refresh_from_db()
    assert default_storage.exists(recording.audio.name)


def test_another_source_keeps_what_the_first_one_held(boss, recording):
    row = update_announcement(boss, recording, version=1, source="text", text="Hello.")
    assert (row.source, bool(row.audio)) == ("text", True)

    assert update_announcement(boss, row, version=2, source="audio").source == "audio"


def test_a_copy_has_a_sound_of_its_own(boss, recording, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        copy = duplicate_object(boss, ANNOUNCEMENTS, recording)
        assert copy.audio.name != recording.audio.name
        delete_object(boss, ANNOUNCEMENTS, recording)

    assert default_storage.exists(copy.audio.name)
    assert not default_storage.exists(recording.audio.name)
    assert copy.seconds == 2


def test_the_database_keeps_no_announcement_without_something_to_hear():
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(name="Silence", source="audio")

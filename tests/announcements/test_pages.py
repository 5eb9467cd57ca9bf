"""The pages of announcements: what is particular to them (tests/objects has what all kinds share)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from routing.models import Announcement
from tenants.context import in_tenant
from tests.sounds import wav

LIST = "/announcements/"


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def text_of(response) -> str:
    return response.content.decode()


def test_a_recording_is_uploaded_and_listened_to_in_the_page(client):
    sound = SimpleUploadedFile("welcome.wav", wav(2), "audio/wav")
    page = client.post(f"{LIST}add/", {"name": "Welcome", "source": "audio", "upload": sound}, follow=True)

    url = page.redirect_chain[-1][0]
    assert f'src="{url}sound/"' in text_of(page)
    answer = client.get(f"{url}sound/", headers={"range": "bytes=0-3"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (206, b"RIFF", "audio/wav")


def test_what_another_source_holds_is_not_complained_about(client):
    form = {"name": "Welcome", "source": "text", "text": "Hello.", "url": "nonsense", "language": ""}

    assert client.post(f"{LIST}add/", form).status_code == 302


def test_editing_a_recording_without_a_new_file_keeps_it(client, acme, recording):
    form = {"name": "Renamed", "source": "audio", "version": "1"}

    assert client.post(f"{LIST}{recording.key}/edit/", form).status_code == 302
    with in_tenant(acme):
        row = Announcement.objects.get()
        assert (row.name, row.audio.name) == ("Renamed", recording.audio.name)


def test_a_file_that_is_no_sound_is_refused_at_its_field(client):
    file = SimpleUploadedFile("welcome.mp3", b"<html>", "audio/mpeg")

    page = client.post(f"{LIST}add/", {"name": "Welcome", "source": "audio", "upload": file})

    assert page.status_code == 422
    assert "This is not a WAV or MP3 file." in text_of(page)


def test_voices_are_offered_once_some_are_known(client, two_voices):
    text = text_of(client.get(f"{LIST}add/"))

    assert "Polly:Vicki (female, de-DE)" in text
    assert "Polly:Amy (female, en-GB) · premium" in text


def test_without_known_voices_there_is_no_choice_of_one(client):
    assert 'name="voice"' not in text_of(client.get(f"{LIST}add/"))


def test_the_list_is_filtered_by_what_callers_hear(client, make_announcement, recording):
    make_announcement("Welcome")

    assert "Recording</a>" not in text_of(client.get(f"{LIST}?source=text"))


def test_a_stranger_cannot_listen(client_for, stranger, recording):
    assert client_for(stranger).get(f"{LIST}{recording.key}/sound/").status_code == 404


def test_an_announcement_without_a_recording_has_no_sound(client, make_announcement):
    row = make_announcement("Welcome")

    assert client.get(f"{LIST}{row.key}/sound/").status_code == 404

"""A recording is uploaded, refused, and heard in the browser."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.context import in_tenant
from tests.sounds import wav
from tests.voicemail.looking import row_of, url


def sound(content: bytes, name: str = "greeting.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="audio/wav")


def test_a_recording_is_uploaded_and_heard_whole_and_in_parts(acme, browser, shared):
    answer = browser.post(
        url("greeting", shared),
        {"greeting": "audio", "greeting_audio": sound(wav(2), "x.exe"), "version": "1"},
    )
    assert answer.status_code == 302

    whole = browser.get(url("sound", shared))
    part = browser.get(url("sound", shared), headers={"Range": "bytes=100-199"})

    assert (whole.status_code, whole.content) == (200, wav(2))
    assert (part.status_code, part.content) == (206, wav(2)[100:200])
    assert part["Content-Range"] == f"bytes 100-199/{len(wav(2))}"
    assert whole["Content-Type"] == "audio/wav"
    assert whole["Content-Disposition"] == 'inline; filename="greeting.wav"'
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "private" in whole["Cache-Control"]
    assert browser.get(url("sound", shared), headers={"If-None-Match": whole["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a WAV or MP3 file"),
        (b"<script>alert(1)</script>", "not a WAV or MP3 file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), "not a WAV or MP3 file"),
        (wav(1)[:900], "damaged or incomplete"),
        (wav(121, code=7, bits=8), "longer than 2 minutes"),
        (bytes(2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_stored_nowhere(acme, browser, shared, content, sentence):
    answer = browser.post(
        url("greeting", shared), {"greeting": "audio", "greeting_audio": sound(content), "version": "1"}
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with in_tenant(acme):
        assert not row_of(shared).greeting_audio


def test_what_another_choice_left_behind_is_neither_kept_nor_complained_about(acme, browser, shared):
    answer = browser.post(
        url("greeting", shared),
        {
            "greeting": "default",
            "greeting_audio": sound(b"no sound"),
            "greeting_text": "x" * 900,
            "version": "1",
        },
    )

    assert answer.status_code == 302
    with in_tenant(acme):
        assert (row_of(shared).greeting_text, bool(row_of(shared).greeting_audio)) == ("", False)


def test_an_audio_greeting_needs_a_file_once(browser, shared, recorded):
    without = browser.post(url("greeting", shared), {"greeting": "audio", "version": "1"})
    stored = browser.post(url("greeting", recorded), {"greeting": "audio", "version": "2"})

    assert (without.status_code, stored.status_code) == (422, 302)
    assert "Choose a WAV or MP3 file." in without.content.decode()


def test_words_are_shown_as_words(browser, shared):
    browser.post(
        url("greeting", shared), {"greeting": "text", "greeting_text": "Closed <b>&</b> out", "version": "1"}
    )

    assert "Closed &lt;b&gt;&amp;&lt;/b&gt; out" in browser.get(url("detail", shared)).content.decode()


def test_a_box_without_a_recording_has_none_to_hear(browser, shared):
    assert browser.get(url("sound", shared)).status_code == 404


def test_a_removed_recording_is_said_what_callers_hear_instead(acme, browser, recorded):
    answer = browser.post(url("sound_remove", recorded), follow=True)

    assert "Callers hear: standard greeting." in answer.content.decode()
    assert browser.get(url("sound", recorded)).status_code == 404


def test_what_no_page_takes_is_refused_before_it_fills_the_disk(acme, browser, shared):
    huge = sound(bytes(17 * 1024 * 1024))

    answer = browser.post(
        url("greeting", shared), {"greeting": "audio", "greeting_audio": huge, "version": "1"}
    )

    assert answer.status_code == 400
    assert "What you sent is larger than 16 MB. Choose a smaller file." in answer.content.decode()
    with in_tenant(acme):
        assert not row_of(shared).greeting_audio

"""What is taken as a sound, and what is kept of it."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opbx.audio import (
    DAMAGED,
    MOST_BYTES,
    NEITHER,
    NOT_FOR_PHONES,
    TOO_LARGE,
    TOO_LONG,
    TOO_SHORT,
    NotASound,
    read_sound,
)
from tests.sounds import id3, mp3, wav

HOSTILE = b"<script>alert(document.domain)</script>"


def note(text: bytes) -> bytes:
    return b"LIST" + struct.pack("<I", len(text) + len(text) % 2) + text + b"\x00" * (len(text) % 2)


def test_a_wav_file_is_taken_as_it_sounds():
    sound = read_sound(wav(1.5))

    with wave.open(io.BytesIO(sound.content)) as opened:
        assert (opened.getnchannels(), opened.getframerate(), opened.getsampwidth()) == (1, 8000, 2)
        assert opened.getnframes() == 12_000
    assert (sound.ending, sound.seconds, sound.content) == ("wav", 1.5, wav(1.5))


@pytest.mark.parametrize(("code", "bits"), [(1, 8), (6, 8), (7, 8)])
def test_the_telephones_own_encodings_are_taken(code, bits):
    assert read_sound(wav(1, code=code, bits=bits)).seconds == 1


def test_a_wav_file_whose_writer_did_not_know_its_length_is_taken_to_its_end():
    known = wav(1)
    at = known.index(b"data") + 4

    assert read_sound(known[:at] + b"\xff\xff\xff\xff" + known[at + 4 :]).content == known


def test_an_mp3_file_is_taken_as_it_sounds():
    sound = read_sound(mp3(2))

    assert (sound.ending, sound.content) == ("mp3", mp3(2))
    assert sound.seconds == pytest.approx(2, abs=0.03)


@pytest.mark.parametrize(
    "file",
    [
        id3(HOSTILE) + mp3() + b"TAG" + HOSTILE.ljust(125, b"\x00"),
        id3(HOSTILE) + b"\x00" * 100 + mp3() + b"APETAGEX" + HOSTILE,
        mp3() + b"\xff\xfb\x90\x00" + HOSTILE,  # a last frame that is cut off
        wav(extra=note(HOSTILE)),
        wav() + note(HOSTILE),
    ],
)
def test_nothing_but_the_sound_is_kept(file):
    sound = read_sound(file)

    assert sound.content in {mp3(), wav()}
    assert HOSTILE not in sound.content


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\x00" * 5000,
        HOSTILE,
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"OggS" + bytes(500),
        b"fLaC" + bytes(500),
        b"MZ" + bytes(500),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"ID3",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + HOSTILE,
        b"\xff\xfb\x90\x00" + HOSTILE * 40,  # begins like an MP3
        b"\xff\xf1\x50\x80" + bytes(500),  # AAC
        b"\xff\xfd\x90\x00" + bytes(500),  # layer II
        "WAV".encode("utf-16"),
    ],
)
def test_what_is_no_wav_and_no_mp3_is_refused(file):
    with pytest.raises(NotASound) as refused:
        read_sound(file)

    assert str(refused.value) == NEITHER


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (wav(1, code=3, bits=32), NOT_FOR_PHONES),
        (wav(1, rate=4000), NOT_FOR_PHONES),
        (wav(1)[:-500], DAMAGED),
        (b"RIFF\x00\x00\x00\x00WAVE", DAMAGED),
        (b"RIFF\x00\x00\x00\x00WAVEdata\x00\x00\x00\x00", DAMAGED),
        (mp3(1) + HOSTILE * 40, DAMAGED),
        (mp3(1)[:5000] + b"gap" + mp3(1)[5000:], DAMAGED),
        (wav(0.4), TOO_SHORT),
        (mp3(0.2), TOO_SHORT),
        (wav(121, code=7, bits=8), TOO_LONG),
        (mp3(121), TOO_LONG),
        (wav(60, rate=44_100), TOO_LARGE),
    ],
)
def test_a_sound_that_cannot_be_played_is_refused_with_what_to_do(file, sentence):
    with pytest.raises(NotASound) as refused:
        read_sound(file)

    assert str(refused.value) == sentence


def test_a_file_of_exactly_the_largest_size_is_looked_at():
    with pytest.raises(NotASound, match="not a WAV"):
        read_sound(b"x" * MOST_BYTES)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400)
    | st.builds(
        lambda head, tail: head + tail,
        st.sampled_from([wav(0.5)[:44], mp3(0.1), b"ID3\x03\x00\x10"]),
        st.binary(max_size=400),
    ),
)
def test_any_bytes_are_either_a_sound_or_refused_in_words(data):
    try:
        said = str(read_sound(data).seconds)
    except NotASound as refused:
        said = str(refused)

    assert said

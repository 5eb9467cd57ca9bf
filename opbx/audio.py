"""Uploaded sounds: what they are is read from their content, never from their name or what the browser calls them.

Only the sound itself is kept. Tags, pictures and whatever else lies in the file is left out, so that nobody is served
anything but the sound.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_BYTES = 2 * 1024 * 1024
LEAST_SECONDS, MOST_SECONDS = 0.5, 120

NEITHER = "This is not a WAV or MP3 file. Save the recording as one of these, then choose that file."
DAMAGED = "This file is damaged or incomplete. Save the recording once more, then choose that file."
NOT_FOR_PHONES = (
    "This WAV file is of a kind that is not played on the phone. Save it as 16-bit PCM, mono or stereo, then choose"
    " that file."
)
TOO_LARGE = (
    "The file is larger than 2 MB. An MP3, or a mono WAV of 8000 or 16000 Hz, is smaller and sounds the same."
)
TOO_LONG = "The recording is longer than 2 minutes. Choose a shorter one."
TOO_SHORT = "The recording is shorter than half a second. Choose a longer one."

_PCM, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 6, 7, 0xFFFE
_WAV_BITS = {_PCM: (8, 16), _A_LAW: (8,), _MU_LAW: (8,)}
_WAV_RATES = range(8_000, 96_001)
# Kilobits a second of an MPEG layer III frame by its index, and samples a second by version and index.
_BITRATES_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


class NotASound(Exception):
    """The file cannot be taken; the text is a sentence that says what to do instead."""


@dataclass(frozen=True)
class Sound:
    """ending: "wav" or "mp3", which is what content is."""

    ending: str
    content: bytes
    seconds: float


def read_recording(data: bytes) -> Sound:
    """Take a file of any length that was recorded on the phone. Raises NotASound."""
    return _read_wav(data) if data[:4] == b"RIFF" and data[8:12] == b"WAVE" else _read_mp3(data)


def read_sound(data: bytes) -> Sound:
    """Take a file that somebody uploaded. Raises NotASound for anything but a sound that phones can play."""
    if len(data) > MOST_BYTES:
        raise NotASound(TOO_LARGE)
    sound = read_recording(data)
    if sound.seconds > MOST_SECONDS:
        raise NotASound(TOO_LONG)
    if sound.seconds < LEAST_SECONDS:
        raise NotASound(TOO_SHORT)
    return sound


# --- WAV ----------------------------------------------------------------------------------------------------------


def _read_wav(data: bytes) -> Sound:
    chunks = _chunks(data)
    shape, samples = chunks.get(b"fmt "), chunks.get(b"data")
    if shape is None or samples is None or len(shape) < 16:
        raise NotASound(DAMAGED)
    code, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", shape)
    if code == _EXTENSIBLE and len(shape) >= 26:
        (code,) = struct.unpack_from("<H", shape, 24)
    if bits not in _WAV_BITS.get(code, ()) or channels not in {1, 2} or rate not in _WAV_RATES:
        raise NotASound(NOT_FOR_PHONES)
    if block != channels * bits // 8:
        raise NotASound(DAMAGED)
    samples = samples[: len(samples) - len(samples) % block]
    header = struct.pack("<HHIIHH", code, channels, rate, rate * block, block, bits)
    if code != _PCM:
        header += struct.pack("<H", 0)
    body = b"WAVE" + _chunk(b"fmt ", header) + _chunk(b"data", samples)
    return Sound("wav", b"RIFF" + struct.pack("<I", len(body)) + body, len(samples) / (rate * block))


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The first chunk of each name. Raises NotASound when one says to be longer than the file."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        rest = len(data) - at - 8
        if name == b"data" and size in {0, 0xFFFFFFFF}:
            size = rest  # written by a program that could not go back to fill it in
        if size > rest:
            raise NotASound(DAMAGED)
        found.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)


# --- MP3 ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Frame:
    length: int
    seconds: float
    kind: tuple[int, int]  # version and rate, the same in all frames of a file


def _read_mp3(data: bytes) -> Sound:
    """Frame after frame from the first to the last byte, but for the tags at both ends."""
    start = at = _after_tags(data)
    first = _frame(data, at)
    if first is None:
        raise NotASound(NEITHER)
    seconds, length = 0.0, first.length
    frame: _Frame | None = first
    while frame is not None and frame.kind == first.kind and at + frame.length <= len(data):
        seconds += frame.seconds
        length = frame.length
        at += frame.length
        frame = _frame(data, at)
    rest = data[at:]
    is_end = rest.startswith((b"TAG", b"APETAGEX", b"LYRICSBEGIN")) or not rest.strip(b"\x00")
    is_cut = frame is not None and len(rest) < length + 1
    if at == start or not (is_end or is_cut):
        # One frame may be chance: then it was no MP3 from the beginning.
        raise NotASound(DAMAGED if seconds > first.seconds else NEITHER)
    return Sound("mp3", data[start:at], seconds)


def _after_tags(data: bytes) -> int:
    """Where the sound begins: behind ID3v2 tags and the zeros that fill them up."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        flags = data[at + 5]
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if flags & 0x10 else 0)
    while at < len(data) and data[at] == 0:
        at += 1
    return at


def _frame(data: bytes, at: int) -> _Frame | None:
    """The header at this place; None where none is."""
    if at + 4 > len(data):
        return None
    (bits,) = struct.unpack_from(">I", data, at)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bitrate, rate, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or bitrate in {0, 15} or rate == 3:
        return None
    kilobits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bitrate - 1]
    samples = 1152 if version == 3 else 576
    hertz = _RATES[version][rate]
    return _Frame(samples // 8 * kilobits * 1000 // hertz + padding, samples / hertz, (version, rate))

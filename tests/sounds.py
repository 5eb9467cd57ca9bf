"""Small sounds, made rather than recorded, for tests about uploads."""

from __future__ import annotations

import math
import struct


def wav(
    seconds: float = 1.0, *, rate: int = 8000, code: int = 1, bits: int = 16, extra: bytes = b""
) -> bytes:
    """A mono WAV with a tone; code: 1 PCM, 3 float, 6 A-law, 7 mu-law. extra: chunks before the samples."""
    count = int(seconds * rate)
    if bits == 16:
        samples = b"".join(struct.pack("<h", int(9000 * math.sin(at / 3))) for at in range(count))
    else:
        samples = bytes(at % 200 for at in range(count)) * (bits // 8)
    shape = struct.pack("<HHIIHH", code, 1, rate, rate * bits // 8, bits // 8, bits)
    body = (
        b"WAVEfmt "
        + struct.pack("<I", 16)
        + shape
        + extra
        + b"data"
        + struct.pack("<I", len(samples))
        + samples
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(seconds: float = 1.0) -> bytes:
    """Silent frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 26 ms each."""
    return (b"\xff\xfb\x90\x00" + b"\x00" * 413) * math.ceil(seconds * 44_100 / 1152)


def id3(content: bytes) -> bytes:
    """An ID3v2 tag that holds content."""
    size = len(content)
    return b"ID3\x04\x00\x00" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + content

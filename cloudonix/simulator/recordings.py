"""What was recorded: kept as sounds of the right length that can be fetched and played."""

from __future__ import annotations

import io
import math
import secrets
import struct
import wave
from dataclasses import dataclass, field

RATE = 8000  # samples in a second
LONGEST_SOUND = 120  # seconds; a longer recording is served cut
SHORTEST_SOUND = 0.1
LOUDNESS = 6000  # of 32767
MEDIA_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg"}
# One frame of MPEG-1 layer III, 32 kbit/s, 32 kHz, one channel: 36 ms of silence in 144 bytes.
MP3_FRAME = b"\xff\xfb\x18\xc0" + bytes(140)
MP3_FRAME_SECONDS = 0.036
TONES = (440, 550)  # hertz, half a second each
KEPT = 500


@dataclass(frozen=True, slots=True)
class Recording:
    """seconds: its length, as the application is told. what: the verb or room that it is of. media: wav or mp3."""

    domain_id: int
    token: str
    what: str
    seconds: float
    media: str = "wav"
    id: str = field(default_factory=lambda: f"RE{secrets.token_hex(16)}")

    @property
    def duration(self) -> str:
        """Whole seconds as text; what is not empty lasts at least one."""
        return str(max(1, round(self.seconds)))

    @property
    def path(self) -> str:
        return f"/__sim__/recordings/{self.id}.{self.media}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.media]

    def sound(self) -> bytes:
        """Write a file of this length: two tones that follow each other, or silence as MP3."""
        seconds = min(LONGEST_SOUND, max(SHORTEST_SOUND, self.seconds))
        if self.media == "mp3":
            return MP3_FRAME * round(seconds / MP3_FRAME_SECONDS)
        frames = round(seconds * RATE)
        second = b"".join(
            struct.pack("<h", round(LOUDNESS * math.sin(2 * math.pi * TONES[n * 2 // RATE] * n / RATE)))
            for n in range(RATE)
        )
        content = io.BytesIO()
        with wave.open(content, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((second * (frames // RATE + 1))[: frames * 2])
        return content.getvalue()


class RecordingBook:
    def __init__(self) -> None:
        self._recordings: dict[str, Recording] = {}

    def add(self, recording: Recording) -> Recording:
        self._recordings[recording.id] = recording
        for old in list(self._recordings)[:-KEPT]:
            del self._recordings[old]
        return recording

    def find(self, recording_id: str) -> Recording | None:
        return self._recordings.get(recording_id)

    def of_call(self, token: str) -> list[Recording]:
        return [one for one in self._recordings.values() if one.token == token]

    def clear(self) -> None:
        self._recordings.clear()

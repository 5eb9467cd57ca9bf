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
TONES = (440, 550)  # hertz, half a second each
KEPT = 500


@dataclass(frozen=True, slots=True)
class Recording:
    """seconds: its length, as the application is told. what: the verb or room that it is of."""

    domain_id: int
    token: str
    what: str
    seconds: float
    id: str = field(default_factory=lambda: f"RE{secrets.token_hex(16)}")

    @property
    def duration(self) -> str:
        """Whole seconds as text; what is not empty lasts at least one."""
        return str(max(1, round(self.seconds)))

    @property
    def path(self) -> str:
        return f"/__sim__/recordings/{self.id}.wav"

    def sound(self) -> bytes:
        """Write a WAV file of this length: two tones that follow each other."""
        frames = round(min(LONGEST_SOUND, max(SHORTEST_SOUND, self.seconds)) * RATE)
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

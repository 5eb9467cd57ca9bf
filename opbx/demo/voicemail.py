"""Voicemail messages of the demo, with sounds that can be heard."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from calls.models import Call, VoicemailMessage
from calls.voicemail.audio import store_sound
from calls.voicemail.taking import message_key
from extensions.models import VoicemailBox
from opbx.audio import read_recording
from opbx.demo.cast import Customer, Message

RATE = 8000
LOUDNESS = 9000  # of 32767
# A tune of two seconds that repeats; hertz of each quarter of a second, 0 for silence.
TUNES = (
    (392, 440, 494, 523, 494, 440, 392, 0),
    (523, 659, 784, 659, 523, 0, 392, 0),
    (330, 330, 392, 440, 392, 330, 294, 0),
)
# Real calls of the demo's week that ended at a box get a message; so many of the newest.
FROM_CALLS = 3


def add_messages(customer: Customer) -> None:
    """Leave the cast's messages in its boxes, and some for calls of the last week that a box took."""
    for box in customer.boxes:
        row = VoicemailBox.objects.get(name=box.name)
        for number, message in enumerate(box.messages):
            _add_message(row, message, number)
    for number, call in enumerate(_taken_by_boxes()[:FROM_CALLS]):
        box = VoicemailBox.objects.filter(name__in=call.journey_parts).first()
        if box is not None:
            ago = timezone.now() - call.started_at
            left = Message(call.caller, call.caller_name, ago, 6 + 5 * number, heard=number > 0)
            _add_message(box, left, number, session=call.session_token)


def _taken_by_boxes() -> list[Call]:
    return list(Call.objects.filter(reason="voicemail-greeted").order_by("-started_at"))


def _add_message(box: VoicemailBox, message: Message, number: int, *, session: str = "") -> None:
    at = timezone.now() - message.ago
    token = session or f"demo-message-{number}"
    row = VoicemailMessage.objects.create(
        key=message_key(box.key, token),
        box=box,
        session_token=token,
        caller=message.caller,
        caller_name=message.caller_name,
        received_at=at,
        # Until the sound below is stored nothing is to be fetched.
        audio_due_at=timezone.now() + timedelta(hours=1),
        heard_at=at + timedelta(minutes=40) if message.heard else None,
    )
    store_sound(row, read_recording(tune(message.seconds, TUNES[number % len(TUNES)])))


def tune(seconds: int, notes: tuple[int, ...]) -> bytes:
    """A WAV of this length: the notes over and over, each fading out."""
    samples = b"".join(_samples(seconds, notes))
    shape = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + shape + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _samples(seconds: int, notes: tuple[int, ...]) -> Iterator[bytes]:
    length = RATE // 4
    for position in range(seconds * 4):
        hertz = notes[position % len(notes)]
        for at in range(length):
            fading = 1 - at / length
            yield struct.pack("<h", int(LOUDNESS * fading * math.sin(2 * math.pi * hertz * at / RATE)))

"""Scenario 8, voicemail through the running product: stored, empty, hung up; fetched by the worker and played back.

Hearing a message in the browser is a journey of tests/whole_run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import Running
from tests.journeys.reading import heard, reasons_of, wait_until

FRONT_DESK = "+493055501230"  # leads to the box of extension 120
PIN = "739184"
PIN_IS = """
from audit.actors import Actor
from extensions.models import VoicemailBox
from extensions.services import remove_voicemail_pin, set_voicemail_pin
actor, box = Actor.system("journey"), VoicemailBox.objects.get(name="Front desk")
"""
OLD_ONES = "DELETE FROM calls_voicemailmessage WHERE box_id IN ({})".format(
    "SELECT id FROM extensions_voicemailbox WHERE name = 'Front desk'"
)
MESSAGE = (
    "SELECT audio_state, seconds, heard_at IS NOT NULL, deleted_at IS NOT NULL FROM calls_voicemailmessage"
    " WHERE session_token = %s"
)


@pytest.fixture(scope="module")
def pin(running: Running) -> Iterator[None]:
    """The box has a PIN meanwhile."""
    running.shell(f'{PIN_IS}set_voicemail_pin(actor, box, pin="{PIN}")')
    yield
    running.shell(f"{PIN_IS}remove_voicemail_pin(actor, box)")


@pytest.fixture
def box(pin, platform) -> Running:
    """The box is empty."""
    platform.rows(OLD_ONES)
    return platform


def message_of(box: Running, call: dict[str, Any]) -> tuple[Any, ...]:
    """State of the sound, seconds, heard, deleted, once the worker has fetched the sound."""
    token = call["token"]
    wait_until(
        lambda: [state for state, *_ in box.rows(MESSAGE, token)] == ["stored"], "the sound is fetched"
    )
    (row,) = box.rows(MESSAGE, token)
    return row


def hear(box: Running, *keys: str) -> dict[str, Any]:
    """Extension 120 calls itself and presses these keys, one at each question."""
    return box.dial("120", *[{"on": "gather", "digits": pressed} for pressed in keys], extension="120")


def test_a_message_is_stored_fetched_and_played_back(box):
    call = box.call(FRONT_DESK, {"on": "record", "seconds": 7, "digits": "#"})

    assert "Your message was saved." in heard(call)
    assert reasons_of(box, call["token"]) == ["voicemail-greeted", "message-left"]
    assert message_of(box, call) == ("stored", 7, False, False)

    listening = hear(box, f"{PIN[::-1]}#", f"{PIN}#", "3", "3", "*")

    said = heard(listening)
    assert "This PIN is wrong." in said
    assert "You have one new message." in said
    assert "The message was deleted." in said
    played = box.control(f"journal?token={listening['token']}&kind=sound")
    assert [sound["status"] for sound in played] == [200]
    assert played[0]["response"].endswith("bytes of audio/wav")
    assert message_of(box, call) == ("stored", 7, True, True)


def test_a_caller_who_hangs_up_has_left_a_message(box):
    call = box.call(FRONT_DESK, {"on": "record", "seconds": 4, "hangup": True})

    assert "Your message was saved." not in heard(call)
    assert reasons_of(box, call["token"]) == ["voicemail-greeted"]
    assert message_of(box, call) == ("stored", 4, False, False)


def test_who_says_nothing_leaves_no_message(box):
    call = box.call(FRONT_DESK, {"on": "record", "silent": True})

    assert "No message was recorded." in heard(call)
    assert box.rows(MESSAGE, call["token"]) == []
    assert "Your voicemail box is empty." in heard(hear(box, f"{PIN}#"))

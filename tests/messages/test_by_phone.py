"""Hearing messages by phone: the PIN with its lock, the order, the keys, and what the database holds afterwards."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from calls.models import JourneyStep, VoicemailMessage
from extensions.models import Extension, VoicemailBox
from extensions.services import remove_voicemail_pin, set_service_pin
from tenants.context import in_tenant
from tests.messages.conftest import PIN
from tests.sounds import wav
from tests.voice.conftest import ACTOR


class Phone:
    """Extension 101 dials its own number and presses keys."""

    def __init__(self, cloudonix, session: str = "listening") -> None:
        self.cloudonix, self.session = cloudonix, session
        self.answer = cloudonix.ask(**self._call)

    @property
    def _call(self) -> dict[str, str]:
        return {"From": "101_anna", "To": "101", "Direction": "subscriber", "Session": self.session}

    def press(self, keys: str):
        path = self.answer.root.find("Gather").attrib["action"].removeprefix("http://localhost:8000")
        self.answer = self.cloudonix.ask(path, **self._call, Digits=keys)
        return self

    @property
    def said(self) -> str:
        return " ".join(part.text for part in self.answer.root.iter("Say"))

    def sound(self, machine) -> bytes:
        path = self.answer.root.find(".//Play").text.removeprefix("http://localhost:8000")
        return machine.get(path).content


@pytest.fixture
def phone(cloudonix, umas_box):
    return lambda session="listening": Phone(cloudonix, session)


@pytest.fixture
def row(acme):
    def found(message: VoicemailMessage) -> VoicemailMessage:
        with in_tenant(acme):
            return VoicemailMessage.objects.get(pk=message.pk)

    return found


def test_an_extension_that_dials_itself_hears_its_messages(phone, leave, machine, row):
    message = leave(sound=wav(2))

    listener = phone()
    assert listener.said == "Enter your PIN, followed by the pound key."
    listener.press(PIN)

    assert listener.said.startswith("You have one new message. To hear this message again, press 1.")
    assert listener.sound(machine) == wav(2)
    assert not row(message).is_new


def test_new_messages_come_first_and_each_part_by_age(acme, phone, leave, machine):
    now = timezone.now()
    sounds = {name: wav(seconds) for seconds, name in enumerate(["heard", "new", "newer"], 1)}
    leave(sound=sounds["heard"], received_at=now - timedelta(hours=3), heard_at=now)
    leave(sound=sounds["newer"], received_at=now - timedelta(hours=1))
    leave(sound=sounds["new"], received_at=now - timedelta(hours=2))
    leave(audio_state="waiting")  # cannot be played yet
    leave(deleted_at=now)
    with in_tenant(acme):
        VoicemailMessage.objects.exclude(heard_at=None).update(heard_at=now - timedelta(hours=2))

    listener = phone().press(PIN)
    assert listener.said.startswith("You have 2 new messages.")
    heard = [listener.sound(machine)]
    heard.extend(listener.press("2").sound(machine) for _ in range(2))

    assert heard == [sounds["new"], sounds["newer"], sounds["heard"]]
    assert listener.press("2").said == "There are no more messages. Goodbye."


def test_a_key_plays_it_again_and_two_delete_it(acme, phone, leave, machine, row):
    first, second = leave(sound=wav(1)), leave(sound=wav(2))
    listener = phone().press(PIN)

    assert listener.press("1").sound(machine) == wav(1)
    assert listener.press("3").said.startswith("To delete this message, press 3 again.")
    assert listener.press("3").said.startswith("The message was deleted.")

    assert listener.sound(machine) == wav(2)
    assert row(first).deleted_at is not None
    assert row(second).deleted_at is None
    with in_tenant(acme):
        entry = Entry.objects.get(action="voicemail_box.message_deleted")
        assert entry.actor_label == "Phone of 101 Anna"
    assert listener.press("*").said == "Goodbye."


def test_an_empty_box_says_so(phone):
    assert phone().press(PIN).said == "Your voicemail box is empty. Goodbye."


def test_wrong_pins_lock_the_box_however_many_calls_they_come_from(acme, phone, leave, machine, umas_box):
    leave()
    first = phone("one").press("1111").press("2222")
    assert first.press("3333").answer.verbs[-1] == "Hangup"
    second = phone("two").press("4444").press("5555")

    assert second.press(PIN).said == "The PIN was wrong too often. Try again later."

    with in_tenant(acme):
        assert VoicemailMessage.objects.new().count() == 1
        assert VoicemailBox.objects.get(pk=umas_box.pk).pin_locked_until is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert phone("three").press(PIN).said.startswith("You have one new message.")


def test_a_wrong_pin_that_is_sent_again_counts_once(acme, phone, cloudonix, umas_box):
    listener = phone()
    path = listener.answer.root.find("Gather").attrib["action"].removeprefix("http://localhost:8000")
    fields = {"From": "101_anna", "To": "101", "Direction": "subscriber", "Session": "listening"}
    for _ in range(6):
        cloudonix.ask(path, **fields, Digits="1111", headers={"x-cx-stageid": "same"})

    with in_tenant(acme):
        assert VoicemailBox.objects.get(pk=umas_box.pk).pin_failures == 1


def test_what_was_typed_is_kept_nowhere(acme, phone, leave, caplog):
    leave()
    phone("one").press("80417263").press(PIN).press("*")

    with in_tenant(acme):
        kept = json.dumps([list(row) for row in JourneyStep.objects.values_list()], default=str)
        kept += json.dumps([list(row) for row in Entry.objects.values_list()], default=str)
    for typed in ("80417263", PIN):
        # Times and keys hold digits too, so the PIN is looked for as a word of its own.
        assert re.search(rf"(?<![0-9a-f.:+-]){typed}(?![0-9a-f])", kept) is None
        assert typed not in caplog.text


def test_the_service_pin_of_the_extension_opens_a_box_without_one(acme, phone, leave, umas_box):
    leave()
    with in_tenant(acme):
        remove_voicemail_pin(ACTOR, umas_box)
    assert phone("none").said == "The number you dialed is your own extension."
    with in_tenant(acme):
        set_service_pin(ACTOR, Extension.objects.get(number="101"), pin="8264")

    assert phone("wrong").press(PIN).said.startswith("This PIN is wrong.")
    assert phone("right").press("8264").said.startswith("You have one new message.")


def test_a_box_that_is_deleted_meanwhile_ends_the_call(acme, phone, leave):
    leave()
    listener = phone()
    with in_tenant(acme):
        from routing.models import PhoneNumber

        PhoneNumber.objects.filter(destination_kind="voicemail").delete()
        VoicemailBox.objects.all().delete()

    # The call ends on the plan that it began with; its PIN is no one's any more.
    assert "has no PIN" in listener.press(PIN).said


def test_a_repeated_key_moves_nothing_twice(acme, phone, leave, machine, cloudonix):
    leave(sound=wav(1))
    leave(sound=wav(2))
    listener = phone().press(PIN).press("3")
    path = listener.answer.root.find("Gather").attrib["action"].removeprefix("http://localhost:8000")
    fields = {"From": "101_anna", "To": "101", "Direction": "subscriber", "Session": "listening"}
    answers = [
        cloudonix.ask(path, **fields, Digits="3", headers={"x-cx-stageid": "same"}).body for _ in range(3)
    ]

    assert len(set(answers)) == 1
    with in_tenant(acme):
        assert VoicemailMessage.objects.deleted().count() == 1


def test_the_call_log_tells_it_without_the_keys(acme, phone, leave, journey):
    leave()
    phone().press("1234").press(PIN).press("*")

    reasons = [step.reason for step in journey(acme)]
    assert reasons == ["voicemail-pin-asked", "voicemail-pin-wrong", "voicemail-opened", "voicemail-left"]

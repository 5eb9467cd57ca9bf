"""Calls that reach an announcement."""

from __future__ import annotations

import pytest

from routing.services import add_number, delete_object, switch_object
from routing.services.announcements import ANNOUNCEMENTS
from tenants.context import in_tenant
from tests.sounds import wav

NUMBER = "+493012345600"


@pytest.fixture
def lead(acme_line, boss):
    """lead(announcement): calls to NUMBER go there."""

    def make(row) -> None:
        with in_tenant(acme_line):
            add_number(boss, e164=NUMBER, destination_kind="announcement", destination_announcement=row)

    return make


def ask(cloudonix):
    return cloudonix.ask(From="+442071838750", To=NUMBER)


@pytest.mark.usefixtures("two_voices")
def test_words_are_spoken_in_their_language_and_voice_then_the_call_ends(
    cloudonix, acme, lead, make_announcement, journey
):
    row = make_announcement("Welcome", text="Hallo & <guten Tag>.", language="de-DE", voice="Polly:Vicki")
    lead(row)

    answer = ask(cloudonix)

    assert answer.verbs == ["Say", "Hangup"]
    assert dict(answer.root[0].attrib) == {"voice": "Polly:Vicki", "language": "de-DE"}
    assert answer.spoken == "Hallo & <guten Tag>."
    (step,) = journey(acme)
    assert step.reason == "announcement-heard"
    assert step.trace[-1]["label"] == "Welcome"


def test_a_recording_is_played_from_a_signed_link_that_answers_parts(cloudonix, lead, recording, machine):
    lead(recording)

    answer = ask(cloudonix)

    assert answer.verbs == ["Play", "Hangup"]
    path = answer.root.findtext("Play").removeprefix("http://localhost:8000")
    part = machine.get(path, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"RIFF")
    assert machine.get(path).content == wav(2)
    assert machine.get(path.replace(".wav", "x.wav")).status_code == 404


def test_a_recording_elsewhere_is_named_by_its_address(cloudonix, lead, make_announcement):
    lead(make_announcement("Elsewhere", source="url", url="https://media.example.com/a.mp3?x=1&y=2"))

    assert ask(cloudonix).root.findtext("Play") == "https://media.example.com/a.mp3?x=1&y=2"


def test_a_disabled_announcement_is_not_available(cloudonix, boss, lead, make_announcement, journey):
    row = make_announcement("Welcome")
    lead(row)
    with in_tenant(cloudonix.organization):
        switch_object(boss, ANNOUNCEMENTS, row, on=False)

    answer = ask(cloudonix)

    assert answer.spoken == "What you called is not available at the moment. Call again later."
    assert journey(cloudonix.organization)[-1].reason == "announcement-disabled"


def test_a_phone_hears_it_by_its_internal_number(cloudonix, make_announcement):
    make_announcement("Welcome", number="600")

    answer = cloudonix.ask(Direction="subscriber", From="101_acme", To="600")

    assert answer.spoken == "Welcome."


def test_what_led_to_a_deleted_one_goes_to_its_replacement(cloudonix, acme, lead, make_announcement, boss):
    from routing.services import ObjectReplacement

    row, other = make_announcement("Welcome"), make_announcement("Closing")
    lead(row)
    with in_tenant(acme):
        delete_object(boss, ANNOUNCEMENTS, row, replacement=ObjectReplacement(other))

    assert ask(cloudonix).spoken == "Closing."

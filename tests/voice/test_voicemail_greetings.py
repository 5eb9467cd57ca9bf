"""A number that leads to a voicemail box: what the caller hears, and who may fetch the sound."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from cloudonix.webhooks.media import MAX_AGE_SECONDS, SoundTicket, sound_url
from extensions.models import VoicemailBox
from routing.models import PhoneNumber
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR

NUMBER = "+493012345600"
SOUND = b"RIFF" + bytes(range(256)) * 4


@pytest.fixture
def make_box(acme_line):
    """make_box(…) is a box of acme that a number leads to; audio="…" stores SOUND as its greeting."""

    def make(**more) -> VoicemailBox:
        with in_tenant(acme_line):
            box = VoicemailBox(name="Front desk", **more)
            if more.get("greeting") == "audio":
                box.greeting_audio.save("greeting.wav", ContentFile(SOUND), save=False)
            box.save()
            PhoneNumber.objects.create(
                e164=NUMBER, destination_kind="voicemail", destination_voicemail_box=box
            )
            publish(ACTOR, "A box")
        return box

    return make


def path_of(url: str) -> str:
    assert url.startswith("http://localhost:8000/api/voice/media/")
    return url.removeprefix("http://localhost:8000")


def played(cloudonix) -> str:
    """The path of the sound that a call to the number plays."""
    answer = cloudonix.ask(From="+442071838750", To=NUMBER)
    assert answer.verbs == ["Play", "Record", "Redirect"]
    return path_of(answer.root.findtext("Play"))


def test_the_standard_greeting_is_said_in_the_organizations_language(cloudonix, acme, make_box, journey):
    acme.voice_language = "de-DE"
    acme.save()
    box = make_box()

    answer = cloudonix.ask(From="+442071838750", To=NUMBER)

    assert answer.verbs == ["Say", "Record", "Redirect"]
    assert answer.root[0].attrib["language"] == "de-DE"
    assert answer.spoken.startswith("Ihr Anruf kann zurzeit nicht entgegengenommen werden.")
    (step,) = journey(acme)
    assert step.reason == "voicemail-greeted"
    assert step.trace[-1]["label"] == "Front desk"
    assert step.trace[-1]["key"] == str(box.key)


def test_words_of_ones_own_are_spoken_and_never_run_as_markup(cloudonix, make_box):
    make_box(greeting="text", greeting_text="Closed & out <Hangup/> until 9")

    answer = cloudonix.ask(From="+442071838750", To=NUMBER)

    assert (answer.verbs[0], answer.spoken) == ("Say", "Closed & out <Hangup/> until 9")


def test_an_uploaded_greeting_is_played_from_a_link_that_needs_nothing_else(cloudonix, make_box, machine):
    make_box(greeting="audio")

    response = machine.get(played(cloudonix))

    assert (response.status_code, response.content) == (200, SOUND)
    assert response["Content-Type"] == "audio/wav"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(SOUND))
    assert not response.cookies


def test_a_disabled_box_says_so_and_plays_nothing(cloudonix, make_box):
    make_box(greeting="audio", is_enabled=False)

    answer = cloudonix.ask(From="+442071838750", To=NUMBER)

    assert answer.verbs == ["Say", "Hangup"]
    assert "switched off" in answer.spoken


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-99", (206, SOUND[:100], "bytes 0-99/1028")),
        ("bytes=1000-", (206, SOUND[1000:], "bytes 1000-1027/1028")),
        ("bytes=-28", (206, SOUND[-28:], "bytes 1000-1027/1028")),
        ("bytes=1000-99999", (206, SOUND[1000:], "bytes 1000-1027/1028")),
        ("bytes=0-", (206, SOUND, "bytes 0-1027/1028")),
        ("bytes=-99999", (206, SOUND, "bytes 0-1027/1028")),
        ("bytes=1028-", (416, b"", "bytes */1028")),
        ("bytes=-0", (416, b"", "bytes */1028")),
        ("bytes=9-3", (200, SOUND, None)),
        ("bytes=0-1,5-9", (200, SOUND, None)),
        ("lines=0-1", (200, SOUND, None)),
        ("bytes=" + "9" * 40 + "-", (200, SOUND, None)),
    ],
)
def test_a_part_of_the_sound_is_answered_with_that_part(cloudonix, make_box, machine, asked, expected):
    status, part, content_range = expected
    make_box(greeting="audio")

    response = machine.get(played(cloudonix), headers={"Range": asked})

    assert (response.status_code, response.content) == (status, part)
    assert response.get("Content-Range") == content_range


def test_head_tells_the_size_and_an_unchanged_sound_is_not_sent_again(cloudonix, make_box, machine):
    make_box(greeting="audio")
    path = played(cloudonix)

    head = machine.head(path)
    again = machine.get(path, headers={"If-None-Match": head["ETag"]})
    newer = machine.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(SOUND)))
    assert (again.status_code, again.content) == (304, b"")
    assert (newer.status_code, newer.content) == (200, SOUND)


def test_a_link_opens_its_own_file_only(cloudonix, make_box, machine, globex_line):
    box = make_box(greeting="audio")
    good = played(cloudonix)
    file, acme_id = box.greeting_audio.name, cloudonix.organization.pk
    refused = {
        "of another organization": path_of(sound_url(SoundTicket(globex_line.pk, file))),
        "of no organization": path_of(sound_url(SoundTicket(999_999, file))),
        "of another file": path_of(sound_url(SoundTicket(acme_id, "../../settings.py"))),
        "altered": good.replace("/media/", "/media/x"),
        "without its ending": good.rpartition(".")[0],
        "too long": f"/api/voice/media/{'x' * 5000}",
        "odd": "/api/voice/media/%ff%00é.wav",
    }

    answers = {why: machine.get(path) for why, path in refused.items()}

    assert {why: answer.status_code for why, answer in answers.items()} == dict.fromkeys(refused, 404)
    assert {answer.content for answer in answers.values()} == {b""}
    assert machine.post(good).status_code == 404
    assert Client(headers={"host": "acme.localhost"}).get(good).status_code == 404
    assert machine.get(good).status_code == 200


def test_a_link_ends_after_a_day(cloudonix, make_box, machine):
    make_box(greeting="audio")
    good = played(cloudonix)

    for seconds, status in ((-60, 200), (60, 404)):
        with time_machine.travel(timezone.now() + timedelta(seconds=MAX_AGE_SECONDS + seconds)):
            assert machine.get(good).status_code == status


def test_a_sound_that_was_replaced_is_gone(cloudonix, make_box, machine):
    box = make_box(greeting="audio")
    old = played(cloudonix)
    with in_tenant(cloudonix.organization):
        box.greeting_audio.delete(save=False)  # as the service does when another one takes its place
        box.greeting_audio.save("greeting.wav", ContentFile(b"another"))
        publish(ACTOR, "Replaced")

    assert machine.get(old).status_code == 404
    assert machine.get(played(cloudonix)).content == b"another"


def test_a_file_that_is_missing_is_404_and_not_an_error(cloudonix, make_box, machine):
    box = make_box(greeting="audio")
    box.greeting_audio.storage.delete(box.greeting_audio.name)

    assert machine.get(played(cloudonix)).status_code == 404


def test_a_suspended_organization_plays_nothing(cloudonix, make_box, machine, acme):
    make_box(greeting="audio")
    path = played(cloudonix)
    acme.status = "suspended"
    acme.save()

    assert machine.get(path).status_code == 404

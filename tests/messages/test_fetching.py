"""A worker fetches the sound of messages: what it stores, tries again, parks, and never asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from calls.models import VoicemailMessage
from calls.voicemail import audio, changing
from cloudonix.api.errors import Misconfigured, Rejected, Unavailable
from cloudonix.api.recordings import AddressRefused, NotARecording, Place, RecordingFetcher, may_fetch
from cloudonix.models import Connection
from tenants.context import in_tenant
from tests.sounds import mp3, wav

PUBLIC = ["93.184.216.34"]


@pytest.fixture
def waiting(acme, leave, run_due_work):
    """waiting(*urls) is a message whose sound the platform keeps at these addresses, after the worker came by."""

    def fetched(*urls: str, **fields) -> VoicemailMessage:
        message = leave(audio_state="waiting", seconds=None, recording_urls=list(urls), **fields)
        with in_tenant(acme):
            from tenants.due import make_due

            make_due("calls.voicemail_audio")
        run_due_work()
        with in_tenant(acme):
            message.refresh_from_db()
        return message

    return fetched


@pytest.fixture
def later(acme, run_due_work):
    """later(message, seconds) is the message after the worker came by then."""

    def act(message: VoicemailMessage, seconds: float) -> VoicemailMessage:
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
            run_due_work()
        with in_tenant(acme):
            message.refresh_from_db()
        return message

    return act


@pytest.mark.parametrize(("body", "ending"), [(wav(2), "wav"), (mp3(2), "mp3"), (wav(0.2), "wav")])
def test_the_sound_is_stored_and_where_it_came_from_forgotten(acme, place, waiting, body, ending):
    message = waiting(place.put("/r/1", body))

    assert (message.audio_state, message.recording_urls) == ("stored", [])
    assert message.seconds in {0, 2}
    with in_tenant(acme):
        assert message.audio.name.startswith(f"{acme.schema_name}/voicemail/")
        assert message.audio.name.endswith(f".{ending}")
        assert message.audio.read()[:4] == body[:4]


def test_the_key_of_the_domain_goes_to_cloudonix(acme, place, waiting):
    with in_tenant(acme):
        row = Connection(domain="acme.cloudonix.net")
        row.set_secret("api_key", "XI" + "A" * 32)
        row.save()

    waiting(place.put("/r/1", wav()))

    assert place.asked == [("/r/1", "Bearer XI" + "A" * 32)]


def test_what_is_not_there_yet_is_tried_again(place, waiting, later):
    url = f"{place.url}/r/1"
    message = waiting(url)
    assert (message.audio_state, message.audio_attempts) == ("waiting", 1)
    assert "the recording is not there" in message.audio_error
    place.put("/r/1", wav())

    assert later(message, 1).audio_state == "waiting"
    assert later(message, 60).audio_state == "stored"


def test_the_other_address_is_asked_when_the_first_one_fails(place, waiting, later):
    message = waiting(f"{place.url}/gone", place.put("/r/1", wav()))

    assert later(message, 60).audio_state == "stored"


def test_what_never_comes_is_parked_and_can_be_asked_for_again(acme, place, waiting, later, boss):
    message = waiting(place.put("/r/1", b"oops", status=500))
    with in_tenant(acme):
        VoicemailMessage.objects.update(audio_attempts=audio.MOST_ATTEMPTS - 1)
    message = later(message, 60)
    assert message.audio_state == "failed"
    assert "(status 500)" in message.audio_error
    place.put("/r/1", wav())

    with in_tenant(acme):
        changing.fetch_again(boss, message)

    assert later(message, 1).audio_state == "stored"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://rec.cloudonix.io/1.wav", "not offered by https"),
        ("https://evil.example/1.wav", "evil.example, which is no host of Cloudonix"),
        ("https://cloudonix.io.evil.example/1.wav", "no host of Cloudonix"),
        ("https://127.0.0.1/1.wav", "no host of Cloudonix"),
        ("https://user:secret@rec.cloudonix.io/1.wav", "is none"),
        ("file:///etc/passwd", "is none"),
        ("https://[::1/x", "is none"),
        ("nonsense", "is none"),
    ],
)
def test_an_address_that_is_not_cloudonixs_is_never_asked(place, waiting, url, reason):
    message = waiting(url)

    assert message.audio_state == "failed"
    assert reason in message.audio_error
    assert place.asked == []


def test_another_port_of_the_api_host_is_another_place(place):
    with pytest.raises(AddressRefused):
        may_fetch("http://127.0.0.1:1/r/1", Place((place.url,)))
    assert may_fetch(f"{place.url}/r/1", Place((place.url,))).is_cloudonix


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.8"],
)  # fmt: skip
def test_a_name_of_cloudonix_that_leads_inside_is_refused(address):
    with pytest.raises(AddressRefused, match="internal address"):
        may_fetch("https://rec.cloudonix.io/1.wav", Place(()), lambda host, port: [*PUBLIC, address])


def test_the_connection_goes_to_the_address_that_was_looked_at():
    target = may_fetch("https://rec.cloudonix.io/1.wav", Place(()), lambda host, port: PUBLIC)

    assert (target.ip, target.host, target.is_cloudonix) == (PUBLIC[0], "rec.cloudonix.io", True)


def test_hosts_that_the_operator_named_are_asked_without_the_key():
    place = Place((), ("bucket.example",))
    target = may_fetch("https://eu.bucket.example/1.wav", place, lambda host, port: PUBLIC)

    assert not target.is_cloudonix


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((302, {"location": "https://evil.example/x"}, b""), AddressRefused),
        ((302, {"location": "/loop"}, b""), Unavailable),
        ((401, {}, b""), Misconfigured),
        ((404, {}, b""), Rejected),
        ((200, {"content-type": "text/html"}, b"<html>"), Unavailable),
        ((200, {"content-type": "audio/wav", "content-length": str(60 * 1024 * 1024)}, b""), NotARecording),
    ],
)
def test_odd_answers_are_no_sound(place, answer, error):
    place.answers["/loop"] = answer
    fetcher = RecordingFetcher(Place((place.url,)), "XI" + "B" * 32)

    with pytest.raises(error) as caught:
        fetcher.fetch(f"{place.url}/loop")

    assert "BBBB" not in str(caught.value)
    assert "BBBB" not in repr(fetcher)


def test_a_redirect_to_a_good_place_is_followed(place):
    place.put("/r/2", wav())
    place.answers["/r/1"] = (302, {"location": "/r/2"}, b"")

    assert RecordingFetcher(Place((place.url,)), "").fetch(f"{place.url}/r/1") == wav()


def test_what_is_larger_than_50_mb_is_not_read_to_its_end(place, monkeypatch):
    from cloudonix.api import recordings

    monkeypatch.setattr(recordings, "LARGEST_RECORDING", 1000)
    place.answers["/r/1"] = (200, {"content-type": "audio/wav", "content-length": "900"}, b"x" * 900)
    fetcher = RecordingFetcher(Place((place.url,)), "")
    assert len(fetcher.fetch(f"{place.url}/r/1")) == 900
    place.put("/r/1", b"x" * 1001)

    with pytest.raises(NotARecording):
        fetcher.fetch(f"{place.url}/r/1")


def test_a_page_instead_of_a_sound_is_not_stored(acme, place, waiting):
    message = waiting(place.put("/r/1", b"<html>no</html>"))

    assert (message.audio_state, message.audio_error) == (
        "waiting",
        "What lies at the recording's address is no WAV or MP3.",
    )


def test_a_message_is_fetched_by_one_worker_at_a_time(acme, leave):
    leave(audio_state="waiting", recording_urls=["https://rec.cloudonix.io/1"])

    with in_tenant(acme):
        assert audio.claim_next() is not None
        assert audio.claim_next() is None
        with time_machine.travel(timezone.now() + audio.LEASE + timedelta(seconds=1)):
            assert audio.claim_next() is not None


def test_a_sound_that_came_twice_is_kept_once(acme, leave):
    from opbx.audio import read_recording

    message = leave(audio_state="waiting", recording_urls=["https://rec.cloudonix.io/1"])
    with in_tenant(acme):
        audio.store_sound(message, read_recording(wav(1)))
        first = VoicemailMessage.objects.get().audio.name
        audio.store_sound(message, read_recording(wav(2)))

        assert VoicemailMessage.objects.get().audio.name == first


def test_removing_a_message_removes_its_sound(acme, leave, django_capture_on_commit_callbacks, umas_box):
    message = leave()
    storage, name = message.audio.storage, message.audio.name
    assert storage.exists(name)

    with in_tenant(acme), django_capture_on_commit_callbacks(execute=True):
        VoicemailMessage.objects.get().delete()

    assert not storage.exists(name)

"""Record: what is kept, what the application is told, and what happens when the caller leaves."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest

from tests.simulator.bench import APPLICATION_KEY, DOMAIN_KEY, OTHER_KEY, SECRET, Bench, play, texts

END = "<Response><Hangup/></Response>"


def document(attributes: str = "", inside: str = "") -> str:
    told = (
        'recordingStatusCallback="/told/vm?box=7" recordingStatusCallbackEvent="in-progress completed absent"'
    )
    return (
        f'<Response><Record action="/done" {told} {attributes}>{inside}</Record>'
        "<Say>Nothing was said.</Say></Response>"
    )


async def length(bench: Bench, url: str) -> float:
    """How long the recording plays; it must be a sound that Python's own reader accepts."""
    async with bench.http.get(url) as response:
        assert (response.status, response.content_type) == (200, "audio/wav")
        with wave.open(io.BytesIO(await response.read())) as sound:
            return sound.getnframes() / sound.getframerate()


def test_a_message_is_kept_and_told_to_the_action_and_to_the_callback() -> None:
    async def scenario() -> None:
        async with Bench(document('maxLength="180"', "<Say>Speak now.</Say>"), END) as bench:
            call = await bench.whole_call(script=[{"on": "record", "seconds": 6}])

            told = bench.pbx.stages[1]
            assert bench.pbx.paths == ["/voice", "/done"]
            assert told["RecordingUrl"].startswith(bench.url + "/__sim__/recordings/")
            assert told["RecordingUrl"].endswith(".wav")
            assert told["RecordingDuration"] == "6"
            assert "Digits" not in told
            assert await length(bench, told["RecordingUrl"]) == 6.0
            assert bench.pbx.cdrs[0]["billsec"] == 1 + 6 + 5

            begun, done = bench.pbx.callbacks
            assert (begun.path, begun.method, begun.media_type) == ("/told/vm", "POST", "application/json")
            assert begun.bearer == done.bearer == SECRET
            assert (begun.body["RecordingStatus"], done.body["RecordingStatus"]) == (
                "in-progress",
                "completed",
            )
            assert done.body["RecordingUrl"] == told["RecordingUrl"]
            assert done.body["Session"] == call["token"]
            assert "RecordingUrl" not in begun.body

    play(scenario())


@pytest.mark.parametrize(
    ("attributes", "step", "duration", "key"),
    [
        ('finishOnKey="#"', {"seconds": 6, "digits": "#"}, "6", "#"),
        ("", {"seconds": 6, "digits": "5"}, "6", "5"),
        ('finishOnKey="#"', {"seconds": 6, "digits": "5"}, "6", None),
        ('maxLength="4"', {"seconds": 600}, "4", None),
        ('trim="do-not-trim" timeout="3"', {"seconds": 6}, "9", None),
    ],
)
def test_a_message_ends_by_a_key_its_longest_time_or_silence(
    attributes: str, step: dict[str, Any], duration: str, key: str | None
) -> None:
    async def scenario() -> None:
        async with Bench(document(attributes), END) as bench:
            await bench.whole_call(script=[{"on": "record", **step}])

            assert bench.pbx.stages[1]["RecordingDuration"] == duration
            assert bench.pbx.stages[1].get("Digits") == key

    play(scenario())


@pytest.mark.parametrize("step", [{"silent": True}, {"seconds": 0, "digits": "#"}])
def test_an_empty_message_goes_on_with_the_next_verb(step: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench(document()) as bench:
            call = await bench.whole_call(script=[{"on": "record", **step}])

            assert bench.pbx.paths == ["/voice"]
            assert texts(call, "say") == ["Nothing was said."]
            assert [one.body["RecordingStatus"] for one in bench.pbx.callbacks] == ["in-progress", "absent"]

    play(scenario())


@pytest.mark.parametrize(
    ("switches", "statuses", "asked"),
    [
        ({}, ["in-progress", "completed"], ["/voice"]),
        ({"record_hangup_callback": False}, ["in-progress"], ["/voice"]),
        ({"record_hangup_action": True}, ["in-progress", "completed"], ["/voice", "/done"]),
    ],
)
def test_a_caller_who_hangs_up_while_recording_has_left_a_message(
    switches: dict[str, Any], statuses: list[str], asked: list[str]
) -> None:
    async def scenario() -> None:
        async with Bench(document(), "<Response><Say>Unheard.</Say></Response>", **switches) as bench:
            call = await bench.whole_call(script=[{"on": "record", "seconds": 6, "hangup": True}])

            assert [one.body["RecordingStatus"] for one in bench.pbx.callbacks] == statuses
            assert bench.pbx.paths == asked
            assert (call["reason"], texts(call, "say")) == ("The caller hung up", [])
            assert bench.pbx.cdrs[0]["billsec"] == 6
            if len(asked) == 2:
                assert bench.pbx.stages[1]["Digits"] == "hangup"

    play(scenario())


def test_a_caller_who_hangs_up_without_a_word_leaves_nothing() -> None:
    async def scenario() -> None:
        async with Bench(document()) as bench:
            await bench.whole_call(script=[{"on": "record", "hangup": True}])

            assert [one.body["RecordingStatus"] for one in bench.pbx.callbacks] == ["in-progress", "absent"]

    play(scenario())


def test_only_a_finished_recording_is_told_unless_more_is_asked_for() -> None:
    async def scenario() -> None:
        told = '<Response><Record recordingStatusCallback="/told/vm" recordingStatusCallbackMethod="GET"/></Response>'
        async with Bench(told, END) as bench:
            await bench.whole_call(script=[{"on": "record", "seconds": 2}])

            [done] = bench.pbx.callbacks
            assert (done.method, done.body["RecordingStatus"]) == ("GET", "completed")
            assert bench.pbx.paths == ["/voice", "/voice"]

    play(scenario())


def test_a_callback_may_come_as_a_form() -> None:
    async def scenario() -> None:
        async with Bench(document(), END, callback_form="form") as bench:
            await bench.whole_call(script=[{"on": "record", "seconds": 2}])

            assert {one.media_type for one in bench.pbx.callbacks} == {"application/x-www-form-urlencoded"}
            assert bench.pbx.callbacks[1].body["RecordingUrl"] == bench.pbx.stages[1]["RecordingUrl"]

    play(scenario())


def test_details_that_are_not_documented_may_be_missing() -> None:
    async def scenario() -> None:
        async with Bench(document(), END, recording_details=False) as bench:
            await bench.whole_call(script=[{"on": "record", "seconds": 2, "digits": "#"}])

            assert bench.pbx.stages[1].keys() & {"RecordingUrl", "RecordingDuration", "Digits"} == {
                "RecordingUrl"
            }

    play(scenario())


def test_a_callback_can_get_lost_or_come_twice_like_any_event() -> None:
    async def scenario() -> None:
        async with Bench(document(), END) as bench:
            await bench.post("/__sim__/faults", {"kind": "recording-callback", "do": "drop"})
            await bench.post("/__sim__/faults", {"kind": "recording-callback", "do": "duplicate"})
            await bench.whole_call(script=[{"on": "record", "seconds": 2}])

            assert [one.body["RecordingStatus"] for one in bench.pbx.callbacks] == ["completed", "completed"]

    play(scenario())


def test_a_person_speaks_and_presses_a_key() -> None:
    async def scenario() -> None:
        async with Bench(document('finishOnKey="#"'), END) as bench:
            token = await bench.ring_in()
            assert (await bench.until(token, "listening"))["listening"] == "message"
            await bench.as_caller(token, "speak", "Call me back", seconds=9)
            await bench.post("/__sim__/clock", {"advance": 4})
            await bench.as_caller(token, "dtmf", "#")
            await bench.until(token, "settled")

            assert bench.pbx.stages[1]["RecordingDuration"] == "4"

    play(scenario())


def test_a_recording_is_open_or_needs_a_key_of_its_domain() -> None:
    async def scenario() -> None:
        async with Bench(document(), END) as bench:
            await bench.whole_call(script=[{"on": "record", "seconds": 2}])
            path = bench.pbx.stages[1]["RecordingUrl"].removeprefix(bench.url)
            assert (await bench.request("GET", path))[0] == 200
            assert (await bench.request("GET", "/__sim__/recordings/none.wav"))[0] == 404

            await bench.post("/__sim__/switches", {"recording_auth": "bearer"})
            assert (await bench.request("GET", path))[0] == 401
            assert (await bench.request("GET", path, key=OTHER_KEY))[0] == 404
            assert (await bench.request("GET", path, key=DOMAIN_KEY))[0] == 200
            assert (await bench.request("GET", path, key=APPLICATION_KEY))[0] == 200

    play(scenario())


def test_a_recording_has_the_form_that_the_domain_wants_and_its_fetching_stands_in_the_journal() -> None:
    async def scenario() -> None:
        async with Bench(document(), END) as bench:
            profile = {"profile": {"recording-media-type": "mp3"}}
            await bench.request("PATCH", "/domains/self", profile, key=DOMAIN_KEY)
            await bench.whole_call(script=[{"on": "record", "seconds": 36}])
            url = bench.pbx.stages[1]["RecordingUrl"]
            async with bench.http.get(url) as response:
                content = await response.read()

            assert (url[-4:], response.content_type) == (".mp3", "audio/mpeg")
            assert content[:2] == content[144:146] == b"\xff\xfb"
            assert len(content) == 1000 * 144  # a thousand frames of 36 ms
            [entry] = await bench.get("/__sim__/journal?kind=recording")
            assert (entry["status"], entry["response"]) == (200, "144000 bytes of audio/mpeg")

    play(scenario())


def test_fetching_a_recording_can_go_wrong_on_purpose() -> None:
    async def scenario() -> None:
        async with Bench(document(), END) as bench:
            await bench.whole_call(script=[{"on": "record", "seconds": 2}])
            path = bench.pbx.stages[1]["RecordingUrl"].removeprefix(bench.url)
            fault = {"kind": "rest", "do": "status", "status": 503, "path": "/__sim__/recordings/*"}
            await bench.post("/__sim__/faults", fault)

            assert (await bench.request("GET", path))[0] == 503
            assert (await bench.request("GET", path))[0] == 200

    play(scenario())

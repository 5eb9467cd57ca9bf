"""Conference: who meets whom in a room, who starts and ends it, and what the PBX is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import ACME, DOMAIN_KEY, GLOBEX, OTHER_KEY, Bench, play, texts

END = "<Response><Hangup/></Response>"
ALL = "start end join leave mute hold dtmf speaker"


def room(attributes: str = "", name: str = "sales", dial: str = "") -> str:
    told = f'statusCallback="/told/room" statusCallbackEvent="{ALL}"'
    return (
        f'<Response><Dial action="/after" {dial}><Conference {told} {attributes}>{name}</Conference></Dial>'
        "</Response>"
    )


def by_caller(documents: dict[str, str]) -> Any:
    """A PBX that gives each caller a document of its own, and hangs up after the room."""

    async def reply(body: dict[str, Any]) -> str:
        return END if body["CallStatus"] == "completed" else documents[body["From"]]

    return reply


def events(bench: Bench, token: str = "") -> list[str]:
    return [
        one.body["StatusCallbackEvent"]
        for one in bench.pbx.callbacks
        if token in {"", one.body["Session"]} and "StatusCallbackEvent" in one.body
    ]


async def joined(bench: Bench, **call: Any) -> str:
    token = await bench.ring_in(**call)
    assert (await bench.until(token, "room"))["room"]
    return token


async def members(bench: Bench, name: str = "sales") -> int:
    status, answer = await bench.request("GET", f"/calls/{ACME}/conferences/{name}", key=DOMAIN_KEY)
    return int(answer["members"]) if status == 200 else 0


def test_two_callers_meet_and_the_room_is_gone_when_both_have_left() -> None:
    async def scenario() -> None:
        async with Bench(room(), clock="scaled:50") as bench:
            first, second = await joined(bench), await joined(bench)
            status, listed = await bench.request("GET", f"/calls/{ACME}/conferences", key=DOMAIN_KEY)
            assert (status, [(one["name"], one["members"]) for one in listed]) == (200, [("sales", 2)])
            assert listed[0]["domain"] == ACME
            for token in (first, second):
                await bench.as_caller(token, "hangup")
                call = await bench.until(token, "settled")
                assert (call["disposition"], call["room"]) == ("ANSWER", "")

            assert await members(bench) == 0
            assert bench.pbx.paths == ["/voice", "/voice"]
            assert events(bench, first) == ["participant-join", "conference-start", "participant-leave"]
            assert events(bench, second) == ["participant-join", "participant-leave", "conference-end"]

    play(scenario())


def test_participants_wait_for_the_moderator_and_leave_with_them() -> None:
    documents = {
        "guest": room('startConferenceOnEnter="false"'),
        "host": room('endConferenceOnExit="true"'),
    }

    async def scenario() -> None:
        async with Bench(by_caller(documents)) as bench:
            guest = await joined(bench, **{"from": "guest"})
            host = await joined(bench, **{"from": "host"})
            await bench.as_caller(host, "hangup")
            await bench.until(host, "settled")
            call = await bench.until(guest, "settled")

            assert events(bench, guest) == [
                "participant-join",
                "participant-hold",
                "participant-unhold",
                "participant-leave",
            ]
            assert events(bench, host) == [
                "participant-join",
                "conference-start",
                "participant-leave",
                "conference-end",
            ]
            assert bench.pbx.paths[-1] == "/after"
            assert bench.pbx.stages[-1]["CallStatus"] == "completed"
            assert "Waits for somebody who starts the conference" in texts(call, "room")

    play(scenario())


def test_the_others_wait_again_when_the_required_participant_has_left() -> None:
    documents = {
        "guest": room('startConferenceOnEnter="false"'),
        "host": room('startConferenceOnEnter="required"'),
    }

    async def scenario() -> None:
        async with Bench(by_caller(documents)) as bench:
            guest = await joined(bench, **{"from": "guest"})
            host = await joined(bench, **{"from": "host"})
            await bench.as_caller(host, "hangup")
            await bench.until(host, "settled")
            [state] = await bench.get(f"/__sim__/rooms/{ACME}")
            assert (state["running"], [one["token"] for one in state["members"]]) == (False, [guest])
            await bench.as_caller(guest, "hangup")
            await bench.until(guest, "settled")

            assert events(bench, guest).count("participant-hold") == 2

    play(scenario())


def test_a_full_room_lets_nobody_in() -> None:
    async def scenario() -> None:
        async with Bench(room('maxParticipants="1"'), room('maxParticipants="1"'), END) as bench:
            first = await joined(bench)
            second = await bench.whole_call()
            await bench.as_caller(first, "hangup")

            assert bench.pbx.stages[2]["CallStatus"] == "failed"
            assert "The room sales is full" in texts(second, "warning")

    play(scenario())


def test_rooms_of_two_domains_with_one_name_are_two_rooms() -> None:
    async def scenario() -> None:
        async with Bench(room()) as bench:
            token = await joined(bench)

            path = f"/calls/{GLOBEX}/conferences"
            assert (await bench.request("GET", path, key=OTHER_KEY)) == (200, [])
            assert (await bench.request("GET", path + "/sales", key=OTHER_KEY))[0] == 404
            assert (await bench.request("DELETE", path + "/sales", key=OTHER_KEY))[0] == 404
            assert (await bench.request("GET", f"/calls/{ACME}/conferences", key=OTHER_KEY))[0] == 404
            assert await members(bench) == 1
            await bench.as_caller(token, "hangup")

    play(scenario())


def test_the_api_ends_a_conference_and_each_call_goes_on() -> None:
    async def scenario() -> None:
        async with Bench(room(), room(), END) as bench:
            tokens = [await joined(bench), await joined(bench)]
            path = f"/calls/{ACME}/conferences/sales"

            assert (await bench.request("DELETE", path, key=DOMAIN_KEY))[0] == 204
            assert (await bench.request("DELETE", path, key=DOMAIN_KEY))[0] == 404
            for token in tokens:
                await bench.until(token, "settled")

            assert bench.pbx.paths[2:] == ["/after", "/after"]
            assert events(bench)[-1] == "conference-end"
            assert events(bench).count("conference-end") == 1

    play(scenario())


def test_muting_and_keys_are_told() -> None:
    async def scenario() -> None:
        async with Bench(room('muted="true"', dial='hangupOnStar="true"'), END) as bench:
            token = await joined(bench)
            [state] = await bench.get(f"/__sim__/rooms/{ACME}")
            assert state["members"][0]["muted"] is True
            view = await bench.get(f"/__sim__/phones/{ACME}")
            assert (view["rooms"], view["calls"][0]["room"]) == ([state], "sales")
            path = f"/calls/{ACME}/sessions/{token}/mute"
            await bench.request("POST", path, key=DOMAIN_KEY)
            await bench.request("DELETE", path, key=DOMAIN_KEY)
            await bench.post(f"/__sim__/calls/{token}/caller", {"do": "dtmf", "value": "5"})
            await bench.post(f"/__sim__/calls/{token}/caller", {"do": "speak", "value": "hello"})
            await bench.post(f"/__sim__/calls/{token}/caller", {"do": "dtmf", "value": "*"})
            await bench.until(token, "settled")

            told = [one.body for one in bench.pbx.callbacks]
            assert [one["StatusCallbackEvent"] for one in told[2:7]] == [
                "participant-mute",
                "participant-unmute",
                "participant-dtmf",
                "participant-speaker",
                "participant-dtmf",
            ]
            assert told[4]["Digits"] == "5"
            assert bench.pbx.paths == ["/voice", "/after"]

    play(scenario())


def test_only_the_events_that_were_asked_for_are_told() -> None:
    document = (
        '<Response><Dial><Conference statusCallback="/told/x" statusCallbackMethod="GET" '
        'statusCallbackEvent="join"/></Dial></Response>'
    )

    async def scenario() -> None:
        async with Bench(document) as bench:
            await bench.whole_call(script=[{"on": "conference", "hangup_after": 4}])

            [told] = bench.pbx.callbacks
            assert (told.method, told.body["StatusCallbackEvent"]) == ("GET", "participant-join")
            assert told.body["FriendlyName"] == "default"

    play(scenario())


def test_a_room_is_recorded_from_its_start_to_its_end() -> None:
    recorded = 'record="record-from-start" recordingStatusCallback="/told/tape"'

    async def scenario() -> None:
        async with Bench(room(recorded)) as bench:
            await bench.whole_call(script=[{"on": "conference", "hangup_after": 40}])

            [tape] = [one for one in bench.pbx.callbacks if one.path == "/told/tape"]
            assert (tape.body["RecordingStatus"], tape.body["RecordingDuration"]) == ("completed", "40")

    play(scenario())


def test_scripted_callers_leave_by_their_script_or_after_a_while() -> None:
    async def scenario() -> None:
        async with Bench(room()) as bench:
            waiting = await bench.ring_in(script=[{"on": "conference", "hangup_after": 5, "with": 2}])
            await bench.until(waiting, "room")
            other = await bench.whole_call(script=[])
            call = await bench.until(waiting, "settled")

            assert (other["seconds"], call["reason"]) == (30, "The caller hung up")

    play(scenario())


@pytest.mark.parametrize("manual", [True, False])
def test_the_time_limit_of_the_dial_ends_the_stay(manual: bool) -> None:
    async def scenario() -> None:
        async with Bench(room(dial='timeLimit="12"'), END) as bench:
            token = await bench.ring_in(**({} if manual else {"script": []}))
            if manual:
                await bench.until(token, "room")
                await bench.post("/__sim__/clock", {"advance": 12})
            await bench.until(token, "settled")

            assert bench.pbx.paths == ["/voice", "/after"]
            assert bench.pbx.cdrs[0]["billsec"] == 12

    play(scenario())

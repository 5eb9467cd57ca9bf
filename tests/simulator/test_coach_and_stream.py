"""Coach, streams and Converse: what they do to a call, and what can be seen of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import ACME, GLOBEX, Bench, play, texts

TALK = '<Response><Dial action="/next">101</Dial></Response>'
END = "<Response><Hangup/></Response>"


async def talking(bench: Bench) -> str:
    """The token of a call that talks with phone 101 until somebody hangs up."""
    bench.pbx.documents[:] = [TALK, END]
    token = await bench.ring_in()
    await bench.until(token, "ringing")
    await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
    await bench.until(token, "talking")
    return token


async def coached(bench: Bench, token: str, attributes: str = "", **call: Any) -> str:
    """The token of a phone that coaches this call."""
    bench.pbx.documents[:] = [f"<Response><Coach {attributes}>{token}</Coach><Say>Left.</Say></Response>"]
    body = {"domain": ACME, "msisdn": "103", "to": f"spy_{token}", **call}
    coach: str = (await bench.post("/__sim__/calls/from-subscriber", body))["token"]
    return coach


@pytest.mark.parametrize("policy", ["listen", "whisper", "barge"])
def test_a_coach_stays_until_a_finish_key(policy: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            token = await talking(bench)
            coach = await coached(bench, token, f'policy="{policy}" finishOnKey="#" spyDirection="caller"')
            while not (call := await bench.get(f"/__sim__/calls/{token}"))["coaches"]:
                pass
            seen = {"policy": policy, "spyDirection": "caller", "whisperDirection": ""}
            assert call["coaches"] == {coach: seen}
            await bench.post(f"/__sim__/calls/{coach}/caller", {"do": "dtmf", "value": "1"})
            await bench.post(f"/__sim__/calls/{coach}/caller", {"do": "dtmf", "value": "#"})
            over = await bench.until(coach, "settled")

            assert texts(over, "say") == ["Left."]
            assert over["disposition"] == "ANSWER"
            assert (await bench.get(f"/__sim__/calls/{token}"))["coaches"] == {}

    play(scenario())


def test_a_coach_goes_on_when_the_other_call_ends() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            token = await talking(bench)
            coach = await coached(bench, token)
            while not (await bench.get(f"/__sim__/calls/{token}"))["coaches"]:
                pass
            await bench.as_caller(token, "hangup")
            over = await bench.until(coach, "settled")

            assert texts(over, "coach")[-1] == "The other call has ended"
            assert texts(over, "say") == ["Left."]

    play(scenario())


def test_only_a_call_that_goes_on_in_the_same_domain_can_be_coached() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            token = await talking(bench)
            for domain in bench.simulation.store.domains.values():
                if domain.name == GLOBEX:
                    bench.simulation.calls.find(token).domain = domain
            stranger = await bench.until(await coached(bench, token), "settled")
            nobody = await bench.until(await coached(bench, "0" * 32), "settled")

            for call in (stranger, nobody):
                assert "there is nobody to coach" in texts(call, "warning")[0]
                assert texts(call, "say") == ["Left."]

    play(scenario())


def test_a_started_stream_is_noted_and_runs_beside_the_document_until_it_is_stopped() -> None:
    stream = (
        '<Stream name="a" url="wss://ears.example/s" track="both_tracks" statusCallback="/told/stream">'
        '<Parameter name="box" value="7"/></Stream>'
    )

    async def scenario() -> None:
        async with Bench(
            f"<Response><Start>{stream}{stream}</Start><Say>On.</Say><Stop><Stream name='a'/></Stop>"
            "<Stop><Stream name='b'/></Stop></Response>"
        ) as bench:
            call = await bench.whole_call()

            [seen] = call["streams"]
            assert (seen["url"], seen["open"], seen["parameters"]) == (
                "wss://ears.example/s",
                False,
                {"box": "7"},
            )
            assert "The stream a is open already" in texts(call, "stream")
            assert "There is no open stream b to stop" in texts(call, "stream")
            assert [one.body["StreamEvent"] for one in bench.pbx.callbacks] == [
                "stream-started",
                "stream-stopped",
            ]
            assert bench.pbx.cdrs[0]["billsec"] == 1

    play(scenario())


def test_a_connected_stream_lasts_a_while_and_the_document_goes_on() -> None:
    document = '<Response><Connect><Stream url="wss://agent.example/s"/></Connect><Say>Back.</Say></Response>'

    async def scenario() -> None:
        async with Bench(document, stream_seconds=12) as bench:
            call = await bench.whole_call()
            left = await bench.whole_call(script=[{"on": "stream", "hangup_after": 4}])

            assert (call["seconds"], texts(call, "say")) == (13, ["Back."])
            assert (left["seconds"], texts(left, "say")) == (4, [])
            assert left["streams"][0]["open"] is False

    play(scenario())


def test_an_open_stream_carries_the_documented_frames_until_the_other_side_closes_it() -> None:
    async def scenario() -> None:
        async with Bench("", clock="real", open_streams=True) as bench:
            url = bench.pbx_url.replace("http", "ws") + "/stream"
            parameter = '<Parameter name="box" value="7"/>'
            bench.pbx.documents[0] = (
                f'<Response><Connect><Stream name="a" url="{url}">{parameter}</Stream></Connect></Response>'
            )
            token = await bench.ring_in()
            while len(bench.pbx.frames) < 3:
                await bench.get("/__sim__/calls")
            await bench.post(f"/__sim__/calls/{token}/caller", {"do": "dtmf", "value": "5"})
            call = await bench.until(token, "settled")

            events = [frame["event"] for frame in bench.pbx.frames]
            assert events[:3] == ["connected", "start", "media"]
            start = bench.pbx.frames[1]["start"]
            assert (start["session"], start["accountSid"], start["customParameters"]) == (
                token,
                ACME,
                {"box": "7"},
            )
            assert start["mediaFormat"]["encoding"] == "audio/x-mulaw"
            assert [frame["dtmf"]["digit"] for frame in bench.pbx.frames if frame["event"] == "dtmf"] == ["5"]
            assert "The stream a sends mark" in texts(call, "stream")
            assert call["reason"] == "The document ended"

    play(scenario())


def test_a_stream_that_cannot_be_opened_ends_the_application() -> None:
    document = '<Response><Start><Stream url="ws://127.0.0.1:9/s"/></Start><Say>Never.</Say></Response>'

    async def scenario() -> None:
        async with Bench(document, open_streams=True) as bench:
            call = await bench.whole_call()

            assert "The stream cannot be opened" in call["reason"]
            assert (call["disposition"], texts(call, "say")) == ("FAILED", [])

    play(scenario())


def test_converse_is_noted_and_told_and_over_at_once() -> None:
    document = (
        '<Response><Converse statusCallback="/told/ai"><System>Be kind.</System></Converse>'
        "<Say>Bye.</Say></Response>"
    )

    async def scenario() -> None:
        async with Bench(document) as bench:
            call = await bench.whole_call()

            assert [one.body["StatusCallbackEvent"] for one in bench.pbx.callbacks] == [
                "in-progress",
                "completed",
            ]
            assert texts(call, "say") == ["Bye."]

    play(scenario())


def test_say_and_play_tell_when_they_were_heard_and_an_unknown_voice_is_named() -> None:
    document = (
        '<Response><Say voice="Polly:Nobody" statusCallback="/told/say">Hi</Say>'
        '<Say voice="Polly:Hans" language="fr-FR">Salut</Say>'
        '<Say loop="3" voice="Polly:Hans" language="de-DE">Hallo</Say></Response>'
    )

    async def scenario() -> None:
        async with Bench(document) as bench:
            call = await bench.whole_call()

            assert [one.path for one in bench.pbx.callbacks] == ["/told/say"]
            assert texts(call, "warning") == [
                "There is no voice Polly:Nobody.",
                "The voice Polly:Hans speaks de-DE, not fr-FR.",
            ]
            assert call["seconds"] == 1 + 1 + 3

    play(scenario())

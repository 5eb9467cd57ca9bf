"""What each verb does to a call, and what ends it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from tests.simulator.bench import Bench, play, texts


def sound_reply() -> web.Response:
    return web.Response(body=b"ID3", content_type="audio/mpeg")


def test_say_play_and_pause_answer_and_take_their_time() -> None:
    async def scenario() -> None:
        async with Bench("", sound_reply()) as bench:
            url = f"{bench.pbx_url}/b.mp3?a=1"
            bench.pbx.documents[0] = (
                f"<Response><Say>one two three four five</Say><Play>{url}</Play>"
                '<Pause length="3"/><Play digits="12"/></Response>'
            )

            call = await bench.whole_call()

            assert bench.pbx.cdrs[0]["billsec"] == 2 + 5 + 3 + 1
            assert texts(call, "say", "play") == [
                "one two three four five",
                url,
                "Keys 12",
            ]
            assert call["reason"] == "The document ended"
            assert bench.pbx.paths == ["/voice", "/b.mp3?a=1"]
            assert "Authorization" not in bench.pbx.headers[1]
            assert texts(call, "warning") == []

    play(scenario())


@pytest.mark.parametrize(
    ("reply", "warning"),
    [
        (web.Response(status=404), "answered with status 404"),
        (web.Response(text="<p>Not here</p>", content_type="text/html"), "text/html, which is no sound"),
    ],
)
def test_a_sound_that_cannot_be_fetched_is_not_heard_and_the_call_goes_on(
    reply: web.Response, warning: str
) -> None:
    async def scenario() -> None:
        async with Bench("", reply) as bench:
            bench.pbx.documents[0] = (
                f'<Response><Play>{bench.pbx_url}/b.wav</Play><Pause length="3"/></Response>'
            )

            call = await bench.whole_call()

            assert bench.pbx.cdrs[0]["billsec"] == 3
            assert warning in texts(call, "warning")[0]

    play(scenario())


def test_early_media_does_not_answer() -> None:
    document = '<Response><Say answer="false">Closed.</Say><Reject reason="busy"/></Response>'

    async def scenario() -> None:
        async with Bench(document) as bench:
            call = await bench.whole_call()

            assert (call["answered"], call["disposition"]) == (False, "BUSY")

    play(scenario())


@pytest.mark.parametrize(
    ("reason", "status", "disposition"),
    [
        ("", "busy", "BUSY"),
        (' reason="congestion"', "error", "CONGESTION"),
        (' reason="failed"', "nocredit", "FAILED"),
    ],
)
def test_reject_reasons_reach_the_cdr(reason: str, status: str, disposition: str) -> None:
    async def scenario() -> None:
        async with Bench(f"<Response><Reject{reason}/></Response>") as bench:
            call = await bench.whole_call()

            assert (call["status"], call["disposition"]) == (status, disposition)
            assert bench.pbx.updates[-1]["status"] == status

    play(scenario())


def test_redirect_goes_on_relative_to_the_document_and_keeps_its_query() -> None:
    async def scenario() -> None:
        async with Bench(
            "<Response><Redirect>/b/c?d=1&amp;e=2</Redirect></Response>", "<Response/>"
        ) as bench:
            await bench.whole_call()

            assert bench.pbx.paths == ["/voice", "/b/c?d=1&e=2"]

    play(scenario())


def test_a_redirect_loop_is_stopped() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Redirect>/voice</Redirect></Response>", max_stages=7) as bench:
            call = await bench.whole_call()

            assert len(call["stages"]) == 7
            assert (call["status"], call["disposition"]) == ("error", "FAILED")
            assert "round in circles" in call["reason"]

    play(scenario())


async def too_slow(_body: dict[str, Any]) -> str:
    await asyncio.sleep(5)
    return "<Response/>"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (web.Response(status=500), "500"),
        (web.Response(status=302, headers={"Location": "/elsewhere"}), "302"),
        (web.json_response({"ok": True}), "application/json"),
        (too_slow, "No answer within 0.2 s"),
    ],
    ids=["500", "302", "json", "slow"],
)
def test_an_application_that_fails_ends_the_call(reply: Any, why: str) -> None:
    async def scenario() -> None:
        async with Bench(reply, webhook_timeout=0.2) as bench:
            call = await bench.whole_call()

            assert why in call["reason"]
            assert [cdr["disposition"] for cdr in bench.pbx.cdrs] == ["FAILED"]
            assert len(bench.pbx.stages) == 1

    play(scenario())


def test_an_application_nobody_listens_at_ends_the_call() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            for application in bench.simulation.store.applications.values():
                application.url = "http://127.0.0.1:9/voice"

            call = await bench.whole_call()

            assert "did not answer" in call["reason"]
            assert len(bench.pbx.cdrs) == 1

    play(scenario())


@pytest.mark.parametrize(
    ("missing", "why"),
    [({"default_application": None}, "no default application"), ({"active": False}, "not active")],
)
def test_a_domain_that_cannot_handle_calls_fails_them(missing: dict[str, Any], why: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            for domain in bench.simulation.store.domains.values():
                for name, value in missing.items():
                    setattr(domain, name, value)

            call = await bench.whole_call()

            assert why in call["reason"]
            assert (call["disposition"], bench.pbx.stages) == ("FAILED", [])

    play(scenario())


def test_an_application_with_get_is_asked_in_the_query() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            for application in bench.simulation.store.applications.values():
                application.method = "GET"

            await bench.whole_call(**{"from": "+1 212 & co"})

            assert bench.pbx.stages[0]["From"] == "+1 212 & co"
            assert "SessionData" not in bench.pbx.stages[0]

    play(scenario())


def test_the_callers_own_end_and_the_time_limit_end_a_talk() -> None:
    dial = '<Response><Dial timeout="9" timeLimit="15" action="/next">101</Dial></Response>'

    async def scenario() -> None:
        async with Bench(dial, "<Response/>", dial) as bench:
            await bench.phone(
                "101",
                {"result": "answer", "talk": 600},
                {"result": "answer", "talk": 5, "hangup_by": "caller"},
            )

            limited = await bench.whole_call()
            left = await bench.whole_call()
            scripted = await bench.whole_call(script=[{"at": 6, "hangup": True}])

            assert [cdr["billsec"] for cdr in bench.pbx.cdrs] == [15, 5, 3]
            assert [len(call["stages"]) for call in (limited, left, scripted)] == [2, 1, 1]

    play(scenario())

"""Sessions through the REST API: seeing, marking, ending, switching and muting live calls."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.simulator.bench import (
    ACME,
    APPLICATION_KEY,
    CALLER,
    DOMAIN_KEY,
    GLOBEX,
    NUMBER,
    OTHER_KEY,
    PHONE_KEY,
    Bench,
    play,
    texts,
)

PATH = "/customers/self/domains/self/sessions"
CALLS = "/calls/self/sessions"
RING = '<Response><Dial timeout="30" action="/next"><Number>101</Number></Dial></Response>'
HELLO = "<Response><Say>Hello again.</Say></Response>"


async def ringing(bench: Bench) -> str:
    token = await bench.ring_in()
    await bench.until(token, "ringing")
    return token


async def talking(bench: Bench) -> str:
    token = await ringing(bench)
    await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
    await bench.until(token, "talking")
    return token


def test_a_live_session_is_shown_as_documented_by_token_and_by_id() -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)

            status, session = await bench.request("GET", f"{PATH}/{token}", key=DOMAIN_KEY)

            assert status == 200
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            assert (
                session.items()
                >= {
                    "token": token,
                    "domainId": domain.id,
                    "domain": ACME,
                    "callerId": CALLER,
                    "destination": NUMBER,
                    "direction": "Inbound",
                    "status": "ringing",
                    "timeLimit": 0,
                    "callAnswerTime": None,
                    "answerTime": None,
                    "callEndTime": None,
                    "subscriberId": None,
                    "url": f"{bench.pbx_url}/voice",
                }.items()
            )
            assert session["callStartTime"].isdecimal()
            assert session["startTime"].endswith("Z")
            for path in (f"{PATH}/{session['id']}", f"{CALLS}/{token}"):
                assert (await bench.request("GET", path, key=DOMAIN_KEY))[1]["token"] == token
            assert (await bench.request("GET", f"{PATH}/{'0' * 32}", key=DOMAIN_KEY))[0] == 404

    play(scenario())


def test_the_list_has_live_and_ended_sessions_newest_first_by_direction_and_limit() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Dial>101</Dial></Response>") as bench:
            await bench.phone("101", {"result": "busy"}, {"result": "busy"}, {"result": "manual"})
            ended = (await bench.whole_call())["token"]
            body = {"domain": ACME, "msisdn": "102", "to": NUMBER}
            phone = (await bench.post("/__sim__/calls/from-subscriber", body))["token"]
            await bench.until(phone, "settled")
            live = await ringing(bench)

            async def tokens(query: str = "") -> list[str]:
                status, found = await bench.request("GET", PATH + query, key=DOMAIN_KEY)
                assert status == 200
                return [one["token"] for one in found]

            assert await tokens() == [live, phone, ended]
            assert await tokens("?by_direction=incoming") == [live, ended]
            assert await tokens("?by_direction=outgoing&limit=1000") == [phone]
            assert await tokens("?by_direction=application") == []
            assert await tokens("?limit=1") == [live]
            for query in ("?limit=0", "?limit=all", "?by_direction=up"):
                assert (await bench.request("GET", PATH + query, key=DOMAIN_KEY))[0] == 400
            assert await bench.request("GET", PATH, key=OTHER_KEY) == (200, [])

    play(scenario())


def test_what_is_attached_to_a_session_comes_back_in_later_requests_and_events() -> None:
    async def scenario() -> None:
        async with Bench(RING, "<Response/>") as bench:
            token = await ringing(bench)

            mark = {"profile": {"pbx-call": "c-17", "callId": "not yours"}}
            status, session = await bench.request("PUT", f"{PATH}/{token}", mark, key=DOMAIN_KEY)
            patch = {"profile": {"step": 2}}
            assert (await bench.request("PATCH", f"{CALLS}/{token}", patch, key=DOMAIN_KEY))[0] == 200
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "busy"})
            await bench.until(token, "settled")

            assert (status, session["profile"]["pbx-call"]) == (200, "c-17")
            assert "pbx-call" not in bench.pbx.stages[0]["SessionData"]["profile"]
            for profile in (bench.pbx.stages[1]["SessionData"]["profile"], bench.pbx.updates[-1]["profile"]):
                assert (profile["pbx-call"], profile["step"]) == ("c-17", 2)
                assert profile["callId"] != "not yours"
            for body in ({}, {"profile": []}):
                assert (await bench.request("PUT", f"{PATH}/{token}", body, key=DOMAIN_KEY))[0] == 400

    play(scenario())


@pytest.mark.parametrize("base", [PATH, CALLS, f"/domains/{ACME}/sessions", f"/calls/{ACME}/sessions"])
def test_a_session_is_hung_up_once_and_gone_then(base: str) -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await talking(bench)

            assert (await bench.request("DELETE", f"{base}/{token}", key=DOMAIN_KEY))[0] == 204
            call = await bench.until(token, "settled")

            assert (call["disposition"], call["reason"]) == ("ANSWER", "The platform ended the call")
            assert (await bench.request("DELETE", f"{base}/{token}", key=DOMAIN_KEY))[0] == 404
            _status, session = await bench.request("GET", f"{PATH}/{token}", key=DOMAIN_KEY)
            assert (session["status"], session["callEndTime"].isdecimal()) == ("answer", True)

    play(scenario())


@pytest.mark.parametrize(
    ("reason", "status", "disposition"),
    [
        ("", "cancel", "CANCEL"),
        ("?reason=timeout", "noanswer", "NOANSWER"),
        ("?reason=denied", "error", "FAILED"),
        ("?reason=busy", "busy", "BUSY"),
        ("?reason=nocredit", "nocredit", "FAILED"),
    ],
)
def test_an_unanswered_session_ends_as_the_reason_says(reason: str, status: str, disposition: str) -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)
            wrong = f"{CALLS}/{token}?reason=mood"
            assert (await bench.request("DELETE", wrong, key=DOMAIN_KEY))[0] == 400

            await bench.request("DELETE", f"{CALLS}/{token}{reason}", key=DOMAIN_KEY)
            await bench.until(token, "settled")

            assert (bench.pbx.updates[-1]["status"], bench.pbx.cdrs[0]["disposition"]) == (
                status,
                disposition,
            )

    play(scenario())


def test_a_time_limit_set_during_a_call_ends_it() -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await talking(bench)

            answer = await bench.request("PATCH", f"{CALLS}/{token}", {"timeLimit": 30}, key=DOMAIN_KEY)
            await bench.post("/__sim__/clock", {"advance": 3600})
            call = await bench.until(token, "settled")

            assert (
                answer[1].items() >= {"token": token, "destination": NUMBER, "direction": "inbound"}.items()
            )
            assert (call["reason"], call["seconds"]) == ("The time limit of the session is over", 30)
            assert bench.pbx.cdrs[0]["disposition"] == "ANSWER"
            assert bench.pbx.cdrs[0]["session"]["timeLimit"] == 30

    play(scenario())


@pytest.mark.parametrize("body", [{"timeLimit": -1}, {"timeLimit": "1"}, {"callStartTime": "2026-01-01"}])
def test_an_update_of_a_call_that_makes_no_sense_is_refused(body: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)

            assert (await bench.request("PATCH", f"{CALLS}/{token}", body, key=DOMAIN_KEY))[0] == 400

    play(scenario())


@pytest.mark.parametrize("method", ["POST", "GET", None])
def test_a_call_is_switched_to_another_url_and_its_dialled_leg_is_dropped(method: str | None) -> None:
    async def scenario() -> None:
        async with Bench(RING, HELLO) as bench:
            token = await talking(bench)

            body: dict[str, Any] = {"url": f"{bench.pbx_url}/transfer?to=9"}
            if method:
                body["method"] = method
            status, answer = await bench.request("POST", f"{CALLS}/{token}/application", body, key=DOMAIN_KEY)
            call = await bench.until(token, "settled")

            assert status == 200
            assert answer == {
                "domainId": answer["domainId"],
                "callerId": CALLER,
                "remote": "101",
                "token": token,
            }
            assert texts(call, "say") == ["Hello again."]
            assert (call["legs"][0]["state"], call["legs"][0]["result"]) == ("ended", "completed")
            assert bench.pbx.paths[1].startswith("/transfer?to=9")
            assert [stage["method"] for stage in call["stages"]][1] == (method or "GET")
            assert call["disposition"] == "ANSWER"

    play(scenario())


def test_a_ringing_call_is_switched_to_a_document_whose_urls_belong_to_the_last_one() -> None:
    async def scenario() -> None:
        async with Bench(RING, HELLO) as bench:
            token = await ringing(bench)

            cxml = "<Response><Redirect>later</Redirect></Response>"
            await bench.request("POST", f"{CALLS}/{token}/application", {"cxml": cxml}, key=DOMAIN_KEY)
            call = await bench.until(token, "settled")

            assert bench.pbx.paths == ["/voice", "/later"]
            assert call["legs"][0]["result"] == "canceled"
            assert texts(call, "say") == ["Hello again."]

    play(scenario())


def test_a_caller_who_was_to_leave_during_the_dial_stays_after_a_switch() -> None:
    async def scenario() -> None:
        async with Bench(RING, '<Response><Pause length="600"/></Response>', clock="scaled:20") as bench:
            token = await bench.ring_in(script=[{"on": "dial", "hangup_after": 300}])
            await bench.until(token, "ringing")

            body = {"url": f"{bench.pbx_url}/wait"}
            await bench.request("POST", f"{CALLS}/{token}/application", body, key=DOMAIN_KEY)
            while len(bench.pbx.stages) == 1:
                await asyncio.sleep(0.01)
            await bench.post("/__sim__/clock", {"advance": 400})

            assert (await bench.get(f"/__sim__/calls/{token}"))["live"]

    play(scenario())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "https://a.example/", "cxml": "<Response/>"},
        {"url": "ftp://a.example/"},
        {"url": "https://a.example/", "method": "PUT"},
        {"cxml": ""},
    ],
)
def test_a_switch_that_breaks_the_contract_is_refused_and_the_call_goes_on(body: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)

            path = f"{CALLS}/{token}/application"
            assert (await bench.request("POST", path, body, key=DOMAIN_KEY))[0] == 400

            assert (await bench.until(token, "ringing"))["legs"][0]["state"] == "ringing"

    play(scenario())


def test_a_document_given_to_a_call_is_checked_like_any_other() -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)

            body = {"cxml": "<Response><Nonsense/></Response>"}
            await bench.request("POST", f"{CALLS}/{token}/application", body, key=DOMAIN_KEY)

            assert "not documented CXML" in (await bench.until(token, "settled"))["reason"]

    play(scenario())


def test_a_call_is_muted_and_heard_again() -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await talking(bench)
            path = f"{CALLS}/{token}/mute"

            assert (await bench.request("POST", path, key=DOMAIN_KEY))[0] == 204
            assert (await bench.get(f"/__sim__/calls/{token}"))["muted"] is True
            assert (await bench.request("DELETE", path, key=DOMAIN_KEY))[0] == 204
            call = await bench.get(f"/__sim__/calls/{token}")
            assert (call["muted"], texts(call, "mute")) == (
                False,
                ["The caller is muted", "The caller can be heard again"],
            )

    play(scenario())


@pytest.mark.parametrize(
    ("method", "rest"),
    [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/application"), ("POST", "/mute")],
)
def test_a_small_key_is_not_authorized_and_a_stranger_finds_no_call(method: str, rest: str) -> None:
    async def scenario() -> None:
        async with Bench(RING) as bench:
            token = await ringing(bench)
            path = f"/calls/{ACME}/sessions/{token}{rest}"

            for key in (PHONE_KEY, APPLICATION_KEY):
                assert (await bench.request(method, path, {}, key=key))[0] == 401
            assert (await bench.request(method, path, {}, key=OTHER_KEY))[0] == 404
            theirs = path.replace(ACME, GLOBEX)
            assert (await bench.request(method, theirs, {}, key=OTHER_KEY))[0] == 404
            assert (await bench.get(f"/__sim__/calls/{token}"))["live"]

    play(scenario())


@pytest.mark.parametrize(
    ("method", "rest"), [("PATCH", ""), ("POST", "/application"), ("POST", "/mute"), ("DELETE", "/mute")]
)
def test_nothing_is_done_to_a_call_that_has_ended(method: str, rest: str) -> None:
    async def scenario() -> None:
        async with Bench("<Response><Hangup/></Response>") as bench:
            token = (await bench.whole_call())["token"]

            assert (await bench.request(method, f"{CALLS}/{token}{rest}", {}, key=DOMAIN_KEY))[0] == 404

    play(scenario())

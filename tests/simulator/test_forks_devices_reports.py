"""REST: splitting a call, devices without registration, and reports."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import (
    ACME,
    CALLER,
    CUSTOMER_KEY,
    DOMAIN_KEY,
    NUMBER,
    OTHER_KEY,
    PHONE_KEY,
    Bench,
    play,
    texts,
)

TALK = '<Response><Dial action="/next">101</Dial></Response>'
END = "<Response><Hangup/></Response>"


async def ask(
    bench: Bench, method: str, path: str, body: Any = None, key: str = DOMAIN_KEY
) -> tuple[int, Any]:
    return await bench.request(method, path, body, key=key)


async def talking(bench: Bench) -> str:
    token = await bench.ring_in()
    await bench.until(token, "ringing")
    await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
    await bench.until(token, "talking")
    return token


def test_a_fork_leaves_both_parties_with_an_application_of_their_own() -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            token = await talking(bench)
            body = {
                "caller": {"cxml": "<Response><Say>You are the caller.</Say></Response>"},
                "callee": {
                    "url": f"{bench.pbx_url}/callee",
                    "method": "POST",
                    "callback": f"{bench.pbx_url}/updates",
                },
            }
            bench.pbx.documents[:] = ['<Response><Gather numDigits="1" action="/key"/></Response>', END]

            status, answer = await ask(bench, "POST", f"/calls/self/sessions/{token}/fork", body)

            assert status == 200
            assert answer["caller"]["token"] == token
            assert (answer["caller"]["remote"], answer["callee"]["remote"]) == ("101", CALLER)
            caller = await bench.until(token, "settled")
            assert texts(caller, "say") == ["You are the caller."]
            other = answer["callee"]["token"]
            await bench.until(other, "listening")
            await bench.post(f"/__sim__/calls/{other}/leg/1", {"do": "dtmf", "value": "7"})
            callee = await bench.until(other, "settled")
            assert bench.pbx.stages[-1]["Digits"] == "7"
            assert bench.pbx.stages[-1]["Session"] == other
            assert (caller["disposition"], callee["disposition"]) == ("ANSWER", "ANSWER")
            assert {cdr["session"]["token"] for cdr in bench.pbx.cdrs} == {token, other}

    play(scenario())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"caller": {"cxml": END}}, 400),
        ({"caller": {"cxml": END}, "callee": {}}, 400),
        ({"caller": {"cxml": END}, "callee": {"url": "ftp://a"}}, 400),
    ],
)
def test_a_fork_that_is_not_complete_is_refused_and_the_talk_goes_on(body: Any, status: int) -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            token = await talking(bench)

            assert (await ask(bench, "POST", f"/calls/self/sessions/{token}/fork", body))[0] == status
            assert (await bench.get(f"/__sim__/calls/{token}"))["legs"][0]["state"] == "talking"

    play(scenario())


def test_only_a_connected_call_of_the_domain_can_be_split() -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            token = await bench.ring_in()
            await bench.until(token, "ringing")
            body = {"caller": {"cxml": END}, "callee": {"cxml": END}}
            path = f"/calls/{ACME}/sessions/{token}/fork"

            assert (await ask(bench, "POST", path, body))[0] == 400
            assert (await ask(bench, "POST", path, body, OTHER_KEY))[0] == 404
            assert (await ask(bench, "POST", path, body, PHONE_KEY))[0] == 401

    play(scenario())


async def free_domain(bench: Bench) -> None:
    profile = {
        "registration-free-control-endpoint": f"{bench.pbx_url}/told/device",
        "registration-free-control-endpoint-api-key": "device-key",
    }
    await ask(bench, "PATCH", f"/domains/{ACME}", {"registrationFree": True, "profile": profile})


def test_a_device_is_told_of_a_call_rings_and_answers_by_dialling_in() -> None:
    async def scenario() -> None:
        async with Bench(TALK, END) as bench:
            await free_domain(bench)
            await bench.phone("101", {"result": "unregistered"})
            token = await bench.ring_in()
            await bench.until(token, "ringing")

            assert await ask(bench, "GET", f"/calls/{ACME}/ringing/101/{token}") == (
                200,
                {"status": "ringing"},
            )
            assert (await ask(bench, "GET", f"/calls/{ACME}/ringing/102/{token}"))[0] == 404
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
            await bench.until(token, "talking")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "hangup"})
            await bench.until(token, "settled")

            [told] = bench.pbx.callbacks
            assert told.bearer == "device-key"
            assert (told.body["session"], told.body["dnid"], told.body["caller-id"]) == (
                token,
                NUMBER,
                CALLER,
            )
            assert told.body["subscriber"] == {"msisdn": "101"}

    play(scenario())


def test_a_device_cannot_be_reached_where_the_domain_is_not_registration_free() -> None:
    async def scenario() -> None:
        async with Bench(TALK, END) as bench:
            await bench.phone("101", {"result": "unregistered"})

            await bench.whole_call()

            assert bench.pbx.stages[1]["CallStatus"] == "failed"
            assert bench.pbx.callbacks == []

    play(scenario())


def test_a_prepared_call_begins_when_the_device_dials_in() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Say>Hello.</Say></Response>") as bench:
            body = {"destination": "+12125550199", "callerId": "Desk", "timeLimit": 60}
            status, answer = await ask(bench, "POST", f"/calls/{ACME}/outgoing/101", body)
            assert (status, answer["destination"], answer["direction"]) == (200, "+12125550199", "subscriber")
            token = answer["token"]
            assert bench.pbx.stages == []
            await bench.post(f"/__sim__/calls/{token}/device", {"do": "dial"})
            call = await bench.until(token, "settled")

            assert (call["from"], call["disposition"]) == ("Desk", "ANSWER")
            assert (bench.pbx.stages[0]["To"], bench.pbx.stages[0]["Direction"]) == (
                "+12125550199",
                "subscriber",
            )
            again = await bench.request("POST", f"/__sim__/calls/{token}/device", {"do": "dial"})
            assert again[0] == 409

    play(scenario())


def test_a_prepared_call_that_no_device_dials_ends() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            _status, answer = await ask(bench, "POST", f"/calls/{ACME}/outgoing/101", {"destination": "1"})
            await bench.get(f"/__sim__/calls/{answer['token']}?until=settled&wait=0.1")
            await bench.post("/__sim__/clock", {"advance": 61})
            call = await bench.until(answer["token"], "settled")

            assert (call["reason"], call["disposition"]) == ("The device did not dial in", "NOANSWER")

    play(scenario())


@pytest.mark.parametrize(
    ("msisdn", "body", "key", "status"),
    [
        ("999", {"destination": "1"}, DOMAIN_KEY, 404),
        ("101", {}, DOMAIN_KEY, 400),
        ("101", {"destination": "1", "timeLimit": -1}, DOMAIN_KEY, 400),
        ("101", {"destination": "1", "routing": {"a": 1}}, DOMAIN_KEY, 501),
        ("101", {"destination": "1"}, PHONE_KEY, 401),
        ("101", {"destination": "1"}, OTHER_KEY, 404),
    ],
)
def test_a_call_that_cannot_be_prepared_is_refused(msisdn: str, body: Any, key: str, status: int) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            assert (await ask(bench, "POST", f"/calls/{ACME}/outgoing/{msisdn}", body, key))[0] == status
            assert await bench.get("/__sim__/calls") == []

    play(scenario())


def test_a_report_counts_subscribers_and_calls_by_day() -> None:
    async def scenario() -> None:
        async with Bench(END, END, "<Response><Pause length='600'/></Response>", clock="real") as bench:
            await ask(bench, "PUT", "/domains/self/subscribers/103", {"active": False})
            await bench.whole_call()
            await bench.whole_call()
            await bench.ring_in()
            base = "/customers/self/reports"

            status, report = await ask(bench, "GET", base, key=CUSTOMER_KEY)

            assert status == 200
            assert (report["subscribers-total"], report["subscribers-active"]) == (3, 2)
            assert (report["current-calls"], report["count-total"], report["concurrency-max"]) == (1, 3, 1)
            [today] = report["concurrency-daily"]
            day = today["date"].split("T")[0]
            assert (await ask(bench, "GET", f"{base}/daily/{day}/{day}", key=CUSTOMER_KEY)) == (200, [today])
            empty = {"date": "2020-02-29T00:00:00Z", "concurrency": 0, "count": 0}
            assert (await ask(bench, "GET", f"{base}/daily/2020-02-29/2020-02-29", key=CUSTOMER_KEY))[1] == [
                empty
            ]
            for path, key, refusal in (
                ("/daily/soon", CUSTOMER_KEY, 400),
                ("/daily/2026-02-01/2026-01-01", CUSTOMER_KEY, 400),
                ("", DOMAIN_KEY, 403),
            ):
                assert (await ask(bench, "GET", base + path, key=key))[0] == refusal

    play(scenario())

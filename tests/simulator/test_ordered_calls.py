"""Calls that the API orders: the destination rings first, then an application runs for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.simulator.bench import ACME, DOMAIN_KEY, NUMBER, OTHER_KEY, PHONE_KEY, Bench, play, texts

PATH = f"/calls/{ACME}/application"
HELLO = "<Response><Say>Hello.</Say><Pause length='5'/></Response>"
TRANSFER = '<Response><Dial timeout="9"><Number>102</Number></Dial></Response>'


async def order(bench: Bench, **body: Any) -> tuple[int, Any]:
    given = {"destination": "101", "caller-id": NUMBER, "application": "pbx", **body}
    return await bench.request(
        "POST", PATH, {name: value for name, value in given.items() if value is not None}, key=DOMAIN_KEY
    )


async def ordered(bench: Bench, **body: Any) -> dict[str, Any]:
    """The call from its order to its CDR."""
    status, answer = await order(bench, **body)
    assert status == 200, answer
    return await bench.until(answer["token"], "settled")


def test_an_answered_order_runs_the_application_and_is_reported_like_any_call() -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            await bench.phone("101", {"result": "answer", "after": 4, "talk": 60})
            phone = (await bench.request("GET", "/domains/self/subscribers/101", key=DOMAIN_KEY))[1]

            status, answer = await order(bench)
            call = await bench.until(answer["token"], "settled")

            assert (status, answer) == (
                200,
                {
                    "domainId": phone["domainId"],
                    "subscriberId": phone["id"],
                    "destination": "101",
                    "direction": "outbound-api",
                    "token": call["token"],
                },
            )
            [stage] = bench.pbx.stages
            assert (stage["Direction"], stage["From"], stage["To"]) == ("outbound-api", NUMBER, "101")
            assert bench.pbx.headers[0]["X-Cx-Source"] == "API"
            assert {update["direction"] for update in bench.pbx.updates} == {"application"}
            [cdr] = bench.pbx.cdrs
            assert (cdr["disposition"], cdr["duration"], cdr["billsec"]) == ("ANSWER", 10, 6)
            sessions = "/domains/self/sessions?by_direction=application"
            [session] = (await bench.request("GET", sessions, key=DOMAIN_KEY))[1]
            assert (session["token"], session["direction"]) == (call["token"], "Outbound")

    play(scenario())


@pytest.mark.parametrize(
    ("behaviour", "disposition"),
    [("busy", "BUSY"), ("noanswer", "NOANSWER"), ("unreachable", "FAILED"), ("reject", "BUSY")],
)
def test_an_order_that_nobody_answers_asks_no_application(behaviour: str, disposition: str) -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            await bench.phone("101", {"result": behaviour})

            call = await ordered(bench, timeout=7)

            assert bench.pbx.stages == []
            assert bench.pbx.cdrs[0]["disposition"] == disposition
            assert call["reason"] == "101 was not reached"
            if behaviour == "noanswer":
                assert call["seconds"] == 7

    play(scenario())


def test_an_order_may_bring_its_document_and_the_destination_is_the_caller_then() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await bench.phone("101", {"result": "answer", "talk": 1000})
            await bench.phone("102", {"result": "answer", "talk": 30})

            call = await ordered(bench, application=None, cxml=TRANSFER, **{"send-digits": "12#"})

            assert [leg["result"] for leg in call["legs"]] == ["completed", "completed"]
            assert bench.pbx.stages == []
            assert call["disposition"] == "ANSWER"
            assert texts(call, "keys") == ["The platform sends 12#."]

    play(scenario())


def test_the_call_ends_when_the_one_who_was_called_hangs_up() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            status, answer = await order(bench, application=None, cxml=TRANSFER)
            assert status == 200
            token = answer["token"]
            early = await bench.request(
                "POST", f"/calls/self/sessions/{token}/application", {"cxml": HELLO}, key=DOMAIN_KEY
            )
            assert early[0] == 400
            await bench.until(token, "ringing")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
            await bench.until(token, "talking")
            await bench.until(token, "ringing")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "hangup"})

            call = await bench.until(token, "settled")

            assert (call["reason"], call["disposition"]) == ("The caller hung up", "ANSWER")
            assert [leg["result"] for leg in call["legs"]] == ["completed", "canceled"]

    play(scenario())


def test_a_scripted_phone_stays_as_long_as_it_talks_and_a_time_limit_is_kept() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Pause length='600'/></Response>") as bench:
            await bench.phone("101", {"result": "answer", "after": 2, "talk": 50})

            assert (await ordered(bench))["seconds"] == 52
            assert (await ordered(bench, timeLimit=20))["reason"] == "The time limit of the session is over"

    play(scenario())


@pytest.mark.parametrize(("trunk", "disposition"), [("out", "ANSWER"), ("none", "FAILED")])
def test_an_order_to_the_outside_goes_by_its_trunk(trunk: str, disposition: str) -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            body = {
                "name": "out",
                "ip": "192.0.2.1",
                "port": 5060,
                "transport": "udp",
                "direction": "outbound",
            }
            await bench.request("POST", "/domains/self/trunks", body, key=DOMAIN_KEY)
            await bench.phone("+1999", {"result": "answer"}, kind="pstn")

            call = await ordered(bench, destination="+1999", trunk=trunk)

            assert call["disposition"] == disposition

    play(scenario())


def test_an_order_may_follow_a_plan_of_routes() -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            body = {"ip": "192.0.2.1", "port": 5060, "transport": "udp", "direction": "outbound"}
            await bench.request("POST", "/domains/self/trunks", {"name": "second", **body}, key=DOMAIN_KEY)
            await bench.phone("+1999", {"result": "answer"}, kind="pstn")
            plan = [{"trunk": "first"}, {"trunk": "second", "prefix": ""}]

            there = await ordered(bench, destination="+1999", routes=plan)
            nowhere = await ordered(bench, destination="+1999", routes=plan[:1])

            assert (there["disposition"], there["legs"][0]["trunk"]) == ("ANSWER", "second")
            assert nowhere["disposition"] == "FAILED"

    play(scenario())


def test_an_order_may_wait_for_its_time() -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            await bench.phone("101", {"result": "answer", "after": 1, "talk": 60})
            late = datetime.fromtimestamp(bench.simulation.clock.now() + 600, UTC).isoformat()

            assert 600 < (await ordered(bench, schedule=late))["seconds"] < 610
            assert (await ordered(bench, schedule="2020-01-01T00:00:00Z"))["seconds"] < 10

    play(scenario())


@pytest.mark.parametrize(("behaviour", "status"), [("answer", "completed"), ("busy", "absent")])
def test_an_ordered_call_may_be_recorded(behaviour: str, status: str) -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            await bench.phone("101", {"result": behaviour, "talk": 60})

            await ordered(
                bench,
                record=True,
                recordingStatusCallback=f"{bench.pbx_url}/told/call",
                recordingStatusCallbackEvent="completed absent",
            )

            [told] = bench.pbx.callbacks
            assert told.body["RecordingStatus"] == status
            assert told.body.get("RecordingDuration") == ("6" if status == "completed" else None)

    play(scenario())


@pytest.mark.parametrize("profile", [{"mine": "17"}, [{"key": "mine", "value": "17"}]])
def test_an_orders_profile_and_callback_are_used(profile: Any) -> None:
    async def scenario() -> None:
        async with Bench(HELLO) as bench:
            await bench.phone("101", {"result": "busy"})
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            del domain.profile["session-update-endpoint"]

            await ordered(bench, profile=profile, callback=f"{bench.pbx_url}/updates")

            assert [update["status"] for update in bench.pbx.updates][-1] == "busy"
            assert {update["profile"]["mine"] for update in bench.pbx.updates} == {"17"}

    play(scenario())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"destination": None}, 400),
        ({"caller-id": None}, 400),
        ({"application": None}, 400),
        ({"cxml": HELLO}, 400),
        ({"application": "none"}, 404),
        ({"application": None, "url": "ftp://a"}, 400),
        ({"timeout": "10"}, 400),
        ({"timeLimit": -1}, 400),
        ({"profile": ["a"]}, 400),
        ({"schedule": "tomorrow"}, 400),
        ({"routes": "out"}, 400),
        ({"routes": [{"prefix": "9"}]}, 400),
        ({"routes": [{"trunk": "out"}], "trunk": "out"}, 400),
        ({"machineDetection": "Enable"}, 501),
        ({"execute": "immediately"}, 501),
    ],
)
def test_an_order_that_cannot_be_met_is_refused(body: dict[str, Any], status: int) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            answered, answer = await order(bench, **body)

            assert (answered, answer["status"]) == (status, False)
            assert await bench.get("/__sim__/calls") == []

    play(scenario())


def test_only_a_key_of_the_domain_may_order_calls() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"destination": "101", "caller-id": NUMBER, "application": "pbx"}

            assert (await bench.request("POST", PATH, body, key=PHONE_KEY))[0] == 401
            assert (await bench.request("POST", PATH, body, key=OTHER_KEY))[0] == 404
            assert (await bench.request("POST", PATH, body))[0] == 401

    play(scenario())

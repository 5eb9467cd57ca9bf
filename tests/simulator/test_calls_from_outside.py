"""A caller from outside calls a number, and phones do what phones do."""

from __future__ import annotations

import itertools

import pytest

from tests.simulator.bench import ACME, CALLER, NUMBER, SECRET, Bench, play, texts

DIAL = '<Dial timeout="20" callerId="+12125550111" action="/next?step=1"><Number>101</Number></Dial>'
RING_101 = f"<Response>{DIAL}</Response>"
END = "<Response><Hangup/></Response>"
SORRY = "<Response><Say>Nobody is here.</Say><Hangup/></Response>"


def test_an_answered_call_is_reported_from_new_to_answer_and_closed_by_one_cdr() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            await bench.phone("101", {"result": "answer", "after": 4, "talk": 30})

            call = await bench.whole_call(name="Ada")

            assert call["disposition"] == "ANSWER"
            statuses = [update["status"] for update in bench.pbx.updates]
            assert [status for status, _same in itertools.groupby(statuses)] == [
                "new",
                "processing",
                "ringing",
                "connected",
                "answer",
            ]
            assert len(statuses) >= 10
            assert len({update["eventId"] for update in bench.pbx.updates}) == len(statuses)
            [cdr] = bench.pbx.cdrs
            assert (cdr["duration"], cdr["billsec"], cdr["disposition"]) == (34, 30, "ANSWER")
            assert cdr["session"]["token"] == call["token"]
            assert cdr["call_id"] == call["sip_call_id"] != call["token"]
            assert (cdr["from"], cdr["to"], cdr["domain"]) == (CALLER, NUMBER, ACME)
            assert cdr["owner"]["domain"]["name"] == ACME
            assert set(cdr) >= {
                "timestamp",
                "subscriber",
                "cx_trunk_id",
                "application",
                "route",
                "qos",
                "vapp_server",
            }

    play(scenario())


def test_a_voice_request_carries_the_documented_headers_and_body() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            await bench.phone("101", {"result": "busy"})

            call = await bench.whole_call(name='<b>"Zoë" 🤖</b>')

            first, second = bench.pbx.stages
            headers = bench.pbx.headers[0]
            assert headers["Authorization"] == f"Bearer {SECRET}"
            assert headers["X-Cx-Domain"] == first["Domain"] == ACME
            assert headers["X-Cx-Session"] == first["Session"] == first["CallSid"] == call["token"]
            assert (headers["X-Cx-From"], headers["X-Cx-To"], headers["X-Cx-Source"]) == (
                CALLER,
                NUMBER,
                "BORDER",
            )
            assert headers["X-Cx-Stageid"] != bench.pbx.headers[1]["X-Cx-Stageid"]
            assert headers["User-Agent"].startswith("Cloudonix APP.Core/")
            assert first["CallerName"] == '<b>"Zoë" 🤖</b>'
            assert (first["Direction"], first["CallStatus"]) == ("inbound", "in-progress")
            assert first["Application"]["uuid"] == first["ApplicationSid"]
            assert first["SessionData"]["profile"]["trunk-sip-headers"]["Cloudonix-Origin"] == "border"
            assert second["CallStatus"] == "busy"
            assert bench.pbx.paths == ["/voice", "/next?step=1"]

    play(scenario())


@pytest.mark.parametrize(
    ("behaviour", "dialled", "disposition", "final"),
    [
        ("busy", "busy", "BUSY", "busy"),
        ("reject", "busy", "BUSY", "busy"),
        ("noanswer", "no-answer", "NOANSWER", "noanswer"),
        ("unreachable", "failed", "FAILED", "error"),
        ("failed", "failed", "FAILED", "error"),
    ],
)
def test_a_phone_that_does_not_answer_is_told_to_the_application_and_ends_in_the_cdr(
    behaviour: str, dialled: str, disposition: str, final: str
) -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            await bench.phone("101", {"result": behaviour})

            call = await bench.whole_call()

            assert bench.pbx.stages[1]["CallStatus"] == dialled
            assert (call["disposition"], call["status"]) == (disposition, final)
            assert bench.pbx.cdrs[0]["billsec"] == 0

    play(scenario())


def test_a_sentence_after_no_answer_answers_the_call() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, SORRY) as bench:
            await bench.phone("101", {"result": "noanswer"})

            call = await bench.whole_call()

            assert texts(call, "say") == ["Nobody is here."]
            assert call["disposition"] == "ANSWER"
            assert bench.pbx.cdrs[0]["duration"] == 21
            assert len(bench.pbx.updates) >= 10

    play(scenario())


def test_a_caller_who_leaves_while_it_rings_ends_the_call_without_an_action() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            call = await bench.whole_call(script=[{"on": "dial", "hangup_after": 5}])

            assert len(bench.pbx.stages) == 1
            assert (call["disposition"], call["status"]) == ("CANCEL", "cancel")
            assert bench.pbx.cdrs[0]["duration"] == 5
            assert call["legs"][0]["result"] == "canceled"

    play(scenario())


def test_the_first_of_several_phones_to_answer_wins_and_the_others_stop() -> None:
    numbers = "".join(f"<Number>{phone}</Number>" for phone in (101, 102, 103))
    several = f'<Response><Dial timeout="20">{numbers}</Dial></Response>'

    async def scenario() -> None:
        async with Bench(several) as bench:
            await bench.phone("101", {"result": "answer", "after": 9})
            await bench.phone("102", {"result": "answer", "after": 4, "talk": 10})
            await bench.phone("103", {"result": "busy", "after": 1})

            call = await bench.whole_call()

            assert [leg["result"] for leg in call["legs"]] == ["canceled", "completed", "busy"]
            assert bench.pbx.cdrs[0]["duration"] == 14

    play(scenario())


def test_each_call_takes_the_next_behaviour_of_a_list() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Dial timeout="20">101</Dial></Response>') as bench:
            await bench.phone("101", {"result": "busy"}, {"result": "answer"})

            dispositions = [(await bench.whole_call())["disposition"] for _call in range(3)]

            assert dispositions == ["BUSY", "ANSWER", "ANSWER"]

    play(scenario())


def test_a_number_that_is_no_phone_goes_out_only_when_the_domain_lets_it() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Dial timeout="20">+12125550199</Dial></Response>') as bench:
            nowhere = await bench.whole_call()
            await bench.phone("+1212*", {"result": "answer"}, kind="pstn")
            outside = await bench.whole_call()
            bench.simulation.store.domain(ACME).profile["redirect-unknown-to-border"] = False
            kept_in = await bench.whole_call()

            assert [one["disposition"] for one in (nowhere, outside, kept_in)] == [
                "FAILED",
                "ANSWER",
                "FAILED",
            ]

    play(scenario())


def test_phones_nobody_scripted_wait_for_people() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            token = await bench.ring_in()
            await bench.until(token, "ringing")
            [phone] = [
                one
                for one in (await bench.get(f"/__sim__/phones/{ACME}"))["phones"]
                if one["msisdn"] == "101"
            ]
            assert (phone["state"], phone["token"], phone["leg"]) == ("ringing", token, 1)

            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
            await bench.until(token, "talking")
            assert (await bench.request("POST", f"/__sim__/calls/{token}/leg/1", {"do": "busy"}))[0] == 409
            await bench.post("/__sim__/clock", {"advance": 42})
            await bench.post(f"/__sim__/calls/{token}/caller", {"do": "hangup"})
            call = await bench.until(token, "settled")

            assert call["disposition"] == "ANSWER"
            assert bench.pbx.cdrs[0]["billsec"] == 42
            assert (await bench.request("POST", f"/__sim__/calls/{token}/caller", {"do": "hangup"}))[0] == 409

    play(scenario())


def test_a_phone_nobody_answers_stops_at_the_ring_time_when_the_clock_is_moved() -> None:
    async def scenario() -> None:
        async with Bench(RING_101, END) as bench:
            token = await bench.ring_in()
            await bench.until(token, "ringing")

            await bench.post("/__sim__/clock", {"advance": 25})
            call = await bench.until(token, "settled")

            assert bench.pbx.stages[1]["CallStatus"] == "no-answer"
            assert call["seconds"] == 20

    play(scenario())


def test_a_phone_calls_another_one() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Dial timeout="20">102</Dial></Response>') as bench:
            await bench.phone("102", {"result": "answer"})

            started = await bench.post(
                "/__sim__/calls/from-subscriber", {"domain": ACME, "msisdn": "101", "to": "102"}
            )
            await bench.until(started["token"], "settled")

            stage = bench.pbx.stages[0]
            assert (stage["Direction"], stage["From"], stage["To"]) == ("subscriber", "101", "102")
            assert "outgoingSubscriberId" in stage["SessionData"]
            assert bench.pbx.headers[0]["X-Cx-Source"] == "SUBSCRIBER"
            assert bench.pbx.updates[0]["direction"] == "outgoing"

    play(scenario())

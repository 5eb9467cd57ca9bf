"""Dial beyond one phone: several at once, SIP addresses, agents, headers, keys that end it, recording."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.simulator.bench import DOMAIN_KEY, NUMBER, Bench, play, texts

END = "<Response><Hangup/></Response>"


def dial(inside: str, attributes: str = "") -> str:
    return f'<Response><Dial timeout="20" action="/next" {attributes}>{inside}</Dial></Response>'


def results(call: dict[str, Any]) -> list[tuple[str, str]]:
    return [(leg["target"], leg["result"]) for leg in call["legs"]]


@pytest.mark.parametrize(
    ("first", "second", "status", "legs"),
    [
        ("answer", "busy", "completed", ["canceled", "busy"]),
        ("busy", "busy", "busy", ["busy", "busy"]),
        ("busy", "unreachable", "busy", ["busy", "failed"]),
        ("noanswer", "busy", "no-answer", ["no-answer", "busy"]),
        ("unreachable", "failed", "failed", ["failed", "failed"]),
    ],
)
def test_phones_that_ring_together_give_one_result(
    first: str, second: str, status: str, legs: list[str]
) -> None:
    async def scenario() -> None:
        async with Bench(dial("<Number>101</Number><Number>102</Number><Number>103</Number>"), END) as bench:
            await bench.phone("101", {"result": "noanswer" if first == "answer" else first})
            await bench.phone("102", {"result": second})
            await bench.phone("103", {"result": "answer" if first == "answer" else first})

            call = await bench.whole_call()

            assert bench.pbx.stages[1]["CallStatus"] == status
            assert [leg["result"] for leg in call["legs"]][:2] == legs

    play(scenario())


def test_a_sip_address_is_reached_by_its_bare_form_and_its_password_is_never_shown() -> None:
    noun = '<Sip username="u" password="s3cr3t">sips:desk@pbx.example:5061;transport=tls</Sip>'

    async def scenario() -> None:
        async with Bench(dial(noun), END) as bench:
            await bench.phone("desk@pbx.example*", {"result": "answer", "talk": 9}, kind="sip")

            call = await bench.whole_call()

            assert results(call) == [("desk@pbx.example:5061", "completed")]
            assert bench.pbx.stages[1]["CallStatus"] == "completed"
            journal = await bench.get("/__sim__/journal")
            assert "s3cr3t" not in json.dumps([call, journal])

    play(scenario())


def test_a_sip_address_nobody_scripted_is_not_reached() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Dial action='/next'>a@b.example</Dial></Response>", END) as bench:
            call = await bench.whole_call()

            assert results(call) == [("a@b.example", "failed")]
            assert bench.pbx.stages[1]["CallStatus"] == "failed"

    play(scenario())


def test_a_voice_agent_is_matched_by_provider_and_id_and_answers_unscripted() -> None:
    async def scenario() -> None:
        document = dial('<Service provider="retell">agent_7</Service>')
        async with Bench(document, document, document, END) as bench:
            await bench.phone(
                "retell:agent_7", {"result": "busy"}, {"result": "answer", "talk": 4}, kind="service"
            )
            await bench.phone("vapi:*", {"result": "failed"}, kind="service")
            busy = await bench.whole_call()
            await bench.phone("retell:agent_7", kind="service")
            agent = dial('<Service provider="ultravox">x y</Service>')
            bench.pbx.documents[:] = [agent, END]
            plain = await bench.whole_call()

            assert results(busy) == [
                ("retell:agent_7", "busy"),
                ("retell:agent_7", "completed"),
                ("retell:agent_7", "completed"),
            ]
            assert results(plain) == [("ultravox:x y", "completed")]

    play(scenario())


@pytest.mark.parametrize(
    ("noun", "named"),
    [
        ('<Service provider="Retell">a</Service>', "provider"),
        ('<Service provider="synthflow">a</Service>', "needs username and password"),
        ("<Service>a</Service>", "needs the attribute provider"),
        ('<Number timeout="4">101</Number>', "no documented attribute timeout"),
        ('<Sip transport="tls">a@b</Sip>', "transport"),
        ("<Sip>nobody</Sip>", "Sip cannot hold"),
        ('<Conference waitUrl="/x">a</Conference>', "waitUrl"),
        ('<Conference maxParticipants="251">a</Conference>', "maxParticipants"),
        ("<Conference>a b</Conference>", "Conference cannot hold"),
    ],
)
def test_nouns_keep_to_what_is_documented(noun: str, named: str) -> None:
    async def scenario() -> None:
        async with Bench(dial(noun)) as bench:
            call = await bench.whole_call()

            assert call["disposition"] == "FAILED"
            assert named in call["reason"]

    play(scenario())


def test_extra_headers_reach_the_leg() -> None:
    inside = '<Header name="X-Box" value="7"/><Number>101</Number>'

    async def scenario() -> None:
        async with Bench(dial(inside, 'headers="X-A=1&amp;X-B=b%20c" callerId="+1999"'), END) as bench:
            await bench.phone("101", {"result": "busy"})

            [leg] = (await bench.whole_call())["legs"]

            assert leg["headers"] == {"X-A": "1", "X-B": "b c", "X-Box": "7"}
            assert leg["callerId"] == "+1999"

    play(scenario())


@pytest.mark.parametrize(
    ("attributes", "digits", "seconds"),
    [
        ('hangupOnStar="true"', "*", 5),
        ('hangupOn="#9"', "19", 5),
        ('hangupOn="#9"', "*", 60),
        ("", "*", 60),
    ],
)
def test_keys_end_the_talk_and_the_document_goes_on(attributes: str, digits: str, seconds: int) -> None:
    async def scenario() -> None:
        async with Bench(dial("101", attributes), END) as bench:
            await bench.phone("101", {"result": "answer", "after": 3, "talk": 60})

            call = await bench.whole_call(script=[{"on": "dial", "digits": digits, "after": 8}])

            assert bench.pbx.stages[1]["CallStatus"] == "completed"
            assert call["legs"][0]["result"] == "completed"
            assert bench.pbx.cdrs[0]["billsec"] == seconds

    play(scenario())


@pytest.mark.parametrize(
    ("kind", "seconds"), [("record-from-answer", 10), ("record-from-ringing", 13), ("true", 10)]
)
def test_a_talk_is_recorded_and_told_to_the_callback(kind: str, seconds: int) -> None:
    attributes = f'record="{kind}" recordingStatusCallback="/told/call"'

    async def scenario() -> None:
        async with Bench(dial("101", attributes), END) as bench:
            await bench.phone("101", {"result": "answer", "after": 3, "talk": 10})

            await bench.whole_call()

            [told] = bench.pbx.callbacks
            assert told.body["RecordingStatus"] == "completed"
            assert told.body["RecordingDuration"] == str(seconds)
            async with bench.http.get(told.body["RecordingUrl"]) as response:
                assert (response.status, response.content_type) == (200, "audio/wav")
            assert "RecordingUrl" not in bench.pbx.stages[1]

    play(scenario())


def test_a_recorded_talk_that_the_caller_ends_is_told_too_and_an_unanswered_one_is_absent() -> None:
    attributes = (
        'record="record-from-answer" recordingStatusCallback="/told/call" '
        'recordingStatusCallbackEvent="completed absent"'
    )

    async def scenario() -> None:
        async with Bench(dial("101", attributes), END, dial("101", attributes), END) as bench:
            await bench.phone("101", {"result": "answer", "talk": 60}, {"result": "busy"})
            await bench.whole_call(script=[{"on": "dial", "hangup_after": 9}])
            bench.pbx.documents.pop(0)
            await bench.whole_call()

            assert [one.body["RecordingStatus"] for one in bench.pbx.callbacks] == ["completed", "absent"]
            assert bench.pbx.callbacks[0].body["RecordingDuration"] == "6"

    play(scenario())


def test_more_about_a_dial_is_told_only_with_its_switch() -> None:
    async def scenario() -> None:
        async with Bench(dial("101", 'record="true"'), END, dial_details=True) as bench:
            await bench.phone("101", {"result": "answer", "after": 3, "talk": 10})

            await bench.whole_call()

            told = bench.pbx.stages[1]
            assert (told["DialCallDuration"], "DialCallSid" in told, "RecordingUrl" in told) == (
                "10",
                True,
                True,
            )

    play(scenario())


def test_a_scripted_phone_presses_keys_and_an_ordered_call_hears_them() -> None:
    gather = '<Response><Gather numDigits="1" action="/next"><Pause length="5"/></Gather></Response>'

    async def scenario() -> None:
        async with Bench(gather, END) as bench:
            keys = {"result": "answer", "after": 1, "talk": 60, "dtmf": [{"at": 2, "digits": "5"}]}
            await bench.phone("101", keys, {"result": "answer", "script": [{"on": "gather", "digits": "6"}]})
            order = {"destination": "101", "caller-id": NUMBER, "application": "pbx"}
            for _call in range(2):
                _status, answer = await bench.request(
                    "POST", "/calls/self/application", order, key=DOMAIN_KEY
                )
                await bench.until(answer["token"], "settled")
                bench.pbx.documents[:] = [gather, END]

            assert [stage.get("Digits") for stage in bench.pbx.stages] == [None, "5", None, "6"]

    play(scenario())


def test_a_person_on_a_phone_that_the_api_called_presses_keys() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Gather numDigits="2" action="/next"/></Response>', END) as bench:
            order = {"destination": "101", "caller-id": NUMBER, "application": "pbx"}
            _status, answer = await bench.request("POST", "/calls/self/application", order, key=DOMAIN_KEY)
            token = answer["token"]
            await bench.until(token, "ringing")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
            await bench.until(token, "listening")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "dtmf", "value": "47"})
            call = await bench.until(token, "settled")

            assert bench.pbx.stages[1]["Digits"] == "47"
            assert texts(call, "keys") == ["The caller presses 47."]

    play(scenario())

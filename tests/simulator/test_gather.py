"""Gather: keys and speech, from a script or from a person, and the timers that end it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import DOMAIN_KEY, Bench, play, texts

MENU = (
    '<Response><Gather action="/menu?try=1" {}><Say>One two three four five.</Say></Gather>'
    "<Say>Nothing came.</Say></Response>"
)
END = "<Response><Hangup/></Response>"


def menu(attributes: str = "") -> str:
    return MENU.format(attributes)


def test_a_scripted_caller_hears_the_prompt_and_presses_a_key() -> None:
    async def scenario() -> None:
        async with Bench(menu('numDigits="1"'), END) as bench:
            call = await bench.whole_call(script=[{"on": "gather", "digits": "2"}])

            assert bench.pbx.paths == ["/voice", "/menu?try=1"]
            assert bench.pbx.stages[1]["Digits"] == "2"
            assert bench.pbx.stages[1]["CallStatus"] == "in-progress"
            assert texts(call, "say", "keys") == ["One two three four five.", "The caller presses 2."]
            assert (call["answered"], call["disposition"]) == (True, "ANSWER")
            assert bench.pbx.cdrs[0]["billsec"] == 2 + 1

    play(scenario())


@pytest.mark.parametrize(
    ("attributes", "digits", "heard", "seconds"),
    [
        ("", "12#", "12", 3),
        ("", "12", "12", 3 + 5),
        ('timeout="2"', "12", "12", 3 + 2),
        ('numDigits="3"', "12345", "123", 3),
        ('finishOnKey="*"', "1#2*", "1#2", 3),
        ('finishOnKey="" timeout="3"', "1#", "1#", 3 + 3),
    ],
)
def test_input_ends_by_its_number_of_keys_a_finish_key_or_the_time_between_keys(
    attributes: str, digits: str, heard: str, seconds: int
) -> None:
    async def scenario() -> None:
        async with Bench(menu(attributes), END) as bench:
            await bench.whole_call(script=[{"on": "gather", "digits": digits}])

            assert bench.pbx.stages[1]["Digits"] == heard
            assert bench.pbx.cdrs[0]["billsec"] == seconds

    play(scenario())


@pytest.mark.parametrize(("attributes", "patience"), [("", 30), ('maxTimeout="8"', 8)])
def test_no_input_goes_on_with_the_next_verb_and_asks_nobody(attributes: str, patience: int) -> None:
    async def scenario() -> None:
        async with Bench(menu(attributes)) as bench:
            call = await bench.whole_call(script=[{"on": "gather", "nothing": True}])

            assert bench.pbx.paths == ["/voice"]
            assert texts(call, "say")[1] == "Nothing came."
            assert call["seconds"] == 2 + patience + 1

    play(scenario())


@pytest.mark.parametrize(("switch", "digits"), [("empty", ""), ("missing", None)])
def test_no_input_is_told_where_the_document_wants_it(switch: str, digits: str | None) -> None:
    async def scenario() -> None:
        async with Bench(menu('actionOnEmptyResult="true"'), END, empty_digits=switch) as bench:
            await bench.whole_call(script=[])

            assert bench.pbx.paths[1] == "/menu?try=1"
            assert bench.pbx.stages[1].get("Digits") == digits

    play(scenario())


def test_without_an_action_the_document_itself_is_asked_again() -> None:
    async def scenario() -> None:
        async with Bench(
            "<Response><Redirect>/a/menu?b=1</Redirect></Response>",
            '<Response><Gather numDigits="1"/></Response>',
            END,
        ) as bench:
            await bench.whole_call(script=[{"on": "gather", "digits": "7"}])

            assert bench.pbx.paths == ["/voice", "/a/menu?b=1", "/a/menu?b=1"]
            assert bench.pbx.stages[2]["Digits"] == "7"

    play(scenario())


@pytest.mark.parametrize(("interruptible", "heard"), [("true", 2), ("false", 20)])
def test_a_key_during_the_prompt_ends_it_unless_it_may_not(interruptible: str, heard: int) -> None:
    prompt = "<Say>One.</Say><Pause length='19'/>"

    async def scenario() -> None:
        document = f'<Gather numDigits="1" interruptible="{interruptible}" action="/next">{prompt}</Gather>'
        async with Bench(f"<Response>{document}</Response>", END) as bench:
            await bench.whole_call(script=[{"on": "gather", "digits": "1", "after": 2}])

            assert bench.pbx.stages[1]["Digits"] == "1"
            assert bench.pbx.cdrs[0]["billsec"] == heard

    play(scenario())


def test_speech_is_heard_where_it_is_asked_for_and_keys_are_not() -> None:
    async def scenario() -> None:
        async with Bench(menu('input="speech"'), menu('input="dtmf speech"'), END) as bench:
            call = await bench.whole_call(
                script=[
                    {"on": "gather", "speech": "Sales, please"},
                    {"on": "gather", "digits": "4#"},
                ]
            )

            assert bench.pbx.stages[1]["SpeechResult"] == "Sales, please"
            assert "Digits" not in bench.pbx.stages[1]
            assert bench.pbx.stages[2]["Digits"] == "4"
            assert call["disposition"] == "ANSWER"

    play(scenario())


def test_keys_go_by_where_only_speech_is_wanted() -> None:
    async def scenario() -> None:
        async with Bench(menu('input="speech"')) as bench:
            call = await bench.whole_call(script=[{"on": "gather", "digits": "1"}])

            assert texts(call, "keys") == ["The caller presses 1; nothing listens."]
            assert len(bench.pbx.stages) == 1

    play(scenario())


def test_a_person_is_waited_for_even_by_an_instant_clock() -> None:
    async def scenario() -> None:
        async with Bench(menu(), menu(), END) as bench:
            token = await bench.ring_in()
            call = await bench.until(token, "listening")
            assert (call["listening"], call["verb"]) == ("keys", "Gather")
            await bench.as_caller(token, "dtmf", "4")
            await bench.as_caller(token, "dtmf", "2#")
            await bench.until(token, "listening")
            await bench.post("/__sim__/clock", {"advance": 31})
            call = await bench.until(token, "settled")

            assert bench.pbx.stages[1]["Digits"] == "42"
            assert texts(call, "say")[-1] == "Nothing came."
            assert call["listening"] == ""

    play(scenario())


def test_a_caller_may_hang_up_instead() -> None:
    async def scenario() -> None:
        async with Bench(menu()) as bench:
            scripted = await bench.whole_call(script=[{"on": "gather", "hangup_after": 4}])
            token = await bench.ring_in()
            await bench.until(token, "listening")
            await bench.as_caller(token, "hangup")
            person = await bench.until(token, "settled")

            for call in (scripted, person):
                assert (call["reason"], call["disposition"]) == ("The caller hung up", "ANSWER")
            assert scripted["seconds"] == 4
            assert bench.pbx.paths == ["/voice", "/voice"]

    play(scenario())


def test_three_tries_take_three_steps_of_the_script() -> None:
    async def scenario() -> None:
        async with Bench(menu('numDigits="1"'), menu('numDigits="1"'), menu('numDigits="1"'), END) as bench:
            await bench.whole_call(
                script=[{"on": "gather", "digits": key} for key in "98"] + [{"on": "gather", "digits": "1"}]
            )

            assert [stage.get("Digits") for stage in bench.pbx.stages] == [None, "9", "8", "1"]

    play(scenario())


def test_the_api_may_switch_a_call_away_from_a_gather() -> None:
    async def scenario() -> None:
        async with Bench(menu()) as bench:
            token = await bench.ring_in()
            await bench.until(token, "listening")
            body = {"cxml": "<Response><Say>Elsewhere.</Say></Response>"}
            path = f"/calls/self/sessions/{token}/application"
            assert (await bench.request("POST", path, body, key=DOMAIN_KEY))[0] == 200
            call = await bench.until(token, "settled")

            assert texts(call, "say")[-1] == "Elsewhere."
            assert call["listening"] == ""

    play(scenario())


@pytest.mark.parametrize(
    "step",
    [
        {"on": "gather"},
        {"on": "gather", "digits": "one"},
        {"on": "gather", "digits": 1},
        {"on": "gather", "silent": True},
        {"on": "gather", "digits": "1", "after": -1},
        {"on": "record"},
        {"on": "record", "seconds": "six"},
        {"on": "nothing"},
        {"at": 3},
        "hangup",
    ],
)
def test_a_step_that_makes_no_sense_is_refused_with_a_reason(step: Any) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"domain": "acme.cloudonix.net", "from": "1", "to": "2", "script": [step]}
            status, answer = await bench.request("POST", "/__sim__/calls/inbound", body)

            assert status == 400
            assert "step" in answer["message"] or "is " in answer["message"] or "are " in answer["message"]

    play(scenario())

"""The fidelity switches change what is sent, one thing each."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.bench import CALLER, Bench, Pbx, play

BUSY = '<Response><Dial timeout="9" action="/next"><Number>101</Number></Dial></Response>'


@pytest.mark.parametrize(
    ("switch", "value", "seen"),
    [
        ("status_case", "upper", lambda pbx: pbx.updates[0]["status"] == "NEW"),
        ("list_wrapped", True, lambda pbx: pbx.updates[0][0]["status"] == "new"),
        ("callsid_mode", "sip-call-id", lambda pbx: "@" in pbx.stages[0]["CallSid"]),
        ("plus_prefix", "off", lambda pbx: pbx.stages[0]["From"] == CALLER[1:] == pbx.cdrs[0]["from"]),
        ("cdr_session", "null", lambda pbx: pbx.cdrs[0]["session"] is None),
        ("cdr_session", "string", lambda pbx: pbx.cdrs[0]["session"] == pbx.stages[0]["Session"]),
        ("cdr_session", "missing", lambda pbx: "session" not in pbx.cdrs[0]),
        ("nan_style", "bare", lambda pbx: "NaN," in pbx.raw[0] and math.isnan(pbx.cdrs[0]["qos"]["rx_mos"])),
        ("nan_style", "quoted", lambda pbx: pbx.cdrs[0]["qos"]["rx_mos"] == "NaN"),
        ("bearer", "absent", lambda pbx: "Authorization" not in pbx.headers[0]),
        ("bearer", "wrong", lambda pbx: pbx.headers[0]["Authorization"] == "Bearer wrong"),
        ("domain_field", "nullDomain", lambda pbx: pbx.cdrs[0]["domain"] == "nullDomain"),
        ("eventId", "missing", lambda pbx: all("eventId" not in update for update in pbx.updates)),
        ("answered_as", "CONNECTED", lambda pbx: pbx.cdrs[0]["disposition"] == "BUSY"),
        ("chatter", False, lambda pbx: len(pbx.updates) < 6),
        ("dial_status_field", "both", lambda pbx: {"CallStatus", "DialCallStatus"} <= pbx.stages[1].keys()),
        (
            "dial_status_field",
            "DialCallStatus",
            lambda pbx: (
                (pbx.stages[1]["DialCallStatus"], pbx.stages[1]["CallStatus"]) == ("busy", "in-progress")
            ),
        ),
    ],
)
def test_a_switch_changes_what_the_pbx_is_sent(switch: str, value: Any, seen: Callable[[Pbx], bool]) -> None:
    async def scenario() -> None:
        async with Bench(BUSY, "<Response/>") as bench:
            await bench.phone("101", {"result": "busy"})
            await bench.post("/__sim__/switches", {switch: value})

            await bench.whole_call()

            assert seen(bench.pbx)

    play(scenario())


@pytest.mark.parametrize("word", ["ANSWER", "CONNECTED"])
def test_an_answered_call_has_either_word_in_its_cdr(word: str) -> None:
    async def scenario() -> None:
        async with Bench("<Response><Say>Hello.</Say></Response>", answered_as=word) as bench:
            await bench.whole_call()

            assert bench.pbx.cdrs[0]["disposition"] == word

    play(scenario())


@pytest.mark.parametrize(
    "body",
    [
        {"status_case": "middle"},
        {"list_wrapped": "yes"},
        {"webhook_timeout": 0},
        {"retry": 4},
        {"retry": True},
        {"no_such": 1},
    ],
)
def test_a_switch_that_does_not_exist_or_fit_is_refused_and_none_is_moved(body: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            before = await bench.get("/__sim__/switches")

            status, answer = await bench.request("POST", "/__sim__/switches", {"bearer": "wrong", **body})

            assert (status, answer["status"]) == (400, False)
            assert await bench.get("/__sim__/switches") == before

    play(scenario())


@pytest.mark.parametrize(
    ("form", "document", "legs"),
    [
        ("ampersand", "<Response><Dial>101&amp;102</Dial></Response>", 2),
        ("both", "<Response><Dial>101&amp;102</Dial></Response>", 2),
        ("both", "<Response><Dial><Number>101</Number><Number>102</Number></Dial></Response>", 2),
        ("ampersand", "<Response><Dial><Number>101</Number><Number>102</Number></Dial></Response>", 0),
    ],
)
def test_ringing_together_is_written_as_the_switch_says(form: str, document: str, legs: int) -> None:
    async def scenario() -> None:
        async with Bench(document, simultaneous=form) as bench:
            await bench.phone("10?", {"result": "busy"})

            call = await bench.whole_call()

            assert len(call["legs"]) == legs

    play(scenario())

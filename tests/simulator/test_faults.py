"""Deliveries go wrong on purpose: lost, repeated, late or overtaken, and only as many as were asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import Bench, play

ANSWERED = '<Response><Dial timeout="9" action="/next"><Number>101</Number></Dial></Response>'


async def a_call(bench: Bench, *faults: dict[str, Any]) -> None:
    await bench.phone("101", {"result": "answer", "after": 1, "talk": 2})
    for fault in faults:
        await bench.post("/__sim__/faults", fault)
    await bench.whole_call()


def test_a_lost_cdr_never_arrives_and_the_next_call_has_one() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>", ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": "cdr", "do": "drop"})
            assert bench.pbx.cdrs == []

            await a_call(bench)
            assert len(bench.pbx.cdrs) == 1

    play(scenario())


@pytest.mark.parametrize("act", ["duplicate", "twice"])
def test_a_repeated_cdr_is_the_same_to_the_letter(act: str) -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": "cdr", "do": act})

            first, second = bench.pbx.cdrs
            assert first == second

    play(scenario())


def test_an_overtaken_update_comes_after_the_one_that_followed_it() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            await bench.post("/__sim__/switches", {"chatter": False})
            await a_call(bench, {"kind": "session-update", "do": "overtaken"})

            assert [update["status"] for update in bench.pbx.updates[:2]] == ["processing", "new"]

    play(scenario())


def test_an_update_that_nothing_follows_is_not_lost_by_being_overtaken() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": "cdr", "do": "overtaken"})

            assert len(bench.pbx.cdrs) == 1

    play(scenario())


def test_a_late_cdr_arrives_all_the_same() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": "cdr", "do": "delay", "seconds": 0.05})

            assert len(bench.pbx.cdrs) == 1

    play(scenario())


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "voice", "do": "drop"},
        {"kind": "cdr", "do": "explode"},
        {"kind": "cdr", "do": "drop", "count": 0},
        {"kind": "cdr", "do": "delay", "seconds": 3600},
    ],
)
def test_a_fault_that_does_not_exist_is_refused(body: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            status, answer = await bench.request("POST", "/__sim__/faults", body)

            assert (status, answer["status"]) == (400, False)
            assert await bench.get("/__sim__/faults") == []

    play(scenario())


def test_a_reset_forgets_faults_that_still_wait() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await bench.post("/__sim__/faults", {"kind": "cdr", "do": "drop", "count": 3})

            await bench.post("/__sim__/reset", {})

            assert await bench.get("/__sim__/faults") == []

    play(scenario())

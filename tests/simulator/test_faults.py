"""Deliveries go wrong on purpose: lost, repeated, late or overtaken, and only as many as were asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from tests.simulator.bench import ACME, GLOBEX, SECRET, Bench, play

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


def test_a_fault_may_wait_for_what_an_event_is_about() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>", ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": "session-update", "do": "drop", "about": "answer"})
            assert "answer" not in [update["status"] for update in bench.pbx.updates]
            await a_call(bench)
            assert bench.pbx.updates[-1]["status"] == "answer"

    play(scenario())


def test_the_cdr_may_come_before_the_final_update() -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            order: list[str] = []
            bench.pbx.updates, bench.pbx.cdrs = Noted(order, "update"), Noted(order, "cdr")
            await a_call(bench, {"kind": "session-update", "do": "overtaken", "about": "answer"})

            assert order[-2:] == ["cdr", "update"]

    play(scenario())


class Noted(list[Any]):
    """A list that also writes down when something comes into it."""

    def __init__(self, order: list[str], name: str) -> None:
        super().__init__()
        self._order, self._name = order, name

    def append(self, item: Any) -> None:
        self._order.append(self._name)
        super().append(item)


@pytest.mark.parametrize("act", ["duplicate", "twice"])
def test_a_stage_may_be_asked_for_twice_and_the_first_answer_counts(act: str) -> None:
    async def scenario() -> None:
        async with Bench(
            "<Response><Say>One.</Say></Response>", "<Response><Say>Two.</Say></Response>"
        ) as bench:
            await bench.post("/__sim__/faults", {"kind": "voice", "do": act})
            call = await bench.whole_call()

            assert len(bench.pbx.stages) == 2
            assert bench.pbx.stages[0] == bench.pbx.stages[1]
            assert bench.pbx.headers[0]["X-Cx-Stageid"] == bench.pbx.headers[1]["X-Cx-Stageid"]
            assert len(call["stages"]) == 1

    play(scenario())


@pytest.mark.parametrize("kind", ["session-update", "cdr"])
def test_an_event_may_speak_of_another_domain_with_its_own_bearer(kind: str) -> None:
    async def scenario() -> None:
        async with Bench(ANSWERED, "<Response/>") as bench:
            await a_call(bench, {"kind": kind, "do": "other_domain"})

            sent = bench.pbx.updates[0] if kind == "session-update" else bench.pbx.cdrs[0]
            assert sent["domain"] == GLOBEX
            [entry] = [
                one for one in await bench.get(f"/__sim__/journal?kind={kind}") if GLOBEX in one["body"]
            ]
            assert entry["domain"] == ACME

    play(scenario())


def test_a_voice_request_may_speak_of_another_domain() -> None:
    async def scenario() -> None:
        async with Bench("<Response/>") as bench:
            await bench.post("/__sim__/faults", {"kind": "voice", "do": "other_domain"})
            await bench.whole_call()

            assert bench.pbx.stages[0]["Domain"] == bench.pbx.headers[0]["X-Cx-Domain"] == GLOBEX
            assert bench.pbx.headers[0]["Authorization"] == f"Bearer {SECRET}"

    play(scenario())


@pytest.mark.parametrize(
    ("act", "seen"),
    [
        ("invalid_json", lambda raw: not raw.endswith(b"}")),
        ("not_utf8", lambda raw: b"Zo\xff" in raw),
        ("huge", lambda raw: len(raw) > 1_000_000),
    ],
)
def test_a_body_may_be_spoilt(act: str, seen: Callable[[bytes], bool]) -> None:
    bodies: list[bytes] = []

    async def keep(request: web.Request) -> web.Response:
        bodies.append(await request.read())
        return web.Response(status=400)

    async def scenario() -> None:
        async with Bench("<Response><Reject/></Response>") as bench:
            app = web.Application(client_max_size=4_000_000)
            app.router.add_post("/cdr", keep)
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            domain.profile["cdr-endpoint"] = await bench.serve(app) + "/cdr"
            await bench.post("/__sim__/faults", {"kind": "cdr", "do": act})
            call = await bench.whole_call()

            assert seen(bodies[0])
            assert "answered with 400" in call["timeline"][-1]["text"]
            await bench.get("/__sim__/journal")

    play(scenario())


@pytest.mark.parametrize(("retry", "times"), [(0, 1), (3, 4)])
def test_an_event_that_is_refused_comes_again_only_with_a_switch(retry: int, times: int) -> None:
    tried: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        tried.append(await request.text())
        return web.Response(status=500)

    async def scenario() -> None:
        async with Bench("<Response><Reject/></Response>", retry=retry) as bench:
            app = web.Application()
            app.router.add_post("/cdr", refuse)
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            domain.profile["cdr-endpoint"] = await bench.serve(app) + "/cdr"
            await bench.whole_call()

            assert len(tried) == times
            assert len(set(tried)) == 1

    play(scenario())

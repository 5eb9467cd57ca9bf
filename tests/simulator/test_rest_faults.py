"""REST requests go wrong on purpose, and the platform varies where nobody knows what it does."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from tests.simulator.bench import ACME, CUSTOMER_KEY, DOMAIN_KEY, GLOBEX, OTHER_KEY, Bench, play

PATH = "/customers/self/domains/self"
SUBSCRIBERS = f"{PATH}/subscribers"


async def names(bench: Bench) -> set[str]:
    _status, found = await bench.request("GET", SUBSCRIBERS, key=DOMAIN_KEY)
    return {one["msisdn"] for one in found}


async def add(bench: Bench, msisdn: str) -> tuple[int, str, str | None]:
    """POST a subscriber; status, text and Retry-After of the answer."""
    headers = {"Authorization": f"Bearer {DOMAIN_KEY}"}
    async with bench.http.post(bench.url + SUBSCRIBERS, json={"msisdn": msisdn}, headers=headers) as response:
        return response.status, await response.text(), response.headers.get("Retry-After")


async def fault(bench: Bench, **body: Any) -> None:
    await bench.post("/__sim__/faults", {"kind": "rest", **body})


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [({}, None), ({"retry_after": 7}, "7"), ({"retry_after": "soon"}, "soon"), ({"retry_after": 0}, "0")],
)
def test_so_many_requests_of_a_method_and_a_path_are_answered_with_a_status(
    retry_after: dict[str, Any], header: str | None
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(
                bench,
                do="status",
                method="POST",
                path="*/subscribers",
                status=429,
                count=2,
                message="Slowly.",
                **retry_after,
            )
            assert "101" in await names(bench)  # another method
            assert (await bench.request("POST", f"{PATH}/aliases", {}, key=DOMAIN_KEY))[0] == 400

            answers = [await add(bench, "104") for _time in range(3)]

            assert [status for status, _text, _header in answers] == [429, 429, 200]
            assert answers[0][1:] == ('{"status": false, "message": "Slowly."}', header)
            assert await bench.get("/__sim__/faults") == []

    play(scenario())


def test_a_refused_request_did_nothing_unless_it_is_to_take_effect() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(bench, do="status", method="POST", status=500)
            await fault(bench, do="status", method="POST", status=502, took_effect=True)

            assert [(await add(bench, name))[0] for name in ("104", "105")] == [500, 502]

            assert await names(bench) == {"101", "102", "103", "105"}

    play(scenario())


def test_a_refusal_can_repeat_what_was_sent() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(bench, do="status", status=400, message="Cannot read", repeats_body=True)

            _status, text, _header = await add(bench, "104")

            assert json.loads(text)["message"].startswith('Cannot read {"msisdn": "104"')

    play(scenario())


@pytest.mark.parametrize(("act", "took_effect"), [("drop", False), ("lost", True)])
def test_a_connection_is_closed_before_or_after_the_request_took_effect(act: str, took_effect: bool) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(bench, do=act, method="POST")

            with pytest.raises(aiohttp.ClientError):
                await add(bench, "104")

            assert ("104" in await names(bench)) == took_effect
            entry = (await bench.get("/__sim__/journal?kind=rest"))[0]
            assert (entry["status"], entry["error"]) == (None, "The connection was closed on purpose.")

    play(scenario())


def test_a_late_answer_takes_effect_though_nobody_waited_for_it() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(bench, do="delay", seconds=0.3)
            began = time.monotonic()
            assert (await add(bench, "104"))[0] == 200
            assert time.monotonic() - began >= 0.3

            await fault(bench, do="delay", method="POST", seconds=30)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await add(bench, "105")
            assert {"104", "105"} <= await names(bench)

    play(scenario())


def test_half_an_answer_comes_with_its_status_and_took_effect() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await fault(bench, do="malformed", count=2)
            status, text, _header = await add(bench, "104")
            assert (status, text.endswith("}")) == (200, False)
            assert text

            headers = {"Authorization": f"Bearer {DOMAIN_KEY}"}
            async with bench.http.delete(f"{bench.url}{SUBSCRIBERS}/101", headers=headers) as response:
                assert (response.status, (await response.text()).endswith("}")) == (200, False)
            assert await names(bench) == {"102", "103", "104"}

    play(scenario())


def test_the_control_api_and_events_are_not_spoiled_and_faults_can_be_taken_back() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Hangup/></Response>") as bench:
            await fault(bench, do="drop", count=100)
            await bench.post("/__sim__/faults", {"kind": "cdr", "do": "duplicate"})

            assert [one["kind"] for one in await bench.get("/__sim__/faults")] == ["cdr", "rest"]
            await bench.whole_call()
            assert len(bench.pbx.cdrs) == 2

            assert await bench.request("DELETE", "/__sim__/faults") == (200, [])
            assert await names(bench)
            await fault(bench, do="drop")
            await bench.post("/__sim__/reset", {})
            assert await bench.get("/__sim__/faults") == []

    play(scenario())


@pytest.mark.parametrize(
    "body",
    [
        {"do": "explode"},
        {},
        {"do": "drop", "method": "BREW"},
        {"do": "drop", "path": 5},
        {"do": "drop", "count": 0},
        {"do": "drop", "count": True},
        {"do": "status", "status": 200},
        {"do": "status", "status": "500"},
        {"do": "status", "retry_after": True},
        {"do": "status", "retry_after": "a\r\nb: c"},
        {"do": "status", "took_effect": "yes"},
        {"do": "delay", "seconds": 3600},
        {"do": "delay", "second": 1},
    ],
)
def test_a_fault_that_does_not_exist_is_refused(body: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            status, answer = await bench.request("POST", "/__sim__/faults", {"kind": "rest", **body})

            assert (status, answer["status"]) == (400, False)
            assert await bench.get("/__sim__/faults") == []

    play(scenario())


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_creation_is_answered_as_the_switch_says_and_has_happened(status: int) -> None:
    async def scenario() -> None:
        async with Bench(create_status=status) as bench:
            pbx = (await bench.request("GET", f"{PATH}/applications/pbx", key=DOMAIN_KEY))[1]
            trunk = {
                "name": "out",
                "ip": "192.0.2.1",
                "port": 5060,
                "transport": "udp",
                "direction": "outbound",
            }
            for path, body, key in (
                (f"{PATH}/subscribers", {"msisdn": "104"}, DOMAIN_KEY),
                (f"{PATH}/subscribers", [{"msisdn": "105"}], DOMAIN_KEY),
                (
                    f"{PATH}/applications",
                    {"name": "b", "type": "cxml", "url": "https://b.example"},
                    DOMAIN_KEY,
                ),
                (f"{PATH}/dnids", {"applicationId": pbx["id"], "source": "1"}, DOMAIN_KEY),
                (f"{PATH}/trunks", trunk, DOMAIN_KEY),
                (f"{PATH}/aliases", {"alias": "c.example"}, DOMAIN_KEY),
                (f"{PATH}/apikeys", {"name": "d"}, DOMAIN_KEY),
                (f"{PATH}/users", {"email": "e@e.example"}, DOMAIN_KEY),
                ("/customers/self/domains", {"domain": "f.example"}, CUSTOMER_KEY),
            ):
                answered, answer = await bench.request("POST", path, body, key=key)
                assert (answered, answer is None) == (status, status == 204), path
                listed = (await bench.request("GET", path, key=key))[1]
                wanted = body[0] if isinstance(body, list) else body
                kept = {name: str(value) for name, value in wanted.items()}
                assert any(
                    kept.items() <= {name: str(value) for name, value in one.items()}.items()
                    for one in listed
                ), path

    play(scenario())


@pytest.mark.parametrize("status", [409, 400, 500])
def test_a_name_that_is_taken_is_refused_as_the_switch_says(status: int) -> None:
    async def scenario() -> None:
        async with Bench(duplicate_status=status) as bench:
            for path, body in (
                ("subscribers", {"msisdn": "101"}),
                ("applications", {"name": "pbx", "type": "cxml", "url": "https://b.example"}),
                ("aliases", {"alias": "pbx.acme.example"}),
            ):
                answer = await bench.request("POST", f"{PATH}/{path}", body, key=DOMAIN_KEY)
                assert (answer[0], answer[1]["message"].endswith("already exists")) == (status, True)

    play(scenario())


@pytest.mark.parametrize("status", [404, 403])
def test_somebody_elses_object_is_absent_or_forbidden_as_the_switch_says(status: int) -> None:
    async def scenario() -> None:
        async with Bench(isolation_status=status) as bench:
            customers = {"customers": [{"name": "rival", "key": "XI000000000000000000000000000000C2"}]}
            await bench.post("/__sim__/seed", customers)
            for path in (
                f"/domains/{ACME}",
                f"/domains/{ACME}/subscribers/101",
                f"/calls/{ACME}/sessions/1",
                f"/customers/rival/domains/{GLOBEX}",
            ):
                assert (await bench.request("GET", path, key=OTHER_KEY))[0] == status
            for path in ("/domains/nowhere.example", "/customers/nobody/domains/self"):
                assert (await bench.request("GET", path, key=OTHER_KEY))[0] == 404

    play(scenario())


def test_a_put_that_keeps_nothing_takes_what_it_does_not_name_as_new() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{SUBSCRIBERS}/101"
            before = (await bench.request("GET", path, key=DOMAIN_KEY))[1]
            await bench.request("PUT", path, {"active": False}, key=DOMAIN_KEY)
            kept = (await bench.request("GET", path, key=DOMAIN_KEY))[1]
            assert kept == {**before, "active": False, "modifiedAt": kept["modifiedAt"]}

            await bench.post("/__sim__/switches", {"put_keeps": False})
            patched = (await bench.request("PATCH", path, {"profile": {"a": 1}}, key=DOMAIN_KEY))[1]
            assert (patched["active"], patched["profile"]) == (False, {**before["profile"], "a": 1})
            put = (await bench.request("PUT", path, {"sipPassword": "new"}, key=DOMAIN_KEY))[1]
            assert (put["active"], put["profile"], put["sipPassword"]) == (True, {}, "new")

    play(scenario())


def test_a_put_profile_is_merged_or_replaced_for_every_object() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            app = {"type": "cxml", "url": "https://b.example", "method": "POST"}
            for path, body in ((f"{SUBSCRIBERS}/101", {}), (f"{PATH}/applications/pbx", app)):
                await bench.post("/__sim__/switches", {"profile_put": "merge"})
                await bench.request("PATCH", path, {"profile": {"a": 1, "gone": 2}}, key=DOMAIN_KEY)
                change = {**body, "profile": {"b": 2, "gone": None}}
                merged = (await bench.request("PUT", path, change, key=DOMAIN_KEY))[1]
                assert merged["profile"].items() >= {"a": 1, "b": 2}.items()
                assert "gone" not in merged["profile"]

                await bench.post("/__sim__/switches", {"profile_put": "replace"})
                replaced = (await bench.request("PUT", path, change, key=DOMAIN_KEY))[1]
                assert replaced["profile"] == {"b": 2}
                untouched = (await bench.request("PUT", path, {**body, "active": True}, key=DOMAIN_KEY))[1]
                assert untouched["profile"] == {"b": 2}

    play(scenario())

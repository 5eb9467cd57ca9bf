"""The control API: seeding, clock, journal, replay, and what it refuses."""

from __future__ import annotations

import asyncio
import json
import signal
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from cloudonix.simulator.store import Store
from tests.simulator.bench import ACME, CUSTOMER_KEY, DOMAIN_KEY, SECRET, Bench, play

TALK = '<Response><Dial timeout="9" action="/next"><Number>101</Number></Dial></Response>'


def test_seeding_twice_changes_nothing_and_reset_forgets_everything() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            before = await bench.request("GET", "/domains/self/subscribers", key=DOMAIN_KEY)
            await bench.post("/__sim__/seed", bench.document())
            assert await bench.request("GET", "/domains/self/subscribers", key=DOMAIN_KEY) == before

            await bench.ring_in()
            await bench.post("/__sim__/reset", {})

            assert await bench.get("/__sim__/calls") == []
            assert (await bench.request("GET", "/domains/self", key=DOMAIN_KEY))[0] == 401

    play(scenario())


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/seed", {"domains": [{"name": "a", "customer": "nobody"}]}, 400),
        ("/seed", {"domains": {}}, 400),
        ("/endpoints", {"domain": "nowhere", "match": "1"}, 404),
        ("/endpoints", {"domain": ACME, "match": "1", "behaviour": {"result": "sing"}}, 400),
        ("/endpoints", {"domain": ACME, "match": "1", "behaviour": {"result": "answer", "dtmf": [5]}}, 400),
        ("/endpoints", {"domain": ACME, "match": "1", "behaviour": {"result": "answer", "then": {}}}, 400),
        ("/endpoints", {"domain": ACME, "match": "1", "behaviour": {"result": "answer", "after": -1}}, 400),
        ("/endpoints", {"domain": ACME, "kind": "fax", "match": "1"}, 400),
        ("/calls/inbound", {"domain": ACME, "from": "1"}, 400),
        ("/calls/inbound", {"domain": "nowhere", "from": "1", "to": "2"}, 404),
        ("/calls/inbound", {"domain": ACME, "from": "1", "to": "2", "script": [{"on": "gather"}]}, 400),
        ("/calls/from-subscriber", {"domain": ACME, "msisdn": "999", "to": "2"}, 404),
        ("/calls/none/caller", {"do": "hangup"}, 404),
        ("/calls/none/leg/1", {"do": "answer"}, 404),
        ("/clock", {"mode": "backwards"}, 400),
        ("/clock", {"advance": "soon"}, 400),
        ("/replay", {"delivery_id": 999}, 404),
    ],
)
def test_control_requests_that_make_no_sense_are_refused(
    path: str, body: dict[str, Any], status: int
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            answered, answer = await bench.request("POST", "/__sim__" + path, body)

            assert (answered, answer["status"]) == (status, False)
            assert answer["message"]

    play(scenario())


def test_an_inactive_phone_cannot_call() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await bench.request("PUT", "/domains/self/subscribers/101", {"active": False}, key=DOMAIN_KEY)

            body = {"domain": ACME, "msisdn": "101", "to": "102"}
            status, _answer = await bench.request("POST", "/__sim__/calls/from-subscriber", body)

            assert status == 403
            assert bench.pbx.stages == []

    play(scenario())


def test_the_journal_holds_both_directions_and_no_secret() -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            await bench.phone("101", {"result": "busy"})
            await bench.request(
                "POST", "/domains/self/subscribers", {"msisdn": "104", "sipPassword": "s3"}, key=DOMAIN_KEY
            )
            token = (await bench.whole_call())["token"]

            journal = await bench.get("/__sim__/journal")
            kinds = {entry["kind"] for entry in journal}
            assert kinds == {"rest", "voice", "session-update", "cdr"}
            assert len(await bench.get(f"/__sim__/journal?token={token}&kind=cdr")) == 1
            text = json.dumps([journal, await bench.get(f"/__sim__/calls/{token}")])
            for secret in (SECRET, DOMAIN_KEY, CUSTOMER_KEY, "s3\\", "secret-101"):
                assert secret not in text

    play(scenario())


def test_a_delivery_can_be_sent_again_with_its_secret() -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            await bench.phone("101", {"result": "busy"})
            await bench.whole_call()
            [cdr] = await bench.get("/__sim__/journal?kind=cdr")

            again = await bench.post("/__sim__/replay", {"delivery_id": cdr["id"]})

            assert again["status"] == 204
            assert bench.pbx.cdrs[0] == bench.pbx.cdrs[1]

    play(scenario())


def test_lost_deliveries_are_noted_and_the_call_still_settles() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Reject/></Response>") as bench:
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            domain.profile["cdr-endpoint"] = "http://127.0.0.1:9/"

            call = await bench.whole_call()

            assert "cdr was not delivered" in call["timeline"][-1]["text"]

    play(scenario())


def test_the_clock_runs_faster_and_its_mode_stays_while_calls_go_on() -> None:
    async def scenario() -> None:
        async with Bench(TALK, "<Response/>", clock="scaled:100") as bench:
            await bench.phone("101", {"result": "answer", "after": 1, "talk": 10})

            token = await bench.ring_in()
            assert (await bench.request("POST", "/__sim__/clock", {"mode": "real"}))[0] == 409
            await bench.until(token, "settled")

            assert 9 <= bench.pbx.cdrs[0]["billsec"] <= 20
            assert (await bench.post("/__sim__/clock", {"mode": "real"}))["mode"] == "real"

    play(scenario())


def test_a_page_of_another_site_cannot_act() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            headers = {"Sec-Fetch-Site": "cross-site"}
            async with bench.http.post(f"{bench.url}/__sim__/reset", headers=headers) as response:
                assert response.status == 403

    play(scenario())


def test_the_state_file_survives_and_is_private(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            bench.simulation.store.file = tmp_path / "state.json"
            await bench.request("POST", "/domains/self/subscribers", {"msisdn": "104"}, key=DOMAIN_KEY)

    play(scenario())
    file = tmp_path / "state.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Store.load(file)
    domain = again.domain(ACME)
    assert domain is not None
    assert again.subscriber(domain, "104") is not None
    assert again.key(DOMAIN_KEY) is not None

    file.write_text("[]")
    with pytest.raises(ValueError, match="not a state file"):
        Store.load(file)


def test_the_page_is_served_with_a_strict_policy_and_names_escaped() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None
            domain.label = "<script>alert(1)</script>"
            async with bench.http.get(f"{bench.url}/?domain={ACME}") as response:
                text = await response.text()
                assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
            assert "<script>alert" not in text
            assert "&lt;script&gt;" in text
            for name in ("simulator.css", "simulator.js", "icon.svg"):
                async with bench.http.get(f"{bench.url}/__sim__/static/{name}") as response:
                    assert response.status == 200
            async with bench.http.get(f"{bench.url}/__sim__/static/page.html") as response:
                assert response.status == 404

    play(scenario())


def test_the_program_prints_its_address_and_stops_on_a_signal() -> None:
    command = [sys.executable, "-m", "cloudonix.simulator", "--port", "0", "--clock", "instant"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("Cloudonix simulator on http://127.0.0.1:")
        with urllib.request.urlopen(line.rsplit(" ", 1)[1] + "/", timeout=5) as response:
            assert b"No domain yet" in response.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0


def test_calls_going_on_when_the_simulator_stops_leave_nothing_behind() -> None:
    async def scenario() -> None:
        async with Bench(TALK) as bench:
            await bench.until(await bench.ring_in(), "ringing")
        assert len(asyncio.all_tasks()) == 1

    play(scenario())

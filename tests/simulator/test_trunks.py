"""Trunks: what one may be, and how calls use them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import ACME, DOMAIN_KEY, GLOBEX, OTHER_KEY, Bench, play

PATH = "/customers/self/domains/self/trunks"
OUT = {
    "name": "carrier-out",
    "ip": "198.51.100.20",
    "port": "5060",
    "transport": "udp",
    "direction": "public-outbound",
}
IN = {**OUT, "name": "carrier-in", "direction": "public-inbound"}
OUTSIDE = "+12125550199"


def dial(trunks: str | None = None) -> str:
    attribute = "" if trunks is None else f" trunks='{trunks}'"
    return (
        f'<Response><Dial timeout="9" action="/next"{attribute}><Number>{OUTSIDE}</Number></Dial></Response>'
    )


async def trunk(bench: Bench, **body: Any) -> dict[str, Any]:
    status, made = await bench.request("POST", PATH, {**OUT, **body}, key=DOMAIN_KEY)
    assert status == 200, made
    found: dict[str, Any] = made
    return found


def test_a_trunk_is_created_read_changed_in_part_and_deleted() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            secret = {"authentication": {"username": "acct", "password": "s3cret"}}
            made = await trunk(bench, port=5060, prefix="4444#", metric=10, profile=secret)

            assert made.items() >= {**OUT, "prefix": "4444#", "metric": 10, "active": True}.items()
            for name in ("carrier-out", made["uuid"], str(made["id"])):
                assert await bench.request("GET", f"{PATH}/{name}", key=DOMAIN_KEY) == (200, made)
            change = {"active": False}
            status, changed = await bench.request("PUT", f"{PATH}/carrier-out", change, key=DOMAIN_KEY)
            assert status == 200
            assert changed == {**made, "active": False, "modifiedAt": changed["modifiedAt"]}
            assert await bench.request("GET", PATH, key=DOMAIN_KEY) == (200, [changed])
            assert (await bench.request("DELETE", f"{PATH}/{made['id']}", key=DOMAIN_KEY))[0] == 204
            assert (await bench.request("GET", f"{PATH}/carrier-out", key=DOMAIN_KEY))[0] == 404
            assert (await trunk(bench))["id"] != made["id"]

    play(scenario())


@pytest.mark.parametrize(
    "change",
    [
        {"name": "two words"},
        {"name": "naïve"},
        {"name": "under_score"},
        {"name": ""},
        {"name": 5},
        {"ip": ""},
        {"ip": 5},
        {"port": "0"},
        {"port": 65536},
        {"port": "sip"},
        {"port": True},
        {"transport": "sctp"},
        {"direction": "both"},
        {"prefix": 4444},
        {"metric": "low"},
        {"active": "yes"},
        {"profile": []},
    ],
)
def test_a_trunk_that_breaks_the_contract_is_refused_and_an_update_with_it_changes_nothing(
    change: dict[str, Any],
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await trunk(bench, name="other")

            assert (await bench.request("POST", PATH, {**OUT, **change}, key=DOMAIN_KEY))[0] == 400
            assert (await bench.request("PUT", f"{PATH}/other", change, key=DOMAIN_KEY))[0] == 400

            assert await bench.request("GET", PATH, key=DOMAIN_KEY) == (200, [made])

    play(scenario())


@pytest.mark.parametrize("name", ["name", "ip", "port", "transport", "direction"])
def test_a_trunk_without_a_needed_field_is_refused(name: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {key: value for key, value in OUT.items() if key != name}

            assert (await bench.request("POST", PATH, body, key=DOMAIN_KEY))[0] == 400

    play(scenario())


def test_a_name_is_taken_once_in_each_domain() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            await trunk(bench)
            await trunk(bench, name="second")

            assert (await bench.request("POST", PATH, OUT, key=DOMAIN_KEY))[0] == 409
            rename = {"name": "carrier-out"}
            assert (await bench.request("PUT", f"{PATH}/second", rename, key=DOMAIN_KEY))[0] == 409
            assert (await bench.request("PUT", f"{PATH}/carrier-out", rename, key=DOMAIN_KEY))[0] == 200
            assert (await bench.request("POST", PATH, OUT, key=OTHER_KEY))[0] == 200
            await bench.post("/__sim__/switches", {"duplicate_status": 500})
            assert (await bench.request("POST", PATH, OUT, key=DOMAIN_KEY))[0] == 500

    play(scenario())


def test_a_strangers_key_reaches_no_trunk() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await trunk(bench)

            for domain in (ACME, GLOBEX):
                for method in ("GET", "PUT", "DELETE"):
                    path = f"/domains/{domain}/trunks/{made['id']}"
                    assert (await bench.request(method, path, {}, key=OTHER_KEY))[0] == 404

    play(scenario())


@pytest.mark.parametrize(
    ("trunks", "leaves_by"),
    [
        (None, "first"),
        ("second", "second"),
        ("off,second", "second"),
        ("nowhere, first", "first"),
        ('["second","first"]', "second"),
        ("nowhere", ""),
        ("off", ""),
        ("carrier-in", ""),
        ("[broken", "first"),
    ],
)
def test_a_call_leaves_by_the_first_trunk_that_is_there_and_active(
    trunks: str | None, leaves_by: str
) -> None:
    async def scenario() -> None:
        async with Bench(dial(trunks), "<Response/>", strict=False) as bench:
            await trunk(bench, name="second", metric=20)
            await trunk(bench, name="first", metric=10)
            await trunk(bench, name="off", metric=0)
            await bench.request("PUT", f"{PATH}/off", {"active": False}, key=DOMAIN_KEY)
            await trunk(bench, **IN)
            await bench.phone(OUTSIDE, {"result": "answer"}, kind="pstn")

            call = await bench.whole_call()

            assert [leg["trunk"] for leg in call["legs"]] == [leaves_by]
            assert bench.pbx.stages[1]["CallStatus"] == ("completed" if leaves_by else "failed")
            assert call["disposition"] == ("ANSWER" if leaves_by else "FAILED")

    play(scenario())


def test_a_dial_that_names_trunks_rings_no_phone_of_the_domain() -> None:
    async def scenario() -> None:
        nouns = f"<Number>101</Number><Number>{OUTSIDE}</Number>"
        document = (
            f'<Response><Dial timeout="9" action="/next" trunks="carrier-out">{nouns}</Dial></Response>'
        )
        async with Bench(document, "<Response/>") as bench:
            await trunk(bench)
            await bench.phone("101", {"result": "answer", "after": 0})
            await bench.phone(OUTSIDE, {"result": "answer", "after": 5}, kind="pstn")

            call = await bench.whole_call()

            assert [(leg["target"], leg["result"]) for leg in call["legs"]] == [
                ("101", "failed"),
                (OUTSIDE, "completed"),
            ]

    play(scenario())


def test_a_trunk_may_be_named_by_its_id() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await trunk(bench)
            bench.pbx.documents = [dial(str(made["id"])), "<Response/>"]
            await bench.phone(OUTSIDE, {"result": "answer"}, kind="pstn")

            assert (await bench.whole_call())["legs"][0]["trunk"] == "carrier-out"

    play(scenario())


def test_a_domain_whose_trunks_are_all_off_reaches_nobody_outside() -> None:
    async def scenario() -> None:
        async with Bench(dial(), "<Response/>", dial(), "<Response/>") as bench:
            await bench.phone(OUTSIDE, {"result": "answer"}, kind="pstn")
            assert (await bench.whole_call())["disposition"] == "ANSWER"  # by its provider's trunk

            await trunk(bench)
            await bench.request("PUT", f"{PATH}/carrier-out", {"active": False}, key=DOMAIN_KEY)

            assert (await bench.whole_call())["disposition"] == "FAILED"

    play(scenario())


def test_an_inbound_call_names_the_trunk_it_came_by() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Hangup/></Response>") as bench:
            await bench.whole_call(trunk="of-the-provider")
            assert bench.pbx.stages[0]["SessionData"]["profile"]["inbound-trunk-name"] == "of-the-provider"

            made = await trunk(bench, **IN)
            await trunk(bench)
            await bench.whole_call(trunk="carrier-in")

            profile = bench.pbx.stages[1]["SessionData"]["profile"]
            assert profile["inbound-trunk-name"] == "carrier-in"
            assert profile["inbound-trunk-id"] == made["id"]
            for name, status in (("of-the-provider", 404), ("carrier-out", 409)):
                body = {"domain": ACME, "from": "1", "to": "2", "trunk": name}
                assert (await bench.request("POST", "/__sim__/calls/inbound", body))[0] == status
            await bench.request("PUT", f"{PATH}/carrier-in", {"active": False}, key=DOMAIN_KEY)
            body = {"domain": ACME, "from": "1", "to": "2", "trunk": "carrier-in"}
            assert (await bench.request("POST", "/__sim__/calls/inbound", body))[0] == 409

    play(scenario())

"""The customer, its users and API keys; domains with their aliases; voices; the older addresses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cloudonix.simulator.store import Store
from tests.simulator.bench import (
    ACME,
    APPLICATION_KEY,
    CUSTOMER_KEY,
    DOMAIN_KEY,
    GLOBEX,
    OTHER_KEY,
    Bench,
    play,
)

CUSTOMER = "/customers/self"
DOMAIN = f"{CUSTOMER}/domains/{ACME}"


def test_a_customer_answers_to_its_names_and_shows_itself() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            status, customer = await bench.request("GET", CUSTOMER, key=CUSTOMER_KEY)

            assert (status, customer["name"], customer["active"]) == (200, "provider", True)
            for name in (customer["id"], customer["uuid"], "provider"):
                assert (await bench.request("GET", f"/customers/{name}", key=CUSTOMER_KEY))[1] == customer

    play(scenario())


@pytest.mark.parametrize(
    "path", ["", "/settings", "/settings/a", "/concurrency-limit", "/users", "/apikeys", "/domains"]
)
def test_what_belongs_to_the_customer_is_closed_to_a_domains_key(path: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            assert (await bench.request("GET", CUSTOMER + path, key=DOMAIN_KEY))[0] == 403
            assert (await bench.request("GET", CUSTOMER + path))[0] == 401

    play(scenario())


def test_a_setting_is_written_read_and_removed() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{CUSTOMER}/settings/onboarding-position"
            assert (await bench.request("GET", path, key=CUSTOMER_KEY))[0] == 404

            _status, first = await bench.request("PUT", path, {"value": "developer"}, key=CUSTOMER_KEY)
            status, setting = await bench.request("PUT", path, {"value": "done"}, key=CUSTOMER_KEY)

            assert (status, setting["value"], setting["id"]) == (200, "done", first["id"])
            assert await bench.request("GET", path, key=CUSTOMER_KEY) == (200, setting)
            short = {"onboarding-position": "done"}
            assert await bench.request("GET", f"{CUSTOMER}/settings", key=CUSTOMER_KEY) == (200, short)
            assert (await bench.request("PUT", path, {}, key=CUSTOMER_KEY))[0] == 400
            assert (await bench.request("DELETE", path, key=CUSTOMER_KEY))[0] == 204
            assert (await bench.request("DELETE", path, key=CUSTOMER_KEY))[0] == 404

    play(scenario())


def test_a_call_above_the_customers_limit_is_refused() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Dial>101</Dial></Response>") as bench:
            path = f"{CUSTOMER}/concurrency-limit"
            assert (await bench.request("GET", path, key=CUSTOMER_KEY))[0] == 404
            for wrong in ({}, {"limit": -1}, {"limit": "1"}):
                assert (await bench.request("PUT", path, wrong, key=CUSTOMER_KEY))[0] == 400
            assert (await bench.request("PUT", path, {"limit": 1}, key=CUSTOMER_KEY))[1] == {"limit": 1}

            first = await bench.ring_in()
            await bench.until(first, "ringing")
            second = await bench.whole_call()

            assert second["disposition"] == "CONGESTION"
            assert len(bench.pbx.stages) == 1
            assert (await bench.request("DELETE", path, key=CUSTOMER_KEY))[0] == 204
            third = await bench.ring_in()
            assert (await bench.until(third, "ringing"))["legs"]

    play(scenario())


@pytest.mark.parametrize(("base", "key"), [(CUSTOMER, CUSTOMER_KEY), (DOMAIN, DOMAIN_KEY)])
def test_a_user_is_added_and_removed(base: str, key: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"email": "ada@acme.example"}
            status, user = await bench.request("POST", f"{base}/users", body, key=key)

            assert (status, user["email"]) == (200, "ada@acme.example")
            assert (user["domainId"] is None) == (base == CUSTOMER)
            assert await bench.request("GET", f"{base}/users", key=key) == (200, [user])
            assert await bench.request("GET", f"{base}/users/{user['id']}", key=key) == (200, user)
            assert (await bench.request("POST", f"{base}/users", body, key=key))[0] == 409
            assert (await bench.request("POST", f"{base}/users", {"email": "ada"}, key=key))[0] == 400
            assert (await bench.request("DELETE", f"{base}/users/{user['id']}", key=key))[0] == 204
            assert (await bench.request("GET", f"{base}/users/{user['id']}", key=key))[0] == 404

    play(scenario())


def test_a_domains_user_gets_another_address_and_no_stranger_finds_it() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = (await bench.request("POST", f"{DOMAIN}/users", {"email": "a@b.example"}, key=DOMAIN_KEY))[
                1
            ]
            path = f"{DOMAIN}/users/{made['id']}"

            status, changed = await bench.request("PUT", path, {"email": "c@d.example"}, key=DOMAIN_KEY)

            assert (status, changed) == (200, {**made, "email": "c@d.example"})
            theirs = f"/domains/{GLOBEX}/users/{made['id']}"
            assert (await bench.request("GET", theirs, key=OTHER_KEY))[0] == 404
            assert (await bench.request("GET", f"{CUSTOMER}/users/{made['id']}", key=CUSTOMER_KEY))[0] == 404

    play(scenario())


@pytest.mark.parametrize("word", ["apikeys", "keys"])
@pytest.mark.parametrize(
    ("base", "level", "opens", "closed"),
    [
        (CUSTOMER, "customer", f"{CUSTOMER}/domains", ""),
        (DOMAIN, "domain", f"{DOMAIN}/subscribers", CUSTOMER),
        (f"{DOMAIN}/applications/pbx", "application", f"{DOMAIN}/applications/pbx", f"{DOMAIN}/subscribers"),
    ],
)
def test_a_new_key_opens_its_level_until_it_is_deleted(
    base: str, level: str, opens: str, closed: str, word: str
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{base}/{word}"
            before = (await bench.request("GET", path, key=CUSTOMER_KEY))[1]

            status, made = await bench.request("POST", path, {"name": "pbx"}, key=CUSTOMER_KEY)

            assert (status, made["name"], made["type"], made["active"]) == (200, "pbx", level, True)
            assert made["keyId"].startswith("XI")
            assert len(made["keyId"]) == 34
            assert made["secret"]
            listed = (await bench.request("GET", path, key=CUSTOMER_KEY))[1]
            assert listed == [*before, {**made, "secret": None}]
            assert (await bench.request("GET", f"{path}/{made['id']}", key=CUSTOMER_KEY))[1] == listed[-1]
            assert (await bench.request("GET", opens, key=made["keyId"]))[0] == 200
            if closed:
                assert (await bench.request("GET", closed, key=made["keyId"]))[0] == 403
            assert (await bench.request("POST", path, {}, key=CUSTOMER_KEY))[0] == 400
            assert (await bench.request("DELETE", f"{path}/{made['id']}", key=CUSTOMER_KEY))[0] == 204
            assert (await bench.request("GET", opens, key=made["keyId"]))[0] == 401
            assert (await bench.request("DELETE", f"{path}/{made['id']}", key=CUSTOMER_KEY))[0] == 404

    play(scenario())


def test_the_journal_shows_neither_new_keys_nor_the_passwords_of_trunks() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            trunk = {
                "name": "out",
                "ip": "192.0.2.1",
                "port": 5060,
                "transport": "tls",
                "direction": "outbound",
                "profile": {"authentication": {"username": "acct", "password": "tr0nk-s3cret"}},
            }
            await bench.request("POST", f"{DOMAIN}/trunks", trunk, key=DOMAIN_KEY)
            made = (await bench.request("POST", f"{DOMAIN}/apikeys", {"name": "a"}, key=DOMAIN_KEY))[1]
            await bench.request("GET", f"{DOMAIN}/trunks/out", key=made["keyId"])

            journal = json.dumps(await bench.get("/__sim__/journal"))

            for secret in ("tr0nk-s3cret", made["keyId"], made["secret"]):
                assert secret not in journal

    play(scenario())


def test_no_key_makes_keys_above_or_beside_its_level() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            for path, key, status in (
                (f"{CUSTOMER}/apikeys", DOMAIN_KEY, 403),
                (f"{DOMAIN}/apikeys", APPLICATION_KEY, 403),
                (f"{DOMAIN}/applications/pbx/apikeys", APPLICATION_KEY, 403),
                (f"{DOMAIN}/apikeys", OTHER_KEY, 404),
            ):
                assert (await bench.request("POST", path, {"name": "mine"}, key=key))[0] == status

    play(scenario())


def test_a_new_domain_has_a_host_name_of_its_own_and_is_found_by_it() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"domain": "new.cloudonix.net", "registrationFree": True}
            made = (await bench.request("POST", f"{CUSTOMER}/domains", body, key=CUSTOMER_KEY))[1]

            [alias] = made["aliases"]
            assert (alias["alias"], alias["type"]) == (f"{made['uuid']}.sip.cloudonix.net", "auto")
            await bench.post("/__sim__/switches", {"new_domain": "array"})
            body = {"domain": "newer.cloudonix.net"}
            [newer] = (await bench.request("POST", f"{CUSTOMER}/domains", body, key=CUSTOMER_KEY))[1]
            assert newer["domain"] == "newer.cloudonix.net"
            path = f"/domains/{alias['alias']}"
            assert (await bench.request("GET", path, key=CUSTOMER_KEY))[1]["id"] == made["id"]
            assert (await bench.request("GET", path, key=DOMAIN_KEY))[0] == 404

    play(scenario())


def test_an_alias_is_added_and_removed_by_name_or_id_and_belongs_to_one_domain() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{DOMAIN}/aliases"
            status, listed = await bench.request("POST", path, {"alias": "sip.acme.example"}, key=DOMAIN_KEY)

            assert (status, listed[-1]["alias"], listed[-1]["type"]) == (200, "sip.acme.example", "main")
            assert await bench.request("GET", path, key=DOMAIN_KEY) == (200, listed)
            assert (await bench.request("GET", "/domains/sip.acme.example", key=DOMAIN_KEY))[0] == 200
            theirs = f"/domains/{GLOBEX}/aliases"
            taken = {"alias": "sip.acme.example"}
            assert (await bench.request("POST", theirs, taken, key=OTHER_KEY))[0] == 409
            assert (await bench.request("POST", path, {}, key=DOMAIN_KEY))[0] == 400
            assert (await bench.request("DELETE", f"{path}/sip.acme.example", key=DOMAIN_KEY))[0] == 204
            assert (await bench.request("GET", "/domains/sip.acme.example", key=DOMAIN_KEY))[0] == 404
            assert (await bench.request("POST", theirs, taken, key=OTHER_KEY))[0] == 200
            first = listed[0]["id"]
            assert (await bench.request("DELETE", f"{theirs}/{first}", key=OTHER_KEY))[0] == 404
            assert (await bench.request("DELETE", f"{path}/{first}", key=DOMAIN_KEY))[0] == 204

    play(scenario())


def test_voices_are_listed_or_not_part_of_the_plan() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"/domains/{ACME}/resources/voices"
            status, voices = await bench.request("GET", path, key=DOMAIN_KEY)

            assert status == 200
            assert {"man", "woman"} <= {voice["voice"] for voice in voices}
            assert {voice["pricing"] for voice in voices} == {"standard", "premium", "customer-pay"}
            assert all(set(voice) == set(voices[0]) and voice["languages"] for voice in voices)
            await bench.post("/__sim__/switches", {"voices": False})
            assert (await bench.request("GET", path, key=DOMAIN_KEY))[0] == 403

    play(scenario())


@pytest.mark.parametrize("path", ["", "/aliases", "/subscribers", "/applications/pbx", "/trunks", "/dnids"])
def test_the_older_address_answers_like_the_new_ones(path: str) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            answers = [
                await bench.request("GET", base + path, key=DOMAIN_KEY)
                for base in (DOMAIN, f"/tenants/self/domains/{ACME}", "/domains/self")
            ]

            assert answers[0][0] == 200
            assert answers[0] == answers[1] == answers[2]
            assert [entry["url"] for entry in await bench.get("/__sim__/journal?kind=rest")][1].startswith(
                "/tenants"
            )

    play(scenario())


def test_everything_new_survives_in_the_state_file_and_a_file_of_the_version_before_is_read(
    tmp_path: Path,
) -> None:
    file = tmp_path / "state.json"

    async def scenario() -> None:
        async with Bench() as bench:
            bench.simulation.store.file = file
            document: dict[str, Any] = bench.document()
            document["domains"][0]["trunks"] = [
                {"name": "out", "ip": "192.0.2.1", "port": 5060, "transport": "tls", "direction": "outbound"}
            ]
            document["domains"][0]["dnids"] = [{"source": "100", "application": "pbx"}]
            for _time in range(2):
                await bench.post("/__sim__/seed", document)
            await bench.request("POST", f"{DOMAIN}/users", {"email": "a@b.example"}, key=DOMAIN_KEY)
            path = f"{CUSTOMER}/settings/colour"
            await bench.request("PUT", path, {"value": "blue"}, key=CUSTOMER_KEY)

    play(scenario())
    again = Store.load(file)
    domain = again.domain("pbx.acme.example")
    assert domain is not None
    assert [trunk.name for trunk in again.trunks_of(domain)] == ["out"]
    assert [dnid.dnid for dnid in again.dnids_of(domain)] == ["^(100)$"]
    assert [user.email for user in again.users.values()] == ["a@b.example"]
    [customer] = again.customers.values()
    assert customer.settings["colour"]["value"] == "blue"

    old = json.loads(file.read_text())
    for name in ("users", "aliases", "dnids", "trunks"):
        del old[name]
    for values in old["customers"]:
        for name in ("profile", "settings", "concurrency_limit"):
            del values[name]
    for values in old["keys"]:
        del values["name"]
    old["version"] = 1
    old["domains"][0]["aliases"] = ["pbx.acme.example"]
    file.write_text(json.dumps(old))
    before = Store.load(file)
    assert before.domain("pbx.acme.example") is not None
    assert before.trunks == before.dnids == before.users == {}


def test_seeding_a_name_of_another_domain_or_a_dnid_to_nowhere_is_refused() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            for change in ({"aliases": [ACME]}, {"dnids": [{"source": "1", "application": "none"}]}):
                entry = {"name": GLOBEX, "customer": "provider", **change}
                status, answer = await bench.request("POST", "/__sim__/seed", {"domains": [entry]})
                assert (status, answer["status"]) == (400, False)

    play(scenario())

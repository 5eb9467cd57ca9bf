"""The REST API: what a key reaches, and what domains, subscribers and applications answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.bench import (
    ACME,
    APPLICATION_KEY,
    CUSTOMER_KEY,
    DOMAIN_KEY,
    GLOBEX,
    OTHER_KEY,
    PHONE_KEY,
    Bench,
    play,
)

SELF = "/customers/self/domains"


@pytest.mark.parametrize(
    ("key", "path", "status"),
    [
        ("", f"{SELF}/{ACME}", 401),
        ("XI00000000000000000000000000000000", f"{SELF}/{ACME}", 401),
        (DOMAIN_KEY, f"{SELF}/{ACME}", 200),
        (CUSTOMER_KEY, f"{SELF}/{ACME}", 200),
        (CUSTOMER_KEY, SELF, 200),
        (CUSTOMER_KEY, "/customers/someone/domains", 404),
        (DOMAIN_KEY, SELF, 403),
        (OTHER_KEY, f"{SELF}/{ACME}", 404),
        (DOMAIN_KEY, f"{SELF}/{GLOBEX}/subscribers", 404),
        (DOMAIN_KEY, f"{SELF}/nowhere.example", 404),
        (PHONE_KEY, f"{SELF}/{ACME}/subscribers/101", 200),
        (PHONE_KEY, f"{SELF}/{ACME}/subscribers/102", 403),
        (PHONE_KEY, f"{SELF}/{ACME}/subscribers", 403),
        (PHONE_KEY, f"{SELF}/{GLOBEX}", 404),
        (APPLICATION_KEY, f"{SELF}/{ACME}/applications/pbx", 200),
        (APPLICATION_KEY, f"{SELF}/{ACME}/applications", 403),
        (APPLICATION_KEY, f"{SELF}/{ACME}", 403),
        (DOMAIN_KEY, f"{SELF}/{ACME}/applications/none", 404),
        (DOMAIN_KEY, f"{SELF}/{ACME}/subscribers/999", 404),
        (DOMAIN_KEY, f"{SELF}/{ACME}/nothing-of-that-name", 404),
    ],
)
def test_a_key_reaches_what_its_level_allows(key: str, path: str, status: int) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            answered, body = await bench.request("GET", path, key=key)

            assert answered == status
            if status >= 400:
                assert body["status"] is False
                assert body["message"]

    play(scenario())


def test_a_domain_answers_to_all_its_names_in_both_url_forms() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            domain = bench.simulation.store.domain(ACME)
            assert domain is not None

            for name in (ACME, domain.uuid, str(domain.id), "pbx.acme.example", "self"):
                for base in (SELF, "/domains"):
                    status, body = await bench.request("GET", f"{base}/{name}", key=DOMAIN_KEY)
                    assert (status, body["domain"]) == (200, ACME)

    play(scenario())


def test_a_domains_profile_is_merged_and_null_removes() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{SELF}/{ACME}"
            _status, before = await bench.request("GET", path, key=DOMAIN_KEY)

            await bench.request("PUT", path, {"profile": {"mine": 1}}, key=DOMAIN_KEY)
            await bench.request("PATCH", path, {"profile": {"call-timeout": None}}, key=DOMAIN_KEY)
            _status, after = await bench.request("GET", path, key=DOMAIN_KEY)

            expected = {**before["profile"], "mine": 1}
            del expected["call-timeout"]
            assert after["profile"] == expected
            await bench.post("/__sim__/switches", {"profile_put": "replace"})
            _status, replaced = await bench.request("PUT", path, {"profile": {"mine": 2}}, key=DOMAIN_KEY)
            assert replaced["profile"] == {"mine": 2}

    play(scenario())


@pytest.mark.parametrize(
    "body",
    [
        {"registrationFree": "yes"},
        {"profile": []},
        {"defaultApplication": 1},
        {"defaultApplication": "pbx"},
        [],
    ],
)
def test_a_domain_update_that_breaks_the_contract_changes_nothing(body: Any) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{SELF}/{ACME}"
            _status, before = await bench.request("GET", path, key=DOMAIN_KEY)

            status, _answer = await bench.request("PUT", path, body, key=DOMAIN_KEY)

            assert status == 400
            assert (await bench.request("GET", path, key=DOMAIN_KEY))[1] == before

    play(scenario())


def test_a_subscriber_is_created_changed_and_deleted() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{SELF}/self/subscribers"
            _status, made = await bench.request(
                "POST", path, {"msisdn": "104", "sipPassword": "one", "profile": {"a": 1}}, key=DOMAIN_KEY
            )
            change = {"sipPassword": "two", "active": False, "profile": {"b": 2}}
            status, changed = await bench.request("PUT", f"{path}/104", change, key=DOMAIN_KEY)

            assert status == 200
            assert (changed["sipPassword"], changed["active"], changed["profile"]) == (
                "two",
                False,
                {"a": 1, "b": 2},
            )
            assert (await bench.request("POST", path, {"msisdn": "104"}, key=DOMAIN_KEY))[0] == 409
            assert (await bench.request("PUT", f"{path}/104", {"msisdn": "105"}, key=DOMAIN_KEY))[0] == 400
            assert (await bench.request("DELETE", f"{path}/{made['id']}", key=DOMAIN_KEY))[0] == 204
            assert (await bench.request("GET", f"{path}/104", key=DOMAIN_KEY))[0] == 404
            assert (await bench.request("POST", path, {"msisdn": "104"}, key=DOMAIN_KEY))[0] == 200

    play(scenario())


def test_one_bad_element_of_an_array_fails_alone() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            elements = [
                {"msisdn": "201"},
                {"msisdn": "101"},
                {"sipPassword": "x"},
                "nonsense",
                {"msisdn": "202"},
            ]

            status, results = await bench.request(
                "POST", "/domains/self/subscribers", elements, key=DOMAIN_KEY
            )

            assert status == 200
            assert [result.get("status", True) for result in results] == [True, False, False, False, True]
            assert results[1] == {"status": False, "message": "Subscriber already exists", "msisdn": "101"}
            _status, listed = await bench.request("GET", "/domains/self/subscribers", key=DOMAIN_KEY)
            assert {one["msisdn"] for one in listed} == {"101", "102", "103", "201", "202"}

    play(scenario())


def test_deleting_a_subscriber_with_can_deactivate_ends_its_call() -> None:
    async def scenario() -> None:
        async with Bench("<Response><Dial>101</Dial></Response>") as bench:
            token = await bench.ring_in()
            await bench.until(token, "ringing")
            await bench.post(f"/__sim__/calls/{token}/leg/1", {"do": "answer"})
            await bench.until(token, "talking")

            await bench.request("DELETE", "/domains/self/subscribers/101?can-deactivate=true", key=DOMAIN_KEY)
            call = await bench.until(token, "settled")

            assert call["disposition"] == "ANSWER"

    play(scenario())


def test_an_application_is_created_with_get_changed_and_deleted() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            path = f"{SELF}/self/applications"
            body = {"name": "new", "type": "cxml", "url": "https://pbx.example/voice"}
            _status, made = await bench.request("POST", path, body, key=DOMAIN_KEY)
            assert made["method"] == "GET"

            _status, patched = await bench.request("PATCH", f"{path}/new", {"method": "POST"}, key=DOMAIN_KEY)
            assert (patched["method"], patched["url"]) == ("POST", body["url"])
            incomplete, _body = await bench.request(
                "PUT", f"{path}/{made['uuid']}", {"method": "GET"}, key=DOMAIN_KEY
            )
            assert incomplete == 400
            default = {"defaultApplication": made["id"]}
            assert (await bench.request("PUT", f"{SELF}/self", default, key=DOMAIN_KEY))[1]["application"][
                "name"
            ] == "new"
            assert (await bench.request("DELETE", f"{path}/{made['id']}", key=DOMAIN_KEY))[0] == 204
            assert (await bench.request("GET", f"{SELF}/self", key=DOMAIN_KEY))[1][
                "defaultApplication"
            ] is None

    play(scenario())


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"type": "twiml"},
        {"url": "ftp://a"},
        {"method": "PUT"},
        {"profile": []},
        {"active": "yes"},
    ],
)
def test_an_application_that_breaks_the_contract_is_refused(change: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"name": "new", "type": "cxml", "url": "https://pbx.example/voice", **change}

            status, _answer = await bench.request("POST", "/domains/self/applications", body, key=DOMAIN_KEY)

            assert status == 400

    play(scenario())


def test_a_customer_key_adds_and_deletes_domains() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            body = {"domain": "new.example", "profile": {"call-timeout": 20}}
            _status, made = await bench.request("POST", SELF, body, key=CUSTOMER_KEY)
            assert made["profile"] == {"call-timeout": 20}
            assert (await bench.request("POST", SELF, body, key=CUSTOMER_KEY))[0] == 409
            assert (await bench.request("DELETE", f"{SELF}/{ACME}", key=DOMAIN_KEY))[0] == 403
            assert (await bench.request("DELETE", f"{SELF}/{made['uuid']}", key=CUSTOMER_KEY))[0] == 204
            assert (await bench.request("GET", f"{SELF}/new.example", key=CUSTOMER_KEY))[0] == 404

    play(scenario())


def test_the_eleventh_request_in_a_moment_is_too_many_for_its_domain_only() -> None:
    async def scenario() -> None:
        async with Bench(rate_limit=True) as bench:
            statuses = [
                (await bench.request("GET", "/domains/self", key=DOMAIN_KEY))[0] for _time in range(11)
            ]

            assert statuses == [200] * 10 + [429]
            assert (await bench.request("GET", "/domains/self", key=OTHER_KEY))[0] == 200

    play(scenario())


def test_an_empty_list_may_be_404() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            assert await bench.request("GET", "/domains/self/subscribers", key=OTHER_KEY) == (200, [])
            await bench.post("/__sim__/switches", {"empty_list_404": True})
            assert (await bench.request("GET", "/domains/self/subscribers", key=OTHER_KEY))[0] == 404

    play(scenario())


def test_a_body_that_is_not_json_is_400() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            headers = {"Authorization": f"Bearer {DOMAIN_KEY}", "Content-Type": "application/json"}
            url = f"{bench.url}/domains/self/subscribers"
            for body in (b"{", b"\xff\xfe"):
                async with bench.http.post(url, data=body, headers=headers) as response:
                    assert response.status == 400

    play(scenario())

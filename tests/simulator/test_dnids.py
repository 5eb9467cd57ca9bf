"""DNIDs: which application a dialled number reaches, and what a DNID may be."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import quote

import pytest

from tests.simulator.bench import ACME, CALLER, DOMAIN_KEY, GLOBEX, NUMBER, OTHER_KEY, Bench, play

PATH = "/customers/self/domains/self"
END = "<Response><Hangup/></Response>"


async def application(bench: Bench, name: str = "sales") -> dict[str, Any]:
    """Another application of the domain, which answers at a URL of its own."""
    body = {"name": name, "type": "cxml", "url": f"{bench.pbx_url}/{name}", "method": "POST"}
    status, made = await bench.request("POST", f"{PATH}/applications", body, key=DOMAIN_KEY)
    assert status == 200, made
    found: dict[str, Any] = made
    return found


async def dnid(bench: Bench, app: dict[str, Any], **body: Any) -> dict[str, Any]:
    status, answer = await bench.request(
        "POST", f"{PATH}/dnids", {"applicationId": app["id"], **body}, key=DOMAIN_KEY
    )
    assert (status, answer) == (204, None)
    name = quote(body.get("source") or body["dnid"], safe="")
    found: dict[str, Any] = (await bench.request("GET", f"{PATH}/dnids/{name}", key=DOMAIN_KEY))[1]
    return found


def test_a_dnid_is_created_read_changed_and_deleted_by_number_and_by_id() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            app, other = await application(bench), await application(bench, "service")

            made = await dnid(bench, app, source=NUMBER)

            assert made == {
                "id": made["id"],
                "domainId": app["domainId"],
                "applicationId": app["id"],
                "active": True,
                "dnid": r"^(\+12125550100)$",
                "source": NUMBER,
                "global": False,
                "prefix": False,
                "expression": False,
                "asteriskCompatible": False,
                "application": {"id": app["id"], "name": "sales"},
            }
            by_id, by_number = f"{PATH}/dnids/{made['id']}", f"/domains/self/dnids/{quote(NUMBER, safe='')}"
            change = {"applicationId": other["id"], "active": False}
            assert await bench.request("PUT", by_id, change, key=DOMAIN_KEY) == (204, None)
            _status, changed = await bench.request("GET", by_number, key=DOMAIN_KEY)
            assert changed == {
                **made,
                **change,
                "application": {"id": other["id"], "name": "service"},
            }
            assert await bench.request("GET", f"{PATH}/dnids", key=DOMAIN_KEY) == (200, [changed])
            assert await bench.request("DELETE", by_number, key=DOMAIN_KEY) == (204, None)
            assert (await bench.request("GET", by_id, key=DOMAIN_KEY))[0] == 404

    play(scenario())


@pytest.mark.parametrize(
    ("body", "compiled", "reached", "not_reached"),
    [
        ({"source": "1212555"}, "^(1212555)$", ["1212555"], ["12125550", "01212555"]),
        ({"source": "+1.2"}, r"^(\+1\.2)$", ["+1.2"], ["+1x2", "1.2"]),
        ({"source": "1212", "prefix": True}, "^(1212).*", ["1212", "12125550100"], ["2121", "91212"]),
        ({"source": "^49[0-3]+$", "expression": True}, "^49[0-3]+$", ["490123"], ["494", "0490"]),
        ({"dnid": "^(123[4-7])"}, "^(123[4-7])", ["1234", "12379"], ["1238"]),
        ({"source": "_61XX", "asteriskCompatible": True}, "^(61[0-9][0-9])$", ["6100"], ["610", "61000"]),
        (
            {"source": "_70NN.", "asteriskCompatible": True},
            "^(70[2-9][2-9].+)$",
            ["70229"],
            ["7022", "70129"],
        ),
        ({"source": "_Z!", "asteriskCompatible": True}, "^([1-9].*)$", ["1", "199"], ["0", "01"]),
        ({"source": "_+4[1-3a]X", "asteriskCompatible": True}, r"^(\+4[1-3a][0-9])$", ["+429"], ["+449"]),
        ({"source": "6100", "asteriskCompatible": True}, "^(6100)$", ["6100"], ["61001"]),
    ],
)
def test_what_was_typed_is_compiled_and_matched(
    body: dict[str, Any], compiled: str, reached: list[str], not_reached: list[str]
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await dnid(bench, await application(bench), **body)

            assert made["dnid"] == compiled
            assert ("source" in made) == ("source" in body)
            for number in reached + not_reached:
                lookup = f"/domains/self/application-lookup?search={quote(number, safe='')}"
                status, found = await bench.request("GET", lookup, key=DOMAIN_KEY)
                assert (status, found["name"]) == (200, "sales" if number in reached else "pbx"), number

    play(scenario())


FLAGS = ("prefix", "expression", "asteriskCompatible")


@pytest.mark.parametrize(
    "body",
    [
        {"source": "1", "dnid": "^1$"},
        {},
        {"source": ""},
        {"source": 12125550100},
        {"source": "1", "applicationId": None},
        {"source": "1", "applicationId": 1},
        {"source": "1", "applicationId": "pbx"},
        {"source": "1", "messagingApplicationId": 1},
        {"source": "1", "domainId": 1},
        {"source": "1", "global": "no"},
        {"source": "1", "active": 1},
        {"source": "[", "expression": True},
        {"dnid": "("},
        {"source": "_[12", "asteriskCompatible": True},
        {"source": "_[]1", "asteriskCompatible": True},
        *({"source": "1", **dict.fromkeys(pair, True)} for pair in itertools.combinations(FLAGS, 2)),
        {"source": "1", **dict.fromkeys(FLAGS, True)},
    ],
)
def test_a_dnid_that_breaks_the_rules_is_refused_and_an_update_with_it_changes_nothing(
    body: dict[str, Any],
) -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            app = await application(bench)

            wrong = {"applicationId": app["id"], **body}
            status, answer = await bench.request("POST", f"{PATH}/dnids", wrong, key=DOMAIN_KEY)

            assert (status, answer["status"]) == (400, False)
            assert await bench.request("GET", f"{PATH}/dnids", key=DOMAIN_KEY) == (200, [])
            if body not in ({}, {"source": "1", "applicationId": None}):  # a PUT may leave both out
                made = await dnid(bench, app, source="777")
                path = f"{PATH}/dnids/{made['id']}"
                assert (await bench.request("PUT", path, wrong, key=DOMAIN_KEY))[0] == 400
                assert (await bench.request("GET", path, key=DOMAIN_KEY))[1] == made

    play(scenario())


def test_a_new_source_is_compiled_anew_and_a_flag_alone_compiles_the_old_one() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await dnid(bench, await application(bench), source="777")
            path = f"{PATH}/dnids/{made['id']}"

            async def put(body: dict[str, Any]) -> tuple[Any, Any]:
                assert (await bench.request("PUT", path, body, key=DOMAIN_KEY))[0] == 204
                answer = (await bench.request("GET", path, key=DOMAIN_KEY))[1]
                return answer["dnid"], answer.get("source")

            assert await put({"prefix": True}) == ("^(777).*", "777")
            assert await put({"source": "88"}) == ("^(88).*", "88")
            assert await put({"prefix": False, "expression": True}) == ("88", "88")
            assert await put({"dnid": "^9"}) == ("^9", None)
            await bench.post("/__sim__/switches", {"put_keeps": False})
            assert await put({"source": "_X", "asteriskCompatible": True}) == ("^([0-9])$", "_X")

    play(scenario())


def test_a_number_can_be_taken_once_in_each_domain() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            app = await application(bench)
            body = {"applicationId": app["id"], "source": NUMBER}
            assert (await bench.request("POST", f"{PATH}/dnids", body, key=DOMAIN_KEY))[0] == 204

            assert (await bench.request("POST", f"{PATH}/dnids", body, key=DOMAIN_KEY))[0] == 409

            other = {"name": "other", "type": "cxml", "url": "https://pbx.example/voice"}
            theirs = (await bench.request("POST", f"{PATH}/applications", other, key=OTHER_KEY))[1]
            body["applicationId"] = theirs["id"]
            assert (await bench.request("POST", f"{PATH}/dnids", body, key=OTHER_KEY))[0] == 204

    play(scenario())


def test_a_strangers_key_reaches_no_dnid() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            made = await dnid(bench, await application(bench), source=NUMBER)

            for method in ("GET", "PUT", "DELETE"):
                for place in (f"/domains/{ACME}/dnids/{made['id']}", f"/domains/{GLOBEX}/dnids/{made['id']}"):
                    assert (await bench.request(method, place, {}, key=OTHER_KEY))[0] == 404

    play(scenario())


def test_an_application_has_its_own_list_of_dnids_and_takes_them_with_it() -> None:
    async def scenario() -> None:
        async with Bench() as bench:
            app, other = await application(bench), await application(bench, "service")
            await dnid(bench, other, source="222")
            path = f"{PATH}/applications/{app['uuid']}/dnids"
            body = {"source": "111", "prefix": False, "expression": False, "asteriskCompatible": False}

            assert await bench.request("POST", path, body, key=DOMAIN_KEY) == (204, None)
            elsewhere = {"source": "333", "applicationId": other["id"]}
            assert (await bench.request("POST", path, elsewhere, key=DOMAIN_KEY))[0] == 400

            assert [one["source"] for one in (await bench.request("GET", path, key=DOMAIN_KEY))[1]] == ["111"]
            await bench.request("DELETE", f"{PATH}/applications/sales", key=DOMAIN_KEY)
            left = (await bench.request("GET", f"{PATH}/dnids", key=DOMAIN_KEY))[1]
            assert [one["source"] for one in left] == ["222"]

    play(scenario())


def test_a_call_asks_the_application_that_the_best_dnid_names() -> None:
    async def scenario() -> None:
        async with Bench(END) as bench:
            patterns: dict[str, dict[str, Any]] = {
                "asterisk": {"source": "_+X.", "asteriskCompatible": True},
                "expression": {"source": r"^\+1", "expression": True},
                "short": {"source": "+1", "prefix": True},
                "long": {"source": "+1212", "prefix": True},
                "exact": {"source": NUMBER},
            }
            made = {
                name: await dnid(bench, await application(bench, name), **body)
                for name, body in patterns.items()
            }

            for name in ("exact", "long", "short", "expression", "asterisk"):
                call = await bench.whole_call()
                assert bench.pbx.paths[-1] == f"/{name}"
                assert bench.pbx.stages[-1]["Application"]["name"] == name
                assert f"leads to application {name}" in str(call["timeline"])
                off = {"active": False}
                await bench.request("PUT", f"{PATH}/dnids/{made[name]['id']}", off, key=DOMAIN_KEY)
            await bench.whole_call()
            assert bench.pbx.paths[-1] == "/voice"

    play(scenario())


def test_a_phone_that_dials_the_number_reaches_the_same_application() -> None:
    async def scenario() -> None:
        async with Bench(END) as bench:
            await dnid(bench, await application(bench), source=NUMBER)

            body = {"domain": ACME, "msisdn": "101", "to": NUMBER}
            await bench.until((await bench.post("/__sim__/calls/from-subscriber", body))["token"], "settled")

            assert bench.pbx.paths == ["/sales"]

    play(scenario())


@pytest.mark.parametrize(("position", "path"), [("significant", "/voice"), ("ignored", "/sales")])
def test_a_plus_sign_matters_or_not_as_the_switch_says(position: str, path: str) -> None:
    async def scenario() -> None:
        async with Bench(END, dnid_plus=position, plus_prefix="off") as bench:
            await dnid(bench, await application(bench), source=NUMBER)

            await bench.whole_call()

            assert bench.pbx.paths == [path]

    play(scenario())


def test_a_number_that_leads_to_an_inactive_application_or_to_none_is_not_answered() -> None:
    async def scenario() -> None:
        async with Bench(END) as bench:
            await dnid(bench, await application(bench), source=NUMBER)
            await bench.request("PATCH", f"{PATH}/applications/sales", {"active": False}, key=DOMAIN_KEY)

            inactive = await bench.whole_call()
            await bench.request("DELETE", f"{PATH}/applications/pbx", key=DOMAIN_KEY)
            nowhere = await bench.whole_call(to="+4930123", **{"from": CALLER})

            assert (inactive["disposition"], nowhere["disposition"]) == ("FAILED", "FAILED")
            assert bench.pbx.stages == []
            lookup = "/domains/self/application-lookup?search=4930123"
            assert (await bench.request("GET", lookup, key=DOMAIN_KEY))[0] == 404
            assert (await bench.request("GET", lookup.partition("?")[0], key=DOMAIN_KEY))[0] == 400

    play(scenario())

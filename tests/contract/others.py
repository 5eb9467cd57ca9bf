"""What the simulator answers to others than our client, one conversation for each kind of object."""

from __future__ import annotations

from collections.abc import Callable

from tests.contract.conversations import PHONE, TRUNK
from tests.contract.place import Place, new_key


def customers(place: Place) -> None:
    base, key = "/customers/self", place.customer_key
    place.ask("PUT", f"{base}/settings/onboarding-position", {"value": "developer"}, key=key)
    place.ask("PUT", f"{base}/concurrency-limit", {"limit": 5}, key=key)
    user = place.ask("POST", f"{base}/users", {"email": "ada@acme.example"}, key=key)
    made = place.ask("POST", f"{base}/apikeys", {"name": "second"}, key=key)
    for path in (
        "/settings",
        "/settings/onboarding-position",
        "/concurrency-limit",
        "/users",
        f"/users/{user['id']}",
        "/apikeys",
        f"/apikeys/{made['id']}",
    ):
        place.ask("GET", base + path, key=key)
    place.ask("DELETE", f"{base}/settings/onboarding-position", key=key)
    place.ask("DELETE", f"{base}/concurrency-limit", key=key)
    place.ask("DELETE", f"{base}/users/{user['id']}", key=key)
    place.ask("DELETE", f"{base}/apikeys/{made['id']}", key=key)


def domains(place: Place) -> None:
    place.application()
    place.ask("PUT", place.at, {"defaultApplication": place.client.list_applications()[0].name})
    place.ask("PUT", place.at, {"defaultApplication": int(place.client.list_applications()[0].id)})
    place.ask("GET", place.at)
    place.ask("PATCH", place.at, {"registrationFree": True})
    place.ask("POST", f"{place.at}/aliases", {"alias": f"b.{place.name}"})
    place.ask("DELETE", f"{place.at}/aliases/b.{place.name}")
    user = place.ask("POST", f"{place.at}/users", {"email": "ada@acme.example"})
    place.ask("GET", f"{place.at}/users")
    place.ask("GET", f"{place.at}/users/{user['id']}")
    place.ask("PUT", f"{place.at}/users/{user['id']}", {"email": "bea@acme.example"})
    place.ask("DELETE", f"{place.at}/users/{user['id']}")
    place.ask("DELETE", place.at, key=place.customer_key)


def applications(place: Place) -> None:
    one = f"{place.at}/applications/{place.application().id}"
    place.ask("GET", one)
    key = place.ask("POST", f"{one}/apikeys", {"name": "app"})
    place.ask("GET", f"{one}/apikeys")
    place.ask("DELETE", f"{one}/apikeys/{key['id']}")
    place.ask("DELETE", one)
    place.ask("GET", one)


def subscribers_and_trunks(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    place.client.create_trunk(TRUNK)
    place.ask("PUT", f"{place.at}/subscribers/{PHONE.msisdn}", {"profile": {"floor": 2}})
    place.ask("PUT", f"{place.at}/trunks/{TRUNK.name}", {"transport": "tls"})
    place.ask("GET", f"{place.at}/trunks/{TRUNK.name}")


def numbers(place: Place) -> None:
    application = int(place.application().id)
    pattern = {"applicationId": application, "source": "_49305550XX", "asteriskCompatible": True}
    place.ask("POST", f"{place.at}/dnids", pattern)
    place.ask("POST", f"{place.at}/dnids", {"applicationId": application, "dnid": "^(49[12])$"})
    for one in place.ask("GET", f"{place.at}/dnids"):
        place.ask("GET", f"{place.at}/dnids/{one['id']}")
    place.ask("DELETE", f"{place.at}/dnids/{one['id']}")


def calls(place: Place) -> None:
    token = place.call()
    place.ask("GET", f"{place.at}/sessions/{token}")
    place.ask("PUT", f"{place.at}/sessions/{token}", {"profile": {"ours": "1"}})
    place.ask("POST", f"/calls/{place.name}/sessions/{token}/mute")
    place.ask("DELETE", f"/calls/{place.name}/sessions/{token}/mute")
    place.ask("PATCH", f"/calls/{place.name}/sessions/{token}", {"timeLimit": 60})
    hangup = "<Response><Hangup/></Response>"
    place.ask("POST", f"/calls/{place.name}/sessions/{token}/application", {"cxml": hangup})
    ordered = {"destination": "+12125550111", "caller-id": "+12125550100", "cxml": hangup}
    place.ask("POST", f"/calls/{place.name}/application", ordered)


def conferences(place: Place) -> None:
    token, at = place.call(), f"/calls/{place.name}/conferences"
    meet = "<Response><Dial><Conference>sales</Conference></Dial></Response>"
    place.ask("GET", at)
    place.ask("POST", f"/calls/{place.name}/sessions/{token}/application", {"cxml": meet})
    place.simulator.control(f"/calls/{token}?until=room", method="GET")
    place.ask("GET", at)
    place.ask("GET", f"{at}/sales")
    place.ask("DELETE", f"{at}/sales")
    place.ask("DELETE", f"{at}/sales")


def forks(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    token, session = place.call(), f"/calls/{place.name}/sessions"
    dial, hangup = "<Response><Dial>101_acme</Dial></Response>", "<Response><Hangup/></Response>"
    both = {"caller": {"cxml": hangup}, "callee": {"cxml": hangup}}
    place.ask("POST", f"{session}/{token}/fork", both)
    place.ask("POST", f"{session}/{token}/application", {"cxml": dial})
    place.simulator.control(f"/calls/{token}?until=ringing", method="GET")
    place.ask("GET", f"/calls/{place.name}/ringing/101_acme/{token}")
    place.simulator.control(f"/calls/{token}/leg/1", {"do": "answer"})
    place.simulator.control(f"/calls/{token}?until=talking", method="GET")
    place.ask("POST", f"{session}/{token}/fork", both)


def devices(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    outgoing = f"/calls/{place.name}/outgoing"
    place.ask("POST", f"{outgoing}/101_acme", {"destination": "+12125550111", "timeLimit": 30})
    place.ask("POST", f"{outgoing}/nobody", {"destination": "+12125550111"})


def reports(place: Place) -> None:
    base, key = "/customers/self/reports", place.customer_key
    place.call()
    place.ask("GET", base, key=key)
    place.ask("GET", f"{base}/current-calls", key=key)
    place.ask("GET", f"{base}/daily/2026-01-01/2026-01-03", key=key)


def refusals(place: Place) -> None:
    """Bodies that our types cannot hold, and a key below the domain's."""
    for kind in ("subscribers", "applications", "dnids", "trunks"):
        place.ask("POST", f"{place.at}/{kind}", {"name": 1})
    place.ask("PUT", f"{place.at}/sessions/{place.call()}", {})
    place.ask("POST", f"/calls/{place.name}/application", {})
    place.ask("POST", f"/calls/{place.name}/application", {"destination": "1"}, key=new_key())


ALL: tuple[Callable[[Place], None], ...] = (
    customers,
    domains,
    applications,
    subscribers_and_trunks,
    numbers,
    calls,
    conferences,
    forks,
    devices,
    reports,
    refusals,
)

"""Every operation of our client, and what else the simulator answers, held with the running simulator.

Each conversation begins in a domain of its own. What it says is recorded by the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from cloudonix.api import (
    ApplicationSpec,
    CloudonixError,
    CustomerClient,
    DnidSpec,
    SubscriberSpec,
    TrunkSpec,
)
from tests.contract.place import Place, new_key, patient_voice
from tests.sync.world import Exchange, Gate, Simulator

PHONE = SubscriberSpec(
    msisdn="101_acme", sip_password="secret-of-101", active=True, profile={"display-name": "Amara"}
)
OTHER_PHONE = SubscriberSpec(msisdn="102_acme", sip_password="secret-of-102", active=False, profile={})
TRUNK = TrunkSpec(
    name="carrier-out",
    ip="198.51.100.20",
    port=5060,
    transport="udp",
    direction="public-outbound",
    prefix="9#",
    metric=10,
    profile={"authentication": {"username": "acct", "password": "very-secret"}, "hostname": "sip.example"},
)
NOWHERE = "999999"


# --- the client's operations, by the name of the method; each with what it hears when there is nothing ---


def get_domain(place: Place) -> None:
    place.client.get_domain()  # without a default application
    place.client.update_domain(profile={}, default_application=place.application().id)
    place.client.get_domain()
    place.client_with(place.key, "elsewhere.cloudonix.net").get_domain()


def update_domain(place: Place) -> None:
    application = place.application()
    place.client.update_domain(profile={"call-timeout": 45}, default_application=application.id)
    with suppress(CloudonixError):
        place.client.update_domain(profile={}, default_application=NOWHERE)


def list_voices(place: Place) -> None:
    place.client.list_voices()
    place.simulator.control("/switches", {"voices": False})
    place.client.list_voices()
    place.simulator.control("/switches", {"voices": True})


def list_applications(place: Place) -> None:
    place.client.list_applications()
    place.application()
    place.client.list_applications()


def create_application(place: Place) -> None:
    place.application()
    with suppress(CloudonixError):
        place.application()


def update_application(place: Place) -> None:
    spec = ApplicationSpec(name="opbx-routing", url="https://pbx.example/other", active=False)
    place.client.update_application(place.application().id, spec)
    place.client.update_application(NOWHERE, spec)


def list_subscribers(place: Place) -> None:
    place.client.list_subscribers()
    place.client.create_subscriber(PHONE)
    place.client.list_subscribers()


def get_subscriber(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    place.client.get_subscriber(PHONE.msisdn)
    place.client.get_subscriber("nobody")


def create_subscriber(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    with suppress(CloudonixError):
        place.client.create_subscriber(PHONE)


def create_subscribers(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    place.client.create_subscribers([PHONE, OTHER_PHONE])


def update_subscriber(place: Place) -> None:
    place.client.update_subscriber(place.client.create_subscriber(PHONE).id, OTHER_PHONE)
    place.client.update_subscriber(NOWHERE, OTHER_PHONE)


def delete_subscriber(place: Place) -> None:
    place.client.delete_subscriber(place.client.create_subscriber(PHONE).id, ends_calls=True)
    place.client.delete_subscriber(NOWHERE)


def list_dnids(place: Place) -> None:
    place.client.list_dnids()
    place.client.create_dnid(DnidSpec(source="12125550100", application_id=place.application().id))
    place.client.list_dnids()


def create_dnid(place: Place) -> None:
    spec = DnidSpec(source="12125550100", application_id=place.application().id)
    place.client.create_dnid(spec)
    with suppress(CloudonixError):
        place.client.create_dnid(spec)


def create_dnids(place: Place) -> None:
    application = place.application().id
    place.client.create_dnids(
        [DnidSpec(source=source, application_id=application) for source in ("12125550100", "12125550101")]
    )


def update_dnid(place: Place) -> None:
    spec = DnidSpec(source="12125550100", application_id=place.application().id)
    place.client.update_dnid(place.client.create_dnid(spec).id, spec)
    place.client.update_dnid(NOWHERE, spec)


def delete_dnid(place: Place) -> None:
    spec = DnidSpec(source="12125550100", application_id=place.application().id)
    place.client.delete_dnid(place.client.create_dnid(spec).id)
    place.client.delete_dnid("+12125550100")


def list_trunks(place: Place) -> None:
    place.client.list_trunks()
    place.client.create_trunk(TRUNK)
    place.client.list_trunks()


def get_trunk(place: Place) -> None:
    place.client.create_trunk(TRUNK)
    place.client.get_trunk(TRUNK.name)
    place.client.get_trunk("nothing")


def create_trunk(place: Place) -> None:
    place.client.create_trunk(TRUNK)
    with suppress(CloudonixError):
        place.client.create_trunk(TRUNK)


def update_trunk(place: Place) -> None:
    place.client.update_trunk(place.client.create_trunk(TRUNK).id, TRUNK)
    place.client.update_trunk(NOWHERE, TRUNK)


def delete_trunk(place: Place) -> None:
    place.client.delete_trunk(place.client.create_trunk(TRUNK).id)
    place.client.delete_trunk(NOWHERE)


def list_sessions(place: Place) -> None:
    place.client.list_sessions()
    place.call()
    place.client.list_sessions()


def hang_up(place: Place) -> None:
    place.client.hang_up(place.call())
    place.client.hang_up("4f1c2a7be09d4c55a1f3d2e6b7c80912")


def switch_application(place: Place) -> None:
    place.client.switch_application(place.call(), "https://pbx.example/api/voice/continue/a")
    place.client.switch_application("4f1c2a7be09d4c55a1f3d2e6b7c80912", "https://pbx.example/b")


def get_customer(place: Place) -> None:
    place.customer.get_customer()
    with suppress(CloudonixError):
        CustomerClient(place.http, place.key).get_customer()


def list_domains(place: Place) -> None:
    place.customer.list_domains()


def create_domain(place: Place) -> None:
    place.customer.create_domain(f"new-{place.name}", profile={"call-timeout": 30})
    with suppress(CloudonixError):
        place.customer.create_domain(place.name)


def list_aliases(place: Place) -> None:
    place.customer.list_aliases(place.name)


def list_domain_keys(place: Place) -> None:
    place.customer.list_domain_keys(place.name)


def create_domain_key(place: Place) -> None:
    place.customer.create_domain_key(place.name, "opbx")
    with suppress(CloudonixError):
        place.customer.create_domain_key("elsewhere.cloudonix.net", "opbx")


def delete_domain_key(place: Place) -> None:
    made = place.customer.create_domain_key(place.name, "opbx")
    place.customer.delete_domain_key(place.name, made.id)
    place.customer.delete_domain_key(place.name, made.id)


# --- what any operation may hear ---


def unknown_key(place: Place) -> None:
    with suppress(CloudonixError):
        place.client_with(new_key()).list_subscribers()


def key_of_too_low_a_level(place: Place) -> None:
    place.client.create_subscriber(PHONE)
    key = new_key()
    entry = {"level": "subscriber", "of": PHONE.msisdn, "key": key}
    domain = {"name": place.name, "customer": place.customer_key, "keys": [entry]}
    place.simulator.control("/seed", {"domains": [domain]})
    with suppress(CloudonixError):
        place.client_with(key).list_subscribers()


def too_many_requests(place: Place) -> None:
    place.simulator.control("/switches", {"rate_limit": True})
    with suppress(CloudonixError):
        for _ in range(12):
            place.client.get_domain()
    place.simulator.control("/switches", {"rate_limit": False})


def empty_lists(place: Place) -> None:
    place.simulator.control("/switches", {"empty_list_404": True})
    place.client.list_applications()
    place.client.list_subscribers()
    place.client.list_dnids()
    place.client.list_trunks()
    place.client.list_sessions()
    place.simulator.control("/switches", {"empty_list_404": False})


def refused_bodies(place: Place) -> None:
    """Only a body that cannot come from our types is refused as malformed; the API's other users may send it."""
    for kind in ("subscribers", "applications", "dnids", "trunks"):
        place.ask("POST", f"/customers/self/domains/{place.name}/{kind}", {"name": 1})


CLIENT: dict[str, Callable[[Place], None]] = {
    one.__name__: one
    for one in (
        get_domain,
        update_domain,
        list_voices,
        list_applications,
        create_application,
        update_application,
        list_subscribers,
        get_subscriber,
        create_subscriber,
        create_subscribers,
        update_subscriber,
        delete_subscriber,
        list_dnids,
        create_dnid,
        create_dnids,
        update_dnid,
        delete_dnid,
        list_trunks,
        get_trunk,
        create_trunk,
        update_trunk,
        delete_trunk,
        list_sessions,
        hang_up,
        switch_application,
        get_customer,
        list_domains,
        create_domain,
        list_aliases,
        list_domain_keys,
        create_domain_key,
        delete_domain_key,
    )
}
REFUSALS = (unknown_key, key_of_too_low_a_level, too_many_requests, empty_lists)


def hold(simulator: Simulator, gate: Gate, *parts: Callable[[Place], None]) -> list[Exchange]:
    """What was said in these conversations, each in a place of its own."""
    with patient_voice() as voice_url:
        for part in parts:
            place = Place(simulator, gate, voice_url)
            with place.http:
                part(place)
    said, gate.exchanges = gate.exchanges, []
    return said

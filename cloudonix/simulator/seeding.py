"""Load customers, keys, domains, subscribers and applications from one document, as often as wanted.

The document, in JSON (everything but names and keys may be left out):

    {"customers": [{"name": "demo", "key": "XI…"}],
     "domains": [{
        "name": "acme.cloudonix.net", "customer": "demo", "key": "XI…", "uuid": "…", "aliases": ["…"],
        "profile": {"call-timeout": 30},
        "applications": [{"name": "opbx", "type": "cxml", "url": "http://…", "method": "POST"}],
        "defaultApplication": "opbx",
        "subscribers": [{"msisdn": "101", "sipPassword": "…", "profile": {"display-name": "Amara"}}],
        "trunks": [{"name": "carrier", "ip": "198.51.100.20", "port": 5060, "transport": "udp",
                    "direction": "inbound"}],
        "dnids": [{"source": "+12125550100", "application": "opbx"}],
        "keys": [{"level": "subscriber", "of": "101", "key": "XI…"}],
        "label": "Acme", "numbers": [{"number": "+12125550100", "name": "Main number"}],
        "home": "http://acme.localhost:8000/"}]}

`label`, `numbers` and `home` only help visitors of the page: a name, numbers worth calling, a link.
Seeding merges by name: what exists is updated, what is not mentioned stays, and the same document
twice changes nothing.
"""

from __future__ import annotations

from typing import Any

from cloudonix.simulator.problems import Refused, needed_text, object_of, text_of
from cloudonix.simulator.profiles import Update, changed_profile
from cloudonix.simulator.records import KEY_LEVELS, Customer, Domain, Key
from cloudonix.simulator.rest_applications import add_application
from cloudonix.simulator.rest_dnids import add_dnid
from cloudonix.simulator.rest_domains import name_automatically
from cloudonix.simulator.rest_subscribers import add_subscriber, change_subscriber
from cloudonix.simulator.rest_trunks import add_trunk, change_trunk
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.store import Store

Document = dict[str, Any]


def seed(simulation: Simulation, document: Document) -> None:
    for entry in _list(document, "customers"):
        _seed_customer(simulation.store, entry)
    for entry in _list(document, "domains"):
        domain = _seed_domain(simulation.store, entry)
        _seed_contents(simulation, domain, entry)
        for key in _list(entry, "keys"):
            _seed_key(simulation.store, domain, key)


def _list(document: Document, name: str) -> list[Document]:
    entries = document.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refused(400, f"{name} must be an array of objects.")
    return entries


def _seed_customer(store: Store, entry: Document) -> None:
    name = needed_text(entry, "name")
    customer = _customer(store, name)
    if customer is None:
        customer = Customer(id=store.next_id(), name=name)
        store.customers[customer.id] = customer
    _put_key(store, text_of(entry, "key"), level="customer", customer_id=customer.id)


def _customer(store: Store, name: str) -> Customer | None:
    return next((one for one in store.customers.values() if one.name == name), None)


def _seed_domain(store: Store, entry: Document) -> Domain:
    name = needed_text(entry, "name")
    customer = _customer(store, needed_text(entry, "customer"))
    if customer is None:
        raise Refused(400, f"The document names no customer {entry['customer']!r} for domain {name}.")
    domain = store.domain(name)
    if domain is None:
        domain = Domain(id=store.next_id(), customer_id=customer.id, name=name)
        store.domains[domain.id] = domain
    domain.uuid = text_of(entry, "uuid") or domain.uuid
    for alias in entry.get("aliases", []):
        if (named := store.domain(alias)) is None:
            store.add_alias(domain, alias)
        elif named.id != domain.id:
            raise Refused(400, f"{alias} is a name of domain {named.name}.")
    name_automatically(store, domain)
    domain.profile = changed_profile(domain.profile, object_of(entry, "profile"), replace=False)
    domain.label = text_of(entry, "label") or domain.label
    domain.home = text_of(entry, "home") or domain.home
    domain.numbers = [
        {"number": one, "name": ""}
        if isinstance(one, str)
        else {"number": one["number"], "name": one.get("name", "")}
        for one in entry.get("numbers", domain.numbers)
    ]
    _put_key(store, text_of(entry, "key"), level="domain", customer_id=customer.id, domain_id=domain.id)
    return domain


def _seed_contents(simulation: Simulation, domain: Domain, entry: Document) -> None:
    store = simulation.store
    for body in _list(entry, "subscribers"):
        known = next((one for one in store.subscribers_of(domain) if one.msisdn == body.get("msisdn")), None)
        if known is None:
            add_subscriber(simulation, domain, body)
        else:
            change_subscriber(known, body, Update())
    for body in _list(entry, "applications"):
        application = store.application(domain, body.get("name"))
        if application is None:
            add_application(simulation, domain, body)
        else:
            application.url = needed_text(body, "url")
            application.method = text_of(body, "method") or "GET"
    for body in _list(entry, "trunks"):
        trunk = store.trunk(domain, needed_text(body, "name"))
        if trunk is None:
            add_trunk(simulation, domain, body)
        else:
            change_trunk(simulation, domain, trunk, body, Update())
    for body in _list(entry, "dnids"):
        _seed_dnid(simulation, domain, body)
    if "defaultApplication" in entry:
        application = store.application(domain, entry["defaultApplication"])
        domain.default_application = None if application is None else application.id


def _seed_dnid(simulation: Simulation, domain: Domain, entry: Document) -> None:
    application = simulation.store.application(domain, needed_text(entry, "application"))
    if application is None:
        raise Refused(400, f"The domain has no application {entry['application']!r}.")
    known = simulation.store.dnid(domain, text_of(entry, "source") or needed_text(entry, "dnid"))
    if known is None:
        add_dnid(simulation, domain, application, entry)
    else:
        known.application_id = application.id


def _seed_key(store: Store, domain: Domain, entry: Document) -> None:
    level = needed_text(entry, "level")
    if level not in KEY_LEVELS:
        raise Refused(400, f"A key's level is one of: {', '.join(KEY_LEVELS)}.")
    application = store.application(domain, entry.get("of")) if level == "application" else None
    subscriber = store.subscriber(domain, str(entry.get("of"))) if level == "subscriber" else None
    _put_key(
        store,
        needed_text(entry, "key"),
        level=level,
        customer_id=domain.customer_id,
        domain_id=None if level == "customer" else domain.id,
        application_id=application.id if application else None,
        subscriber_id=subscriber.id if subscriber else None,
    )


def _put_key(
    store: Store,
    value: str | None,
    *,
    level: str,
    customer_id: int,
    domain_id: int | None = None,
    application_id: int | None = None,
    subscriber_id: int | None = None,
) -> None:
    if value is None or store.key(value) is not None:
        return
    key = Key(
        id=store.next_id(),
        value=value,
        level=level,
        customer_id=customer_id,
        domain_id=domain_id,
        application_id=application_id,
        subscriber_id=subscriber_id,
    )
    store.keys[key.id] = key

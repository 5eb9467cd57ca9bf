"""How the REST API writes its objects."""

from __future__ import annotations

from typing import Any

from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.store import Application, Customer, Domain, Record, Subscriber

Json = dict[str, Any]


def _times(record: Record) -> Json:
    return {"createdAt": record.created_at, "modifiedAt": record.modified_at, "deletedAt": record.deleted_at}


def customer_json(customer: Customer) -> Json:
    return {
        "id": customer.id,
        "name": customer.name,
        "uuid": customer.uuid,
        "active": True,
        "profile": {},
        "settings": {},
        **_times(customer),
    }


def domain_json(simulation: Simulation, domain: Domain) -> Json:
    application = simulation.store.applications.get(domain.default_application or 0)
    return {
        "id": domain.id,
        "tenantId": domain.customer_id,
        "domain": domain.name,
        "uuid": domain.uuid,
        "active": domain.active,
        "registrationFree": domain.registration_free,
        "defaultApplication": domain.default_application,
        "profile": domain.profile,
        "application": None if application is None else {"id": application.id, "name": application.name},
        "aliases": [
            {
                "id": domain.id * 100 + place,
                "domainId": domain.id,
                "alias": alias,
                "active": True,
                "type": "main",
            }
            for place, alias in enumerate(domain.aliases)
        ],
        "tenant": {"id": domain.customer_id, "name": simulation.store.customers[domain.customer_id].name},
        **_times(domain),
    }


def application_json(application: Application) -> Json:
    return {
        "id": application.id,
        "domainId": application.domain_id,
        "name": application.name,
        "uuid": application.uuid,
        "type": application.type,
        "url": application.url,
        "method": application.method,
        "active": application.active,
        "profile": application.profile,
        "llm-tools": [],
        **_times(application),
    }


def subscriber_json(simulation: Simulation, subscriber: Subscriber) -> Json:
    password = {"sipPassword": subscriber.sip_password} if simulation.switches.password_echo else {}
    return {
        "id": subscriber.id,
        "domainId": subscriber.domain_id,
        "msisdn": subscriber.msisdn,
        "uuid": subscriber.uuid,
        "active": subscriber.active,
        "profile": subscriber.profile,
        **password,
        **_times(subscriber),
    }

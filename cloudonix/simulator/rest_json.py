"""How the REST API writes its objects."""

from __future__ import annotations

from typing import Any

from cloudonix.simulator.records import (
    Alias,
    Application,
    Customer,
    Dnid,
    Domain,
    Key,
    Record,
    Subscriber,
    Trunk,
    User,
)
from cloudonix.simulator.simulation import Simulation

Json = dict[str, Any]


def _times(record: Record) -> Json:
    return {"createdAt": record.created_at, "modifiedAt": record.modified_at, "deletedAt": record.deleted_at}


def customer_json(customer: Customer) -> Json:
    return {
        "id": customer.id,
        "name": customer.name,
        "uuid": customer.uuid,
        "active": True,
        "profile": customer.profile,
        "settings": customer.settings,
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
        "aliases": [alias_json(alias) for alias in simulation.store.aliases_of(domain)],
        "tenant": {"id": domain.customer_id, "name": simulation.store.customers[domain.customer_id].name},
        **_times(domain),
    }


def alias_json(alias: Alias) -> Json:
    return {
        "id": alias.id,
        "domainId": alias.domain_id,
        "alias": alias.alias,
        "active": alias.active,
        "type": alias.type,
        **_times(alias),
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


def dnid_json(simulation: Simulation, dnid: Dnid) -> Json:
    application = simulation.store.applications[dnid.application_id]
    messaging = dnid.messaging_application_id
    return {
        "id": dnid.id,
        "domainId": dnid.domain_id,
        "applicationId": dnid.application_id,
        **({} if messaging is None else {"messagingApplicationId": messaging}),
        "active": dnid.active,
        "dnid": dnid.dnid,
        **({"source": dnid.source} if dnid.source else {}),
        "global": dnid.is_global,
        "prefix": dnid.prefix,
        "expression": dnid.expression,
        "asteriskCompatible": dnid.asterisk_compatible,
        "application": {"id": application.id, "name": application.name},
    }


def trunk_json(domain: Domain, trunk: Trunk) -> Json:
    return {
        "id": trunk.id,
        "tenantId": domain.customer_id,
        "domainId": trunk.domain_id,
        "name": trunk.name,
        "uuid": trunk.uuid,
        "ip": trunk.ip,
        "port": trunk.port,
        "transport": trunk.transport,
        "prefix": trunk.prefix,
        "direction": trunk.direction,
        "profile": trunk.profile,
        "active": trunk.active,
        "metric": trunk.metric,
        "allowGlobal": False,
        "globalPrefix": None,
        **_times(trunk),
    }


def key_json(key: Key) -> Json:
    """`domainId` and `applicationId` are null above their level. The secret is shown by the creation only."""
    return {
        "id": key.id,
        "tenantId": key.customer_id,
        "domainId": key.domain_id,
        "applicationId": key.application_id,
        "subscriberId": key.subscriber_id,
        "active": True,
        "name": key.name,
        "keyId": key.value,
        "secret": None,
        "type": key.level,
        "activeAt": key.created_at,
        **_times(key),
    }


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "tenantId": user.customer_id,
        "domainId": user.domain_id,
        "email": user.email,
        "authProvider": "google",
        "auth": None,
        "active": user.active,
    }

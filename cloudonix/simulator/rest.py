"""REST: customers and domains, and the table of all REST routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator import rest_applications, rest_subscribers
from cloudonix.simulator.keys import Scope, customer_scope, scope_of
from cloudonix.simulator.problems import Refused, flag_of, needed_text, number_of, object_of, read_object
from cloudonix.simulator.profiles import changed_profile
from cloudonix.simulator.rest_json import customer_json, domain_json
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.store import Domain, timestamp

Handler = Callable[[web.Request], Awaitable[web.Response]]
CUSTOMER = "/customers/{customer}"
DOMAIN_FORMS = (CUSTOMER + "/domains/{domain}", "/domains/{domain}")


async def show_customer(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    return web.json_response(customer_json(customer))


async def list_domains(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    found = [domain for domain in simulation.store.live_domains() if domain.customer_id == customer.id]
    return simulation.list_response([domain_json(simulation, domain) for domain in found])


async def add_domain(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    body = await read_object(request)
    name = needed_text(body, "domain")
    if simulation.store.domain(name) is not None:
        raise Refused(409, "Domain already exists")
    domain = Domain(id=simulation.store.next_id(), customer_id=customer.id, name=name)
    change_domain(simulation, domain, body, replace=False)
    simulation.store.domains[domain.id] = domain
    return web.json_response(domain_json(simulation, domain))


async def show_domain(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return web.json_response(domain_json(scope.simulation, scope.domain))


async def put_domain(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return await _update_domain(request, scope, replace=scope.simulation.switches.profile_put == "replace")


async def patch_domain(request: web.Request) -> web.Response:
    return await _update_domain(request, scope_of(request), replace=False)


async def _update_domain(request: web.Request, scope: Scope, *, replace: bool) -> web.Response:
    change_domain(scope.simulation, scope.domain, await read_object(request), replace=replace)
    scope.domain.touch()
    return web.json_response(domain_json(scope.simulation, scope.domain))


def change_domain(simulation: Simulation, domain: Domain, body: dict[str, Any], *, replace: bool) -> None:
    """Check everything, then change, so that a refused request changes nothing."""
    profile, active = object_of(body, "profile"), flag_of(body, "active")
    registration_free, application_id = (
        flag_of(body, "registrationFree"),
        number_of(body, "defaultApplication"),
    )
    if application_id is not None and simulation.store.application(domain, application_id) is None:
        raise Refused(400, f"The domain has no application {application_id}.")
    domain.profile = changed_profile(domain.profile, profile, replace=replace)
    if "defaultApplication" in body:
        domain.default_application = application_id
    domain.active = domain.active if active is None else active
    domain.registration_free = domain.registration_free if registration_free is None else registration_free


async def delete_domain(request: web.Request) -> web.Response:
    scope = scope_of(request)
    scope.allow(frozenset({"customer"}))
    scope.domain.deleted_at = timestamp()
    return web.Response(status=204)


async def list_aliases(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return scope.simulation.list_response(domain_json(scope.simulation, scope.domain)["aliases"])


async def add_alias(request: web.Request) -> web.Response:
    scope = scope_of(request)
    alias = needed_text(await read_object(request), "alias")
    if scope.simulation.store.domain(alias) is not None:
        raise Refused(409, "Alias already exists")
    scope.domain.aliases.append(alias)
    return web.json_response(domain_json(scope.simulation, scope.domain)["aliases"])


def routes() -> list[web.RouteDef]:
    table: list[tuple[str, str, Handler]] = [
        ("GET", CUSTOMER, show_customer),
        ("GET", CUSTOMER + "/domains", list_domains),
        ("POST", CUSTOMER + "/domains", add_domain),
        ("GET", "/domains", list_domains),
    ]
    for base in DOMAIN_FORMS:
        table += [
            ("GET", base, show_domain),
            ("PUT", base, put_domain),
            ("PATCH", base, patch_domain),
            ("DELETE", base, delete_domain),
            ("GET", base + "/aliases", list_aliases),
            ("POST", base + "/aliases", add_alias),
        ]
        table += [(method, base + path, handler) for method, path, handler in rest_subscribers.ROUTES]
        table += [(method, base + path, handler) for method, path, handler in rest_applications.ROUTES]
    return [web.route(method, path, handler) for method, path, handler in table]

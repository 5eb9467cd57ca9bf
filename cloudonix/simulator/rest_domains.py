"""REST: domains and their aliases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.keys import Scope, customer_scope, scope_of
from cloudonix.simulator.problems import Refused, flag_of, needed_text, number_of, object_of, read_object
from cloudonix.simulator.profiles import changed_profile
from cloudonix.simulator.records import Domain
from cloudonix.simulator.rest_json import alias_json, domain_json
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.store import Store

AUTO = "auto"


async def list_domains(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    found = [domain for domain in simulation.store.live_domains() if domain.customer_id == customer.id]
    return simulation.list_response([domain_json(simulation, domain) for domain in found])


async def post_domain(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    body = await read_object(request)
    name = needed_text(body, "domain")
    if simulation.store.domain(name) is not None:
        raise simulation.taken("Domain")
    domain = Domain(id=simulation.store.next_id(), customer_id=customer.id, name=name)
    change_domain(simulation, domain, body, replace=False)
    simulation.store.domains[domain.id] = domain
    name_automatically(simulation.store, domain)
    made = domain_json(simulation, domain)
    return simulation.created_response([made] if simulation.switches.new_domain == "array" else made)


def name_automatically(store: Store, domain: Domain) -> None:
    """Give the domain the host name that the platform makes for phones and carriers, unless it has one."""
    if not any(alias.type == AUTO for alias in store.aliases_of(domain)):
        store.add_alias(domain, f"{domain.uuid}.sip.cloudonix.net", AUTO)


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
    scope.domain.delete()
    return web.Response(status=204)


async def list_aliases(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return scope.simulation.list_response(_aliases(scope))


def _aliases(scope: Scope) -> list[dict[str, Any]]:
    return [alias_json(alias) for alias in scope.simulation.store.aliases_of(scope.domain)]


async def add_alias(request: web.Request) -> web.Response:
    """Add an alias; the answer lists all of the domain's."""
    scope = scope_of(request)
    name = needed_text(await read_object(request), "alias")
    if scope.simulation.store.domain(name) is not None:
        raise scope.simulation.taken("Alias")
    scope.simulation.store.add_alias(scope.domain, name)
    return scope.simulation.created_response(_aliases(scope))


async def delete_alias(request: web.Request) -> web.Response:
    scope = scope_of(request)
    wanted = request.match_info["alias"]
    found = scope.simulation.store.aliases_of(scope.domain)
    alias = next((one for one in found if wanted in {one.alias, str(one.id)}), None)
    if alias is None:
        raise Refused(404, "There is no such alias.")
    alias.delete()
    return web.Response(status=204)


OF_CUSTOMER: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/domains", list_domains),
    ("POST", "/domains", post_domain),
]
ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "", show_domain),
    ("PUT", "", put_domain),
    ("PATCH", "", patch_domain),
    ("DELETE", "", delete_domain),
    ("GET", "/aliases", list_aliases),
    ("POST", "/aliases", add_alias),
    ("DELETE", "/aliases/{alias}", delete_alias),
]

"""REST: API keys of a customer, a domain or an application."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.keys import WIDE, customer_scope, scope_of
from cloudonix.simulator.problems import Refused, needed_text, read_object
from cloudonix.simulator.records import Key, new_key
from cloudonix.simulator.rest_applications import addressed_application
from cloudonix.simulator.rest_json import key_json
from cloudonix.simulator.simulation import Simulation

Handler = Callable[[web.Request], Awaitable[web.Response]]
# Whose keys: the level, and the ids of customer, domain and application.
Owner = tuple[str, int, int | None, int | None]


def _customer(request: web.Request) -> tuple[Simulation, Owner]:
    simulation, customer = customer_scope(request)
    return simulation, ("customer", customer.id, None, None)


def _domain(request: web.Request) -> tuple[Simulation, Owner]:
    scope = scope_of(request)
    return scope.simulation, ("domain", scope.customer.id, scope.domain.id, None)


def _application(request: web.Request) -> tuple[Simulation, Owner]:
    scope, application = addressed_application(request)
    scope.allow(WIDE)
    return scope.simulation, ("application", scope.customer.id, scope.domain.id, application.id)


Owners = Callable[[web.Request], tuple[Simulation, Owner]]


def _keys_of(simulation: Simulation, owner: Owner) -> list[Key]:
    return [
        key
        for key in simulation.store.keys.values()
        if key.deleted_at is None and (key.level, key.customer_id, key.domain_id, key.application_id) == owner
    ]


def _list(owners: Owners) -> Handler:
    async def list_keys(request: web.Request) -> web.Response:
        simulation, owner = owners(request)
        return simulation.list_response([key_json(key) for key in _keys_of(simulation, owner)])

    return list_keys


def _post(owners: Owners) -> Handler:
    async def post_key(request: web.Request) -> web.Response:
        simulation, owner = owners(request)
        name = needed_text(await read_object(request), "name")
        level, customer_id, domain_id, application_id = owner
        key = Key(
            id=simulation.store.next_id(),
            value=new_key(),
            level=level,
            customer_id=customer_id,
            domain_id=domain_id,
            application_id=application_id,
            name=name,
        )
        simulation.store.keys[key.id] = key
        # Nothing in the REST API asks for the secret, so it is shown and not kept.
        return simulation.created_response({**key_json(key), "secret": secrets.token_urlsafe(24)})

    return post_key


def _addressed(request: web.Request, owners: Owners) -> Key:
    simulation, owner = owners(request)
    wanted = request.match_info["key"]
    key = next((key for key in _keys_of(simulation, owner) if str(key.id) == wanted), None)
    if key is None:
        raise Refused(404, "There is no such API key.")
    return key


def _show(owners: Owners) -> Handler:
    async def show_key(request: web.Request) -> web.Response:
        return web.json_response(key_json(_addressed(request, owners)))

    return show_key


def _delete(owners: Owners) -> Handler:
    async def delete_key(request: web.Request) -> web.Response:
        _addressed(request, owners).delete()
        return web.Response(status=204)

    return delete_key


def _routes(base: str, owners: Owners) -> list[tuple[str, str, Handler]]:
    return [
        route
        for word in ("apikeys", "keys")
        for route in (
            ("GET", f"{base}/{word}", _list(owners)),
            ("POST", f"{base}/{word}", _post(owners)),
            ("GET", f"{base}/{word}/{{key}}", _show(owners)),
            ("DELETE", f"{base}/{word}/{{key}}", _delete(owners)),
        )
    ]


OF_CUSTOMER = _routes("", _customer)
OF_DOMAIN = [*_routes("", _domain), *_routes("/applications/{application}", _application)]

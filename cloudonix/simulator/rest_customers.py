"""REST: the customer, its settings and its limit of calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.keys import customer_scope, key_of
from cloudonix.simulator.problems import Refused, needed_text, number_of, read_object
from cloudonix.simulator.records import timestamp
from cloudonix.simulator.rest_json import customer_json


async def show_customer(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    return web.json_response(customer_json(customer))


async def list_settings(request: web.Request) -> web.Response:
    """Show the settings in short: name and value."""
    _simulation, customer = customer_scope(request)
    return web.json_response({name: setting["value"] for name, setting in customer.settings.items()})


async def show_setting(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    setting = customer.settings.get(request.match_info["name"])
    if setting is None:
        raise Refused(404, "There is no such setting.")
    return web.json_response(setting)


async def put_setting(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    name, value = request.match_info["name"], needed_text(await read_object(request), "value")
    known = customer.settings.get(name) or {
        "id": simulation.store.next_id(),
        "tenantId": customer.id,
        "name": name,
        "createdAt": timestamp(),
        "privileged": False,
    }
    customer.settings[name] = {
        **known,
        "value": value,
        "apiKeyId": key_of(request).id,
        "updatedAt": timestamp(),
    }
    return web.json_response(customer.settings[name])


async def delete_setting(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    if customer.settings.pop(request.match_info["name"], None) is None:
        raise Refused(404, "There is no such setting.")
    return web.Response(status=204)


async def show_limit(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    if customer.concurrency_limit is None:
        raise Refused(404, "There is no limit.")
    return web.json_response({"limit": customer.concurrency_limit})


async def put_limit(request: web.Request) -> web.Response:
    """Limit the calls that the customer's domains have at one time; a call above it is refused."""
    _simulation, customer = customer_scope(request)
    limit = number_of(await read_object(request), "limit")
    if limit is None or limit < 0:
        raise Refused(400, "limit is a whole number, 0 or more.")
    customer.concurrency_limit = limit
    return web.json_response({"limit": limit})


async def delete_limit(request: web.Request) -> web.Response:
    _simulation, customer = customer_scope(request)
    if customer.concurrency_limit is None:
        raise Refused(404, "There is no limit.")
    customer.concurrency_limit = None
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "", show_customer),
    ("GET", "/settings", list_settings),
    ("GET", "/settings/{name}", show_setting),
    ("PUT", "/settings/{name}", put_setting),
    ("DELETE", "/settings/{name}", delete_setting),
    ("GET", "/concurrency-limit", show_limit),
    ("PUT", "/concurrency-limit", put_limit),
    ("DELETE", "/concurrency-limit", delete_limit),
]

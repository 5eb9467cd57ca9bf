"""REST: subscribers, which are the phones of a domain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.keys import WIDE, Scope, scope_of
from cloudonix.simulator.problems import (
    Refused,
    flag_of,
    needed_text,
    object_of,
    read_json,
    read_object,
    text_of,
)
from cloudonix.simulator.profiles import Update, changed_profile
from cloudonix.simulator.records import Domain, Subscriber
from cloudonix.simulator.rest_json import subscriber_json
from cloudonix.simulator.simulation import Simulation

OWN_PHONE = WIDE | {"subscriber"}


async def list_subscribers(request: web.Request) -> web.Response:
    scope = scope_of(request)
    found = scope.simulation.store.subscribers_of(scope.domain)
    return scope.simulation.list_response([subscriber_json(scope.simulation, one) for one in found])


async def add_subscribers(request: web.Request) -> web.Response:
    """Add one subscriber, or each of an array: a bad element is refused alone."""
    scope = scope_of(request)
    body = await read_json(request)
    if isinstance(body, list):
        return scope.simulation.created_response([_add_or_explain(scope, element) for element in body])
    subscriber = add_subscriber(scope.simulation, scope.domain, body)
    return scope.simulation.created_response(subscriber_json(scope.simulation, subscriber))


def _add_or_explain(scope: Scope, element: object) -> dict[str, Any]:
    try:
        return subscriber_json(scope.simulation, add_subscriber(scope.simulation, scope.domain, element))
    except Refused as refusal:
        named = {"msisdn": element.get("msisdn")} if isinstance(element, dict) else {}
        return {**refusal.as_json(), **named}


def add_subscriber(simulation: Simulation, domain: Domain, body: object) -> Subscriber:
    if not isinstance(body, dict):
        raise Refused(400, "Send one JSON object per subscriber.")
    msisdn = needed_text(body, "msisdn")
    password, profile, active = (
        text_of(body, "sipPassword"),
        object_of(body, "profile"),
        flag_of(body, "active"),
    )
    if any(one.msisdn == msisdn for one in simulation.store.subscribers_of(domain)):
        raise simulation.taken("Subscriber")
    subscriber = Subscriber(
        id=simulation.store.next_id(),
        domain_id=domain.id,
        msisdn=msisdn,
        sip_password=password or "",
        active=active is not False,
        profile=changed_profile({}, profile, replace=False),
    )
    simulation.store.subscribers[subscriber.id] = subscriber
    return subscriber


def _addressed(request: web.Request) -> tuple[Scope, Subscriber]:
    scope = scope_of(request, OWN_PHONE)
    subscriber = scope.simulation.store.subscriber(scope.domain, request.match_info["subscriber"])
    if scope.key.level == "subscriber" and (subscriber is None or subscriber.id != scope.key.subscriber_id):
        raise Refused(403, "The key of level subscriber reaches its own subscriber only.")
    if subscriber is None:
        raise Refused(404, "There is no such subscriber.")
    return scope, subscriber


async def show_subscriber(request: web.Request) -> web.Response:
    scope, subscriber = _addressed(request)
    return web.json_response(subscriber_json(scope.simulation, subscriber))


async def update_subscriber(request: web.Request) -> web.Response:
    scope, subscriber = _addressed(request)
    update = Update.of(request, scope.simulation.switches)
    change_subscriber(subscriber, await read_object(request), update)
    subscriber.touch()
    return web.json_response(subscriber_json(scope.simulation, subscriber))


def change_subscriber(subscriber: Subscriber, body: dict[str, Any], update: Update) -> None:
    password, active, profile = (
        text_of(body, "sipPassword"),
        flag_of(body, "active"),
        object_of(body, "profile"),
    )
    if text_of(body, "msisdn") not in {None, subscriber.msisdn}:
        raise Refused(400, "msisdn is set when the subscriber is created and stays.")
    subscriber.sip_password = password or subscriber.sip_password
    subscriber.active = update.field(active, subscriber.active, default=True)
    subscriber.profile = update.profile(subscriber.profile, profile)


async def delete_subscriber(request: web.Request) -> web.Response:
    scope, subscriber = _addressed(request)
    subscriber.delete()
    if request.query.get("can-deactivate") == "true":
        scope.simulation.calls.drop_phone(scope.domain, subscriber.msisdn)
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/subscribers", list_subscribers),
    ("POST", "/subscribers", add_subscribers),
    ("GET", "/subscribers/{subscriber}", show_subscriber),
    ("PUT", "/subscribers/{subscriber}", update_subscriber),
    ("PATCH", "/subscribers/{subscriber}", update_subscriber),
    ("DELETE", "/subscribers/{subscriber}", delete_subscriber),
]

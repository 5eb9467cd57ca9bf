"""REST: trunks, the ways to and from the telephone network."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.keys import Scope, scope_of
from cloudonix.simulator.problems import (
    Body,
    Refused,
    flag_of,
    needed_text,
    number_of,
    object_of,
    read_object,
    text_of,
)
from cloudonix.simulator.profiles import Update
from cloudonix.simulator.records import Domain, Trunk
from cloudonix.simulator.rest_json import trunk_json
from cloudonix.simulator.simulation import Simulation

TRANSPORTS = ("udp", "tcp", "tls")
DIRECTIONS = ("inbound", "outbound", "public-inbound", "public-outbound")
NAME = re.compile(r"[A-Za-z0-9-]+")
PORTS = range(1, 65536)


async def list_trunks(request: web.Request) -> web.Response:
    scope = scope_of(request)
    return scope.simulation.list_response(
        [trunk_json(scope.domain, trunk) for trunk in scope.simulation.store.trunks_of(scope.domain)]
    )


async def post_trunk(request: web.Request) -> web.Response:
    scope = scope_of(request)
    trunk = add_trunk(scope.simulation, scope.domain, await read_object(request))
    return scope.simulation.created_response(trunk_json(scope.domain, trunk))


def add_trunk(simulation: Simulation, domain: Domain, body: Body) -> Trunk:
    """Add a trunk as a creation's body says; raises Refused."""
    for name in ("name", "ip", "transport", "direction"):
        needed_text(body, name)
    if body.get("port") is None:
        raise Refused(400, "port is missing.")
    trunk = Trunk(
        id=simulation.store.next_id(),
        domain_id=domain.id,
        name="",
        ip="",
        port="",
        transport="",
        direction="",
    )
    change_trunk(simulation, domain, trunk, body, Update())
    simulation.store.trunks[trunk.id] = trunk
    return trunk


def change_trunk(simulation: Simulation, domain: Domain, trunk: Trunk, body: Body, update: Update) -> None:
    """Check everything, then change, so that a refused request changes nothing."""
    name = _free_name(simulation, domain, trunk, text_of(body, "name"))
    ip, port = text_of(body, "ip"), _port(body.get("port"))
    transport = _one_of(body, "transport", TRANSPORTS)
    direction = _one_of(body, "direction", DIRECTIONS)
    prefix, metric, active = body.get("prefix"), number_of(body, "metric"), flag_of(body, "active")
    if prefix is not None and not isinstance(prefix, str):
        raise Refused(400, "prefix must be text.")
    profile = object_of(body, "profile")
    trunk.name, trunk.ip, trunk.port = name or trunk.name, ip or trunk.ip, port or trunk.port
    trunk.transport, trunk.direction = transport or trunk.transport, direction or trunk.direction
    trunk.prefix = update.field(prefix, trunk.prefix, "")
    trunk.metric = update.field(metric, trunk.metric, 0)
    trunk.active = update.field(active, trunk.active, default=True)
    trunk.profile = update.profile(trunk.profile, profile)


def _free_name(simulation: Simulation, domain: Domain, trunk: Trunk, name: str | None) -> str | None:
    if name is None:
        return None
    if NAME.fullmatch(name) is None:
        raise Refused(400, "name may have letters, digits and hyphens only.")
    if any(one.name == name and one.id != trunk.id for one in simulation.store.trunks_of(domain)):
        raise simulation.taken("Trunk")
    return name


def _port(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    if (
        isinstance(value, bool)
        or not isinstance(value, (str, int))
        or not text.isdecimal()
        or int(text) not in PORTS
    ):
        raise Refused(400, "port is a number from 1 to 65535.")
    return text


def _one_of(body: Body, name: str, choices: tuple[str, ...]) -> str | None:
    value = text_of(body, name)
    if value is not None and value not in choices:
        raise Refused(400, f"{name} is one of: {', '.join(choices)}.")
    return value


def _addressed(request: web.Request) -> tuple[Scope, Trunk]:
    scope = scope_of(request)
    trunk = scope.simulation.store.trunk(scope.domain, request.match_info["trunk"])
    if trunk is None:
        raise Refused(404, "There is no such trunk.")
    return scope, trunk


async def show_trunk(request: web.Request) -> web.Response:
    scope, trunk = _addressed(request)
    return web.json_response(trunk_json(scope.domain, trunk))


async def update_trunk(request: web.Request) -> web.Response:
    scope, trunk = _addressed(request)
    update = Update.of(request, scope.simulation.switches)
    change_trunk(scope.simulation, scope.domain, trunk, await read_object(request), update)
    trunk.touch()
    return web.json_response(trunk_json(scope.domain, trunk))


async def delete_trunk(request: web.Request) -> web.Response:
    _addressed(request)[1].delete()
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/trunks", list_trunks),
    ("POST", "/trunks", post_trunk),
    ("GET", "/trunks/{trunk}", show_trunk),
    ("PUT", "/trunks/{trunk}", update_trunk),
    ("PATCH", "/trunks/{trunk}", update_trunk),
    ("DELETE", "/trunks/{trunk}", delete_trunk),
]

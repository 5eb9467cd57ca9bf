"""REST: the conference rooms that somebody is in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.keys import scope_of
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.rooms import Room
from cloudonix.simulator.simulation import Simulation

NOT_AUTHORIZED = 401


def conference_json(room: Room) -> dict[str, Any]:
    return {
        "name": room.name,
        "domain": room.domain.name,
        "customerId": room.domain.customer_id,
        "members": len(room.members),
    }


async def list_conferences(request: web.Request) -> web.Response:
    scope = scope_of(request, level_refusal=NOT_AUTHORIZED)
    rooms = scope.simulation.rooms.of_domain(scope.domain)
    return scope.simulation.list_response([conference_json(room) for room in rooms])


def _addressed(request: web.Request) -> tuple[Simulation, Room]:
    scope = scope_of(request, level_refusal=NOT_AUTHORIZED)
    room = scope.simulation.rooms.find(scope.domain, request.match_info["conference"])
    if room is None:
        raise Refused(404, "There is no such conference.")
    return scope.simulation, room


async def show_conference(request: web.Request) -> web.Response:
    return web.json_response(conference_json(_addressed(request)[1]))


async def end_conference(request: web.Request) -> web.Response:
    """Put everybody out; their calls go on in their documents."""
    simulation, room = _addressed(request)
    room.end()
    simulation.rooms.close(room)
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/conferences", list_conferences),
    ("GET", "/conferences/{conference}", show_conference),
    ("DELETE", "/conferences/{conference}", end_conference),
]

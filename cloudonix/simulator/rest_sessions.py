"""REST: sessions, which are the calls that go on and the last that ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.calls import Call
from cloudonix.simulator.clock import Event
from cloudonix.simulator.endings import HANGUPS
from cloudonix.simulator.keys import Scope, scope_of
from cloudonix.simulator.payloads import (
    DIRECTIONS,
    VAPP_SERVER,
    cased,
    iso,
    milliseconds,
    session_profile,
    shown,
)
from cloudonix.simulator.problems import Refused, object_of, read_object
from cloudonix.simulator.profiles import Update
from cloudonix.simulator.switches import Switches

MOST_LISTED = 1000


def session_json(call: Call, switches: Switches) -> dict[str, Any]:
    """Write a session as the REST API does: Inbound or Outbound, and its milliseconds as text."""
    moments = {"Start": call.started, "Answer": call.answered, "End": call.ended}
    return {
        "id": call.id,
        "token": call.token,
        "domainId": call.domain.id,
        "domain": call.domain.name,
        "subscriberId": None if call.called is None else call.called.id,
        "outgoingSubscriberId": None if call.subscriber is None else call.subscriber.id,
        "destination": shown(call.dialled, switches),
        "callerId": shown(call.caller, switches),
        "direction": "Inbound" if call.direction == "inbound" else "Outbound",
        "status": cased(call.status, switches),
        "timeLimit": call.time_limit,
        **{
            f"call{name}Time": None if moment is None else str(milliseconds(moment))
            for name, moment in moments.items()
        },
        **{f"{name.lower()}Time": iso(moment) for name, moment in moments.items()},
        "createdAt": iso(call.started),
        "modifiedAt": iso(call.ended or call.clock.now()),
        "vappServer": VAPP_SERVER,
        "callIds": [call.sip_call_id],
        "profile": session_profile(call),
        **({"url": call.stages[-1]["url"]} if call.stages else {}),
    }


async def list_sessions(request: web.Request) -> web.Response:
    """List the newest first; `?by_direction=incoming|outgoing|application` and `?limit=`."""
    scope = scope_of(request)
    wanted, limit = request.query.get("by_direction"), _limit(request)
    if wanted is not None and wanted not in DIRECTIONS.values():
        raise Refused(400, f"by_direction is one of: {', '.join(DIRECTIONS.values())}.")
    found = [
        session_json(call, scope.simulation.switches)
        for call in scope.simulation.calls
        if call.domain.id == scope.domain.id and wanted in {None, DIRECTIONS[call.direction]}
    ]
    return scope.simulation.list_response(found[:limit])


def _limit(request: web.Request) -> int:
    text = request.query.get("limit", str(MOST_LISTED))
    if not text.isdecimal() or int(text) < 1:
        raise Refused(400, "limit is a whole number, 1 or more.")
    return int(text)


def addressed_session(request: web.Request, *, level_refusal: int = 403) -> tuple[Scope, Call]:
    scope = scope_of(request, level_refusal=level_refusal)
    return scope, scope.simulation.calls.find_in(scope.domain, request.match_info["session"])


async def show_session(request: web.Request) -> web.Response:
    scope, call = addressed_session(request)
    return web.json_response(session_json(call, scope.simulation.switches))


async def put_session(request: web.Request) -> web.Response:
    """Attach the customer's own data to the call; later requests and events bring them along."""
    scope, call = addressed_session(request)
    profile = object_of(await read_object(request), "profile")
    if profile is None:
        raise Refused(400, "profile is missing.")
    call.profile = Update.of(request, scope.simulation.switches).profile(call.profile, profile)
    return web.json_response(session_json(call, scope.simulation.switches))


async def delete_session(request: web.Request) -> web.Response:
    return hung_up(addressed_session(request)[1], request)


def hung_up(call: Call, request: web.Request) -> web.Response:
    """End the call; 404 when it has ended, as on the platform. Raises Refused."""
    reason = request.query.get("reason", "")
    if reason not in HANGUPS:
        raise Refused(400, f"reason is one of: {', '.join(filter(None, HANGUPS))}.")
    if not call.live:
        raise Refused(404, "The session has ended.")
    call.hangup_reason = reason
    call.happens(Event("platform", "hangup"))
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/sessions", list_sessions),
    ("GET", "/sessions/{session}", show_session),
    ("PUT", "/sessions/{session}", put_session),
    ("DELETE", "/sessions/{session}", delete_session),
]

"""REST: what is done to live calls under `/calls/{domain}`. A key below a domain's is 401 here, as documented."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from cloudonix.simulator.calls import Call, Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.forking import fork
from cloudonix.simulator.keys import Scope, scope_of
from cloudonix.simulator.ordering import start_ordered_call
from cloudonix.simulator.payloads import shown
from cloudonix.simulator.problems import Body, Refused, number_of, object_of, read_object, text_of
from cloudonix.simulator.profiles import Update
from cloudonix.simulator.rest_sessions import addressed_session, hung_up, session_json

NOT_AUTHORIZED = 401


def _live(request: web.Request) -> tuple[Scope, Call]:
    scope, call = addressed_session(request, level_refusal=NOT_AUTHORIZED)
    if not call.live:
        raise Refused(404, "The session has ended.")
    return scope, call


def call_json(scope: Scope, call: Call) -> dict[str, Any]:
    return {
        "domainId": call.domain.id,
        **({} if call.called is None else {"subscriberId": call.called.id}),
        "destination": shown(call.dialled, scope.simulation.switches),
        "direction": call.direction,
        "token": call.token,
    }


async def place_call(request: web.Request) -> web.Response:
    """Call somebody, and run an application for whom answers."""
    scope = scope_of(request, level_refusal=NOT_AUTHORIZED)
    call = start_ordered_call(scope.simulation, scope.domain, await read_object(request))
    return web.json_response(call_json(scope, call))


async def show_session(request: web.Request) -> web.Response:
    scope, call = addressed_session(request, level_refusal=NOT_AUTHORIZED)
    return web.json_response(session_json(call, scope.simulation.switches))


async def patch_session(request: web.Request) -> web.Response:
    """Change profile and time limit. The start is set when the call begins, so callStartTime is refused."""
    scope, call = _live(request)
    body = await read_object(request)
    profile, limit = object_of(body, "profile"), number_of(body, "timeLimit")
    if limit is not None and limit < 0:
        raise Refused(400, "timeLimit is a number of seconds, 0 for none.")
    if body.get("callStartTime") is not None:
        raise Refused(400, "callStartTime is set already.")
    call.profile = Update().profile(call.profile, profile)
    if limit is not None:
        call.time_limit = limit
        call.happens(Event("platform", "look"))
    return web.json_response(call_json(scope, call))


async def delete_session(request: web.Request) -> web.Response:
    return hung_up(_live(request)[1], request)


def _stage(body: Body, call: Call) -> Stage:
    """Read url (and method), or cxml; raises Refused."""
    url, cxml, method = text_of(body, "url"), text_of(body, "cxml"), text_of(body, "method") or "GET"
    if (url is None) == (cxml is None):
        raise Refused(400, "Send either url or cxml.")
    if method not in {"GET", "POST"}:
        raise Refused(400, "method must be GET or POST.")
    if url is not None and not url.startswith(("https://", "http://")):
        raise Refused(400, "url must start with https://.")
    if cxml is not None:
        return Stage(call.stages[-1]["url"] if call.stages else "", document=cxml)
    return Stage(str(url), method)


def _party_json(scope: Scope, call: Call, remote: str) -> Body:
    switches = scope.simulation.switches
    subscriber = call.called if call.direction == "outbound-api" else call.subscriber
    return {
        "domainId": call.domain.id,
        **({} if subscriber is None else {"subscriberId": subscriber.id}),
        "callerId": shown(call.caller, switches),
        "remote": shown(remote, switches),
        "token": call.token,
    }


def _remote(call: Call) -> str:
    return next((leg.target for leg in call.legs if leg.state == "talking"), call.dialled)


async def switch_application(request: web.Request) -> web.Response:
    """Make the call run another document at once; a dialled leg is dropped first."""
    scope, call = _live(request)
    body = await read_object(request)
    if call.direction == "outbound-api" and call.answered is None:
        raise Refused(400, "The session runs no application yet.")
    call.next_stage = _stage(body, call)
    call.note("switch", "The API gives the call another application")
    call.happens(Event("platform", "switch"))
    return web.json_response(_party_json(scope, call, _remote(call)))


async def fork_session(request: web.Request) -> web.Response:
    """Split a connected call: caller and callee run an application each."""
    scope, call = _live(request)
    body = await read_object(request)
    caller, callee = object_of(body, "caller"), object_of(body, "callee")
    if caller is None or callee is None:
        raise Refused(400, "Send caller and callee, each with url or cxml.")
    remote = _remote(call)
    made = fork(
        scope.simulation,
        call,
        caller=_stage(caller, call),
        callee=_stage(callee, call),
        callback=text_of(callee, "callback") or "",
    )
    return web.json_response(
        {"caller": _party_json(scope, call, remote), "callee": _party_json(scope, made, call.caller)}
    )


async def mute(request: web.Request) -> web.Response:
    return _muted(*_live(request), muted=True)


async def unmute(request: web.Request) -> web.Response:
    return _muted(*_live(request), muted=False)


def _muted(scope: Scope, call: Call, *, muted: bool) -> web.Response:
    """There is no sound to stop here; the call and its timeline show it."""
    call.muted = muted
    call.note("mute", "The caller is muted" if muted else "The caller can be heard again")
    if (member := scope.simulation.rooms.member(call)) is not None:
        member.tell("participant-mute" if muted else "participant-unmute")
    return web.Response(status=204)


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("POST", "/application", place_call),
    ("GET", "/sessions/{session}", show_session),
    ("PATCH", "/sessions/{session}", patch_session),
    ("DELETE", "/sessions/{session}", delete_session),
    ("POST", "/sessions/{session}/application", switch_application),
    ("POST", "/sessions/{session}/fork", fork_session),
    ("POST", "/sessions/{session}/mute", mute),
    ("DELETE", "/sessions/{session}/mute", unmute),
]

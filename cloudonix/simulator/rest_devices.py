"""REST: devices without SIP registration, which are told of calls and dial in with a session's token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.calls import Call, Stage
from cloudonix.simulator.clock import CallClock
from cloudonix.simulator.endings import CallOver
from cloudonix.simulator.engine import CallRun, open_as_dialled, start_call
from cloudonix.simulator.keys import scope_of
from cloudonix.simulator.problems import Refused, needed_text, number_of, object_of, read_object, text_of
from cloudonix.simulator.records import Application
from cloudonix.simulator.rest_calls import NOT_AUTHORIZED, call_json
from cloudonix.simulator.verbs import VERB_HANDLERS

SECONDS_TO_DIAL = 60.0


async def prepare_call(request: web.Request) -> web.Response:
    """Prepare the call of a device, which then dials in with the token."""
    scope = scope_of(request, level_refusal=NOT_AUTHORIZED)
    simulation, msisdn = scope.simulation, request.match_info["msisdn"]
    subscriber = next(
        (one for one in simulation.store.subscribers_of(scope.domain) if one.msisdn == msisdn), None
    )
    if subscriber is None or not subscriber.active:
        raise Refused(404, "The domain has no such active subscriber.")
    body = await read_object(request)
    if object_of(body, "routing"):
        raise Refused(501, "Not simulated: routing.")
    limit = number_of(body, "timeLimit") or 0
    if limit < 0:
        raise Refused(400, "timeLimit is a number of seconds, 0 for none.")
    call = Call(
        id=simulation.calls.next_id(),
        domain=scope.domain,
        direction="subscriber",
        caller=text_of(body, "callerId") or msisdn,
        dialled=needed_text(body, "destination"),
        caller_name=str(subscriber.profile.get("display-name") or ""),
        subscriber=subscriber,
        callback=text_of(body, "callback") or "",
        time_limit=limit,
        clock=CallClock(simulation.clock),
    )
    start_call(simulation, call, VERB_HANDLERS, _when_the_device_dials)
    return web.json_response(call_json(scope, call))


async def _when_the_device_dials(run: CallRun) -> tuple[Application, Stage]:
    run.call.note("device", "Waits until the device dials in with the token")
    until = run.call.clock.now() + SECONDS_TO_DIAL
    while True:
        event = await run.next_event(until, automatic=False)
        if event is None:
            raise CallOver("The device did not dial in", status="noanswer", disposition="NOANSWER")
        if event.who == "device":
            run.call.note("device", "The device dials in")
            return await open_as_dialled(run)


async def hear_of_ringing(request: web.Request) -> web.Response:
    """Hear that a device which was told of a call is ringing now."""
    scope = scope_of(request, level_refusal=NOT_AUTHORIZED)
    call = scope.simulation.calls.find_in(scope.domain, request.match_info["token"])
    msisdn = request.match_info["msisdn"]
    if not any(leg.target == msisdn and leg.state == "ringing" for leg in call.legs):
        raise Refused(404, "The session does not ring this subscriber.")
    call.note("device", f"The device of {msisdn} rings")
    return web.json_response({"status": "ringing"})


ROUTES: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("POST", "/outgoing/{msisdn}", prepare_call),
    ("GET", "/ringing/{msisdn}/{token}", hear_of_ringing),
]

"""The control API under `/__sim__`: what tests and the page do to the simulated world.

It asks for no key. Bind the simulator to a loopback address, or to a demo network that strangers
cannot reach.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from cloudonix.simulator.callers import KEYS, Script
from cloudonix.simulator.calls import LEG_ACTS, Call
from cloudonix.simulator.clock import CallClock, Event
from cloudonix.simulator.engine import EXPRESSIONS, start_call
from cloudonix.simulator.lookup import domain_of, simulation_of
from cloudonix.simulator.phones import show_phones
from cloudonix.simulator.problems import Refused, needed_text, read_object, text_of
from cloudonix.simulator.seeding import seed
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.switches import SwitchRefused
from cloudonix.simulator.trunks import way_in
from cloudonix.simulator.verbs import VERB_HANDLERS
from cloudonix.simulator.webhooks import NoAnswer, once_more, send

Handler = Callable[[web.Request], Awaitable[web.Response]]
LONGEST_WAIT = 60.0
LOOK_EVERY = 0.02
MOMENT = 2.0
DONE = {"status": True}


async def reset(request: web.Request) -> web.Response:
    await simulation_of(request).reset()
    return web.json_response(DONE)


async def load_seed(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    seed(simulation, await read_object(request))
    store = simulation.store
    return web.json_response(
        {
            "customers": len(store.customers),
            "domains": len(list(store.live_domains())),
            "subscribers": sum(1 for one in store.subscribers.values() if one.deleted_at is None),
        }
    )


async def put_endpoint(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    body = await read_object(request)
    simulation.endpoints.put(domain_of(simulation, body.get("domain")).id, body)
    return web.json_response(DONE)


async def call_inbound(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    body = await read_object(request)
    domain, trunk = domain_of(simulation, body.get("domain")), text_of(body, "trunk") or ""
    return _start(
        simulation,
        Call(
            id=simulation.calls.next_id(),
            domain=domain,
            direction="inbound",
            caller=needed_text(body, "from"),
            dialled=needed_text(body, "to"),
            caller_name=text_of(body, "name") or "",
            trunk=trunk,
            trunk_id=way_in(simulation.store, domain, trunk),
            script=Script.read(body.get("script")),
            clock=CallClock(simulation.clock),
        ),
    )


async def call_from_subscriber(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    body = await read_object(request)
    domain, msisdn = domain_of(simulation, body.get("domain")), needed_text(body, "msisdn")
    subscriber = next((one for one in simulation.store.subscribers_of(domain) if one.msisdn == msisdn), None)
    if subscriber is None:
        raise Refused(404, f"The domain has no subscriber {msisdn}.")
    if not subscriber.active:
        raise Refused(403, f"Subscriber {msisdn} is not active and cannot call.")
    return _start(
        simulation,
        Call(
            id=simulation.calls.next_id(),
            domain=domain,
            direction="subscriber",
            caller=msisdn,
            dialled=needed_text(body, "to"),
            caller_name=str(subscriber.profile.get("display-name") or ""),
            subscriber=subscriber,
            script=Script.read(body.get("script")),
            clock=CallClock(simulation.clock),
        ),
    )


def _start(simulation: Simulation, call: Call) -> web.Response:
    start_call(simulation, call, VERB_HANDLERS)
    return web.json_response({"token": call.token, "id": call.id})


async def act_as_caller(request: web.Request) -> web.Response:
    call = simulation_of(request).calls.find(request.match_info["token"])
    body = await read_object(request)
    act = body.get("do")
    if act not in {"hangup", *EXPRESSIONS}:
        raise Refused(400, f"A caller can: hangup, {', '.join(EXPRESSIONS)}.")
    if not call.live:
        raise Refused(409, "The call is over.")
    if act != "hangup":
        return await _express(call, Event("caller", str(act)), body)
    call.happens(Event("caller", "hangup"))
    return web.json_response(DONE)


async def _express(call: Call, event: Event, body: dict[str, object]) -> web.Response:
    """Let somebody press keys or speak, and wait a moment until the call has noticed."""
    value, seconds = body.get("value"), body.get("seconds", 0)
    if not isinstance(value, str) or not value:
        raise Refused(400, f"value is what somebody {EXPRESSIONS[event.do]}.")
    if event.do == "dtmf" and not set(value) <= KEYS:
        raise Refused(400, "value is keys of a telephone: 0 to 9, * and #.")
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
        raise Refused(400, "seconds is how long the speech lasts, 0 or more.")
    call.happens(replace(event, value=value, seconds=float(seconds)))
    await _wait(call, lambda one: not one.live or one.clock.inbox.empty(), MOMENT)
    return web.json_response(DONE)


async def act_as_callee(request: web.Request) -> web.Response:
    call = simulation_of(request).calls.find(request.match_info["token"])
    body = await read_object(request)
    act = body.get("do")
    leg = next((leg for leg in call.legs if str(leg.number) == request.match_info["leg"]), None)
    if leg is None:
        raise Refused(404, "The call has no such leg.")
    if act in EXPRESSIONS and leg.state == "talking" and call.live:
        return await _express(call, Event("leg", str(act), leg=leg.number), body)
    if act not in LEG_ACTS:
        raise Refused(400, f"A leg can: {', '.join(LEG_ACTS)}, and dtmf or speak while it talks.")
    if leg.state not in LEG_ACTS[act] or not call.live:
        raise Refused(409, f"The phone is not {' or '.join(LEG_ACTS[act])} any more.")
    call.happens(Event("leg", act, leg=leg.number))
    return web.json_response(DONE)


async def show_rooms(request: web.Request) -> web.Response:
    """Show the domain's conference rooms with their members, of which the REST API gives only the number."""
    simulation = simulation_of(request)
    domain = domain_of(simulation, request.match_info["domain"])
    return web.json_response([room.as_json() for room in simulation.rooms.of_domain(domain)])


async def act_as_device(request: web.Request) -> web.Response:
    """Let a device dial in with the token of a call that was prepared for it."""
    call = simulation_of(request).calls.find(request.match_info["token"])
    if (await read_object(request)).get("do") != "dial":
        raise Refused(400, "A device can: dial.")
    if not call.live or call.stages or call.status != "new":
        raise Refused(409, "The call does not wait for a device.")
    call.happens(Event("device", "dial"))
    return web.json_response(DONE)


async def show_clock(request: web.Request) -> web.Response:
    clock = simulation_of(request).clock
    return web.json_response({"mode": clock.mode, "now": clock.now()})


async def set_clock(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    body = await read_object(request)
    if "mode" in body:
        if simulation.calls.live():
            raise Refused(409, "Calls are going on; change the clock's mode between calls.")
        try:
            simulation.clock.set_mode(str(body["mode"]))
        except ValueError as refusal:
            raise Refused(400, str(refusal)) from refusal
    if "advance" in body:
        seconds = body["advance"]
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
            raise Refused(400, "advance is a number of seconds, 0 or more.")
        simulation.clock.move(seconds)
        simulation.calls.tick(seconds)
    return await show_clock(request)


async def list_calls(request: web.Request) -> web.Response:
    domain = request.query.get("domain")
    return web.json_response(
        [call.summary() for call in simulation_of(request).calls if domain in {None, call.domain.name}]
    )


REACHED: dict[str, Callable[[Call], bool]] = {
    "ringing": lambda call: not call.live or any(leg.state == "ringing" for leg in call.legs),
    "talking": lambda call: not call.live or any(leg.state == "talking" for leg in call.legs),
    "listening": lambda call: not call.live or bool(call.listening),
    "room": lambda call: not call.live or bool(call.room),
    "settled": lambda call: call.settled.is_set(),
}


async def show_call(request: web.Request) -> web.Response:
    """Show the call with its timeline; `?until=ringing|talking|listening|room|settled&wait=5` first waits for that."""
    call = simulation_of(request).calls.find(request.match_info["token"])
    until = request.query.get("until")
    if until is not None:
        if until not in REACHED:
            raise Refused(400, f"until is one of: {', '.join(REACHED)}.")
        await _wait(call, REACHED[until], _seconds(request.query.get("wait", "10")))
    return web.json_response(call.as_json())


def _seconds(text: str) -> float:
    try:
        return min(LONGEST_WAIT, float(text))
    except ValueError as error:
        raise Refused(400, "wait is a number of seconds.") from error


async def _wait(call: Call, reached: Callable[[Call], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not reached(call) and time.monotonic() < deadline:
        await asyncio.sleep(LOOK_EVERY)


async def show_journal(request: web.Request) -> web.Response:
    found = simulation_of(request).journal.list(
        token=request.query.get("token", ""), kind=request.query.get("kind", "")
    )
    return web.json_response([exchange.as_json() for exchange in found])


async def replay(request: web.Request) -> web.Response:
    """Send a webhook once more, exactly as it was."""
    simulation = simulation_of(request)
    known = simulation.journal.find((await read_object(request)).get("delivery_id"))
    if known is None or known.direction != "out":
        raise Refused(404, "The journal has no such delivery.")
    again = once_more(simulation, known)
    try:
        answer = await send(simulation, again)
    except NoAnswer as trouble:
        raise Refused(502, str(trouble)) from trouble
    return web.json_response({"delivery_id": again.id, "status": answer.status})


async def show_faults(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    return web.json_response([*simulation.faults.as_json(), *simulation.rest_faults.as_json()])


async def add_fault(request: web.Request) -> web.Response:
    simulation, body = simulation_of(request), await read_object(request)
    if body.get("kind") == "rest":
        simulation.rest_faults.add(body)
    else:
        simulation.faults.add(body)
    return await show_faults(request)


async def forget_faults(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    simulation.faults.clear()
    simulation.rest_faults.clear()
    return await show_faults(request)


async def show_switches(request: web.Request) -> web.Response:
    return web.json_response(simulation_of(request).switches.as_json())


async def set_switches(request: web.Request) -> web.Response:
    try:
        simulation_of(request).switches.flip(await read_object(request))
    except SwitchRefused as refusal:
        raise Refused(400, str(refusal)) from refusal
    return await show_switches(request)


def routes() -> list[web.RouteDef]:
    table: list[tuple[str, str, Handler]] = [
        ("POST", "/reset", reset),
        ("POST", "/seed", load_seed),
        ("POST", "/endpoints", put_endpoint),
        ("POST", "/calls/inbound", call_inbound),
        ("POST", "/calls/from-subscriber", call_from_subscriber),
        ("POST", "/calls/{token}/caller", act_as_caller),
        ("POST", "/calls/{token}/leg/{leg}", act_as_callee),
        ("POST", "/calls/{token}/device", act_as_device),
        ("GET", "/clock", show_clock),
        ("POST", "/clock", set_clock),
        ("GET", "/calls", list_calls),
        ("GET", "/calls/{token}", show_call),
        ("GET", "/journal", show_journal),
        ("POST", "/replay", replay),
        ("GET", "/faults", show_faults),
        ("POST", "/faults", add_fault),
        ("DELETE", "/faults", forget_faults),
        ("GET", "/switches", show_switches),
        ("POST", "/switches", set_switches),
        ("GET", "/phones/{domain}", show_phones),
        ("GET", "/rooms/{domain}", show_rooms),
    ]
    return [web.route(method, "/__sim__" + path, handler) for method, path, handler in table]

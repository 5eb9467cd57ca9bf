"""Split a connected call in two: each party runs an application of its own then."""

from __future__ import annotations

from cloudonix.simulator.callers import Script
from cloudonix.simulator.calls import Call, Leg, Stage
from cloudonix.simulator.clock import CallClock, Event
from cloudonix.simulator.dialing import keys_of
from cloudonix.simulator.engine import CallRun, start_call
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Application
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.verbs import VERB_HANDLERS


def fork(simulation: Simulation, call: Call, *, caller: Stage, callee: Stage, callback: str) -> Call:
    """Give the caller's session the one document and the called party a new session with the other.

    callback: gets the new session's updates. Raises Refused when nobody is connected.
    """
    leg = next((one for one in call.legs if one.state == "talking"), None)
    if leg is None:
        raise Refused(400, "The session is not connected to anybody.")
    leg.state, leg.result = "ended", "completed"
    call.note("switch", f"The API splits the call from {leg.target}")
    call.next_stage = caller
    call.happens(Event("platform", "switch"))
    moved = Leg(1, leg.target, leg.kind, leg.behaviour, call.clock.now(), state="talking", trunk=leg.trunk)
    store = simulation.store
    made = Call(
        id=simulation.calls.next_id(),
        domain=call.domain,
        direction="outbound-api",
        caller=call.caller,
        caller_name=call.caller_name,
        dialled=leg.target,
        called=next((one for one in store.subscribers_of(call.domain) if one.msisdn == leg.target), None),
        callback=callback,
        profile=dict(call.profile),
        legs=[moved],
        clock=CallClock(simulation.clock),
    )
    default = store.applications.get(call.domain.default_application or 0)
    application = default or Application(id=0, domain_id=call.domain.id, name="fork", url="")

    async def open_connected(run: CallRun) -> tuple[Application, Stage]:
        run.party = moved
        run.answer()
        if not moved.manual:
            run.caller_leaves = run.call.clock.now() + moved.behaviour.talk
            run.call.script = Script.read(list(moved.behaviour.steps))
            run.plans += keys_of(moved, run.call.clock.now())
        return application, callee

    start_call(simulation, made, VERB_HANDLERS, open_connected)
    return made

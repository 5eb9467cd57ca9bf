"""Calls that the API orders: ring the destination first, then run an application for whom answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cloudonix.simulator.callers import Script
from cloudonix.simulator.calls import Call, Stage
from cloudonix.simulator.clock import CallClock
from cloudonix.simulator.dialing import keys_of, ring_one
from cloudonix.simulator.endings import ApplicationFault, CallOver
from cloudonix.simulator.engine import CallRun, start_call
from cloudonix.simulator.problems import Body, Refused, needed_text, number_of, text_of
from cloudonix.simulator.reaching import target_of
from cloudonix.simulator.recorded import keep, tell
from cloudonix.simulator.records import Application, Domain
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.verbs import VERB_HANDLERS

# Documented, and refused rather than passed over: a call without them would not be the one that was ordered.
NOT_SIMULATED = frozenset(
    {
        "machineDetection",
        "asyncAmd",
    }
)
SOURCES = ("application", "url", "cxml")


@dataclass(frozen=True, slots=True)
class Order:
    """What to do for an ordered call.

    trunk: names apart by commas, None for any. seconds: to ring, None as the domain says. digits: sent once it is
    answered. not_before: when to begin, in seconds since 1970. recording: what was asked of a recording of the
    whole call, None without one.
    """

    application: Application
    stage: Stage
    trunk: str | None
    seconds: int | None
    digits: str
    not_before: float = 0.0
    recording: dict[str, str] | None = None

    async def open(self, run: CallRun) -> tuple[Application, Stage]:
        """Ring the destination; the call ends here when it does not answer."""
        run.admit()
        await run.pause(max(0.0, self.not_before - run.call.clock.now()))
        self._record(run)
        leg = await ring_one(run, target_of(run.call.dialled), self.trunk, self.seconds)
        if leg is None:
            raise CallOver(f"{run.call.dialled} was not reached")
        run.party = leg
        if not leg.manual:
            now = run.call.clock.now()
            run.caller_leaves = now + leg.behaviour.talk
            run.call.script = Script.read(list(leg.behaviour.steps))
            run.plans += keys_of(leg, now)
        if self.digits:
            run.call.note("keys", f"The platform sends {self.digits}.")
        if not self.application.active:
            raise ApplicationFault(f"The application {self.application.name} is not active")
        return self.application, self.stage

    def _record(self, run: CallRun) -> None:
        """Record from the answer to the end, and tell of it then."""
        asked, call = self.recording, run.call
        if asked is None:
            return

        def finish() -> None:
            if call.answered is None:
                tell(run, asked, "absent")
            else:
                tell(run, asked, "completed", keep(run, "Call", call.clock.now() - call.answered))

        run.at_end.append(finish)


def start_ordered_call(simulation: Simulation, domain: Domain, body: Body) -> Call:
    """Read the order and start its call; raises Refused."""
    unknown = sorted(NOT_SIMULATED & {name for name, value in body.items() if value is not None})
    if unknown:
        raise Refused(501, f"Not simulated: {', '.join(unknown)}.")
    if text_of(body, "execute") not in {None, "connected"}:
        raise Refused(501, "Only calls that execute when connected are simulated.")
    destination = needed_text(body, "destination")
    limit, seconds = number_of(body, "timeLimit"), number_of(body, "timeout")
    if min(limit or 0, seconds or 0) < 0:
        raise Refused(400, "timeout and timeLimit are seconds, 0 or more.")
    application, stage = _what_runs(simulation, domain, body)
    order = Order(
        application,
        stage,
        trunk=_ways(body),
        seconds=seconds,
        digits=text_of(body, "send-digits") or "",
        not_before=_moment(body),
        recording=_recording(body),
    )
    call = Call(
        id=simulation.calls.next_id(),
        domain=domain,
        direction="outbound-api",
        # The description calls it optional; in practice a call without it is refused.
        caller=needed_text(body, "caller-id"),
        dialled=destination,
        called=next(
            (one for one in simulation.store.subscribers_of(domain) if one.msisdn == destination), None
        ),
        callback=text_of(body, "callback") or "",
        profile=_profile(body.get("profile")),
        time_limit=limit or 0,
        clock=CallClock(simulation.clock),
    )
    start_call(simulation, call, VERB_HANDLERS, order.open)
    return call


def _ways(body: Body) -> str | None:
    """The trunks to leave by, the first choice first: one name, or a plan of routes."""
    trunk, routes = text_of(body, "trunk"), body.get("routes")
    if routes is None:
        return trunk
    if trunk is not None:
        raise Refused(400, "Send either trunk or routes.")
    match routes:
        case [{"trunk": str()}, *rest] if all(isinstance(one, dict) and "trunk" in one for one in rest):
            return ",".join(str(one["trunk"]) for one in routes)
    raise Refused(400, "routes is an array of {trunk, prefix}.")


def _moment(body: Body) -> float:
    text = text_of(body, "schedule")
    try:
        return 0.0 if text is None else datetime.fromisoformat(text).timestamp()
    except ValueError as error:
        raise Refused(400, "schedule is a time such as 2027-01-31T09:00:00Z.") from error


def _recording(body: Body) -> dict[str, str] | None:
    if body.get("record") not in {True, "true"}:
        return None
    names = ("recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent")
    return {name: text for name in names if (text := text_of(body, name)) is not None}


def _what_runs(simulation: Simulation, domain: Domain, body: Body) -> tuple[Application, Stage]:
    given = [name for name in SOURCES if text_of(body, name) is not None]
    if len(given) != 1:
        raise Refused(400, f"Send one of {', '.join(SOURCES)}.")
    value = str(body[given[0]])
    if given == ["application"]:
        application = simulation.store.application(domain, value)
        if application is None:
            raise Refused(404, f"The domain has no application {value}.")
        return application, Stage(application.url, application.method)
    if given == ["url"] and not value.startswith(("https://", "http://")):
        raise Refused(400, "url must start with https://.")
    # What is asked in the name of no application is asked in the name of the default one.
    default = simulation.store.applications.get(domain.default_application or 0)
    application = default or Application(id=0, domain_id=domain.id, name="outbound-api", url="")
    return application, Stage(value, "GET") if given == ["url"] else Stage(application.url, document=value)


def _profile(value: object) -> dict[str, Any]:
    """Read an object, or the array of pairs {key, value} of the description."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(one, dict) and "key" in one for one in value):
        return {str(one["key"]): one.get("value") for one in value}
    raise Refused(400, "profile must be an object, or an array of {key, value}.")

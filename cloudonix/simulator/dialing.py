"""Dial: ring phones and numbers, connect the first that answers, tell the application how it went."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import LEG_ACTS, Leg, Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.endings import ApplicationFault, CallOver
from cloudonix.simulator.endpoints import GONE, MANUAL, Behaviour
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.trunks import NoTrunk, way_out

DEFAULT_RING_SECONDS = 60
# What became of a leg that did not answer, by what its phone did.
REFUSALS = {"busy": "busy", "reject": "busy", "unreachable": "failed", "failed": "failed", "hangup": "busy"}
WORDS = {
    "busy": "is busy",
    "reject": "refused the call",
    "unreachable": "cannot be reached",
    "failed": "cannot be reached",
    "hangup": "refused the call",
}


async def dial(run: CallRun, verb: Element) -> Stage | None:
    targets = _targets(run, verb)
    timeout = _ring_seconds(run, verb)
    run.call.note(
        "dial",
        f"Rings {', '.join(targets)} for up to {timeout:g} s",
        callerId=verb.get("callerId", ""),
        callerName=verb.get("callerName", ""),
        trunks=verb.get("trunks", ""),
    )
    trunks, step, now = verb.get("trunks"), run.call.script.next("dial"), run.call.clock.now()
    legs = [_leg(run, target, trunks) for target in targets]
    with run.planned(*(step.acts(now, at_once=True) if step else ())):
        answered = await _ring(run, legs, now + timeout)
        if answered is not None:
            await _talk(run, answered, verb)
    run.last_dial = "" if answered is not None else _outcome(legs)
    action = verb.get("action")
    return (
        None
        if action is None
        else Stage(action, verb.get("method", "POST"), _result(run, run.last_dial or "completed"))
    )


async def ring_one(run: CallRun, target: str, trunk: str | None, seconds: float | None) -> Leg | None:
    """Ring one number before anything else; the leg, or None when it did not answer.

    seconds: None rings as long as the domain says.
    """
    leg = _leg(run, target, trunk)
    patience = _default_ring_seconds(run) if seconds is None else seconds
    answered = await _ring(run, [leg], run.call.clock.now() + patience)
    run.last_dial = "" if answered is not None else _outcome([leg])
    return answered


def _targets(run: CallRun, verb: Element) -> list[str]:
    nouns = [noun for noun in verb if noun.tag != "Header"]
    if nouns and nouns[0].tag != "Number":
        raise ApplicationFault(f"Dial with {nouns[0].tag} is documented but not simulated yet")
    simultaneous = run.simulation.switches.simultaneous
    if len(nouns) > 1 and simultaneous == "ampersand":
        raise ApplicationFault("Dial with several Number is switched off: this platform rings a&b")
    if nouns:
        return [(noun.text or "").strip() for noun in nouns]
    text = (verb.text or "").strip()
    if "@" in text:
        raise ApplicationFault("Dial with a SIP address is documented but not simulated yet")
    return text.split("&") if simultaneous != "numbers" else [text]


def _ring_seconds(run: CallRun, verb: Element) -> float:
    return float(verb.get("timeout") or _default_ring_seconds(run))


def _default_ring_seconds(run: CallRun) -> float:
    default = run.call.domain.profile.get("call-timeout", DEFAULT_RING_SECONDS)
    return default if isinstance(default, int) else DEFAULT_RING_SECONDS


def _leg(run: CallRun, target: str, trunks: str | None) -> Leg:
    kind, behaviour, trunk = _reach(run, target, trunks)
    call = run.call
    leg = Leg(len(call.legs) + 1, target, kind, behaviour, call.clock.now(), trunk=trunk)
    call.legs.append(leg)
    return leg


def _reach(run: CallRun, target: str, trunks: str | None) -> tuple[str, Behaviour, str]:
    """Where a number leads: an active subscriber's phone, else an outside number by a trunk, else nowhere."""
    store, domain = run.simulation.store, run.call.domain
    endpoints = run.simulation.endpoints
    subscriber = next(
        (one for one in store.subscribers_of(domain) if one.msisdn == target and one.active), None
    )
    if subscriber is not None and trunks is None:
        return "subscriber", endpoints.behaviour(domain.id, "subscriber", target) or MANUAL, ""
    if trunks is None and domain.profile.get("redirect-unknown-to-border") is False:
        return "nowhere", GONE, ""
    try:
        trunk = way_out(store, domain, trunks)
    except NoTrunk as trouble:
        run.call.note("warning", f"{target} cannot be reached. {trouble}")
        return "nowhere", GONE, ""
    behaviour = endpoints.behaviour(domain.id, "pstn", target)
    return ("nowhere", GONE, trunk) if behaviour is None else ("pstn", behaviour, trunk)


async def _ring(run: CallRun, legs: list[Leg], deadline: float) -> Leg | None:
    """Ring all legs until one answers, all have refused, or time is up; the leg that answered."""
    for leg in legs:
        if leg.behaviour.result not in {"unreachable", "failed"}:
            run.call.note("ring", f"{leg.target} rings")
    if any(leg.behaviour.result not in {"unreachable", "failed"} for leg in legs):
        run.report("ringing")
    while ringing := [leg for leg in legs if leg.state == "ringing"]:
        first = min(ringing, key=lambda leg: (leg.acts_at is None, leg.acts_at))
        until = deadline if first.acts_at is None else min(deadline, first.acts_at)
        waits_for_people = until == deadline and any(leg.manual for leg in ringing)
        event = await run.next_event(until, automatic=not waits_for_people)
        if event is None and first.acts_at is not None and first.acts_at < deadline:
            leg, act = first, first.behaviour.result
        elif event is None:
            _give_up(run, ringing)
            return None
        else:
            if (addressed := _addressed(ringing, event)) is None or event.do not in LEG_ACTS:
                run.unheard(event)
                continue
            leg, act = addressed, event.do
        if act == "answer":
            _pick_up(run, leg, ringing)
            return leg
        _end(leg, REFUSALS[act])
        run.call.note("refuse", f"{leg.target} {WORDS[act]}")
    return None


def _addressed(legs: list[Leg], event: Event) -> Leg | None:
    return next((leg for leg in legs if event.who == "leg" and leg.number == event.leg), None)


def _end(leg: Leg, result: str) -> None:
    leg.state, leg.result = "ended", result


def _give_up(run: CallRun, ringing: list[Leg]) -> None:
    for leg in ringing:
        _end(leg, "no-answer")
        run.call.note("refuse", f"{leg.target} did not answer")


def _pick_up(run: CallRun, leg: Leg, ringing: list[Leg]) -> None:
    leg.state = "talking"
    for other in ringing:
        if other is not leg:
            _end(other, "canceled")
            run.call.note("refuse", f"{other.target} stops ringing")
    run.call.note("answer", f"{leg.target} answers")
    run.answer()
    run.report("connected")


async def _talk(run: CallRun, leg: Leg, verb: Element) -> None:
    """Until somebody hangs up or the time limit is reached."""
    now = run.call.clock.now()
    limit = int(verb.get("timeLimit", "0"))
    limited = None if limit == 0 else now + limit
    scripted = None if leg.manual else now + leg.behaviour.talk
    until = min((moment for moment in (limited, scripted) if moment is not None), default=None)
    while True:
        event = await run.next_event(until, automatic=not leg.manual)
        if event is None or (event.who == "leg" and event.leg == leg.number and event.do == "hangup"):
            break
        run.unheard(event)
    if event is None and until == scripted and leg.behaviour.hangup_by == "caller":
        raise CallOver("The caller hung up")
    _end(leg, "completed")
    run.call.note(
        "hangup", f"{leg.target} hangs up" if event or until == scripted else "The time limit ends the talk"
    )


def _outcome(legs: list[Leg]) -> str:
    """Say how a Dial ended that nobody answered: no-answer before busy before failed."""
    results = {leg.result for leg in legs}
    return next((result for result in ("no-answer", "busy") if result in results), "failed")


def _result(run: CallRun, result: str) -> dict[str, str]:
    field = run.simulation.switches.dial_status_field
    names = ("CallStatus", "DialCallStatus") if field == "both" else (field,)
    return dict.fromkeys(names, result)

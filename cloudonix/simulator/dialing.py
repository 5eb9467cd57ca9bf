"""Dial: ring phones and numbers, connect the first that answers, tell the application how it went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cloudonix.simulator.callers import Plan
from cloudonix.simulator.calls import LEG_ACTS, Leg, Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.conferencing import confer
from cloudonix.simulator.endings import CallOver, Switched, keys_that_end
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.reaching import Target, new_leg, shown_to_legs, targets_of
from cloudonix.simulator.recorded import keep, tell
from cloudonix.simulator.recordings import Recording

DEFAULT_RING_SECONDS = 60
RECORDING = {"record-from-answer", "record-from-ringing", "true"}
# What became of a leg that did not answer, by what its phone did.
REFUSALS = {"busy": "busy", "reject": "busy", "unreachable": "failed", "failed": "failed", "hangup": "busy"}
WORDS = {
    "busy": "is busy",
    "reject": "refused the call",
    "unreachable": "cannot be reached",
    "failed": "cannot be reached",
    "hangup": "refused the call",
}


@dataclass(slots=True)
class Outcome:
    """How a Dial ended. result: completed, busy, no-answer or failed; connected: from when; seconds: of talk."""

    result: str = "completed"
    connected: float | None = None
    seconds: float = 0.0
    recording: Recording | None = None


async def dial(run: CallRun, verb: Element) -> Stage | None:
    step, now, outcome = run.call.script.next("dial"), run.call.clock.now(), Outcome()
    room = next((noun for noun in verb if noun.tag == "Conference"), None)
    with run.planned(*(step.acts(now, at_once=True) if step else ())):
        if room is not None:
            outcome.result = await confer(run, verb, room)
        else:
            await _ring_and_talk(run, verb, outcome)
    run.last_dial = "" if outcome.result == "completed" else outcome.result
    action = verb.get("action")
    return None if action is None else Stage(action, verb.get("method", "POST"), _told(run, outcome))


async def _ring_and_talk(run: CallRun, verb: Element, outcome: Outcome) -> None:
    targets, timeout, shown = targets_of(run, verb), _ring_seconds(run, verb), shown_to_legs(verb)
    run.call.note(
        "dial",
        f"Rings {', '.join(one.name for one in targets)} for up to {timeout:g} s",
        callerId=shown.caller_id,
        callerName=shown.caller_name,
        trunks=verb.get("trunks", ""),
        headers=shown.headers,
        forwardHeaders=verb.get("forwardHeaders", "false"),
    )
    legs = [new_leg(run, target, verb.get("trunks"), shown) for target in targets]
    with _recorded(run, verb, outcome):
        answered = await _ring(run, legs, run.call.clock.now() + timeout)
        if answered is None:
            outcome.result = _outcome(legs)
        else:
            outcome.connected = run.call.clock.now()
            await _talk(run, answered, verb)
            outcome.seconds = run.call.clock.now() - outcome.connected


@contextmanager
def _recorded(run: CallRun, verb: Element, outcome: Outcome) -> Iterator[None]:
    """Record what is talked, where the Dial says so, until somebody ends it in whatever way."""
    kind, began = verb.get("record", "do-not-record"), run.call.clock.now()
    if kind not in RECORDING:
        yield
        return
    tell(run, verb, "in-progress")
    try:
        yield
    except (CallOver, Switched):
        _end_recording(run, verb, outcome, began)
        raise
    _end_recording(run, verb, outcome, began)


def _end_recording(run: CallRun, verb: Element, outcome: Outcome, began: float) -> None:
    if outcome.connected is None:
        tell(run, verb, "absent")
        return
    since = began if verb.get("record") == "record-from-ringing" else outcome.connected
    outcome.recording = keep(run, "Dial", run.call.clock.now() - since)
    tell(run, verb, "completed", outcome.recording)


async def ring_one(run: CallRun, target: Target, trunk: str | None, seconds: float | None) -> Leg | None:
    """Ring one number before anything else; the leg, or None when it did not answer.

    seconds: None rings as long as the domain says.
    """
    leg = new_leg(run, target, trunk)
    patience = _default_ring_seconds(run) if seconds is None else seconds
    answered = await _ring(run, [leg], run.call.clock.now() + patience)
    run.last_dial = "" if answered is not None else _outcome([leg])
    return answered


def _ring_seconds(run: CallRun, verb: Element) -> float:
    return float(verb.get("timeout") or _default_ring_seconds(run))


def _default_ring_seconds(run: CallRun) -> float:
    default = run.call.domain.profile.get("call-timeout", DEFAULT_RING_SECONDS)
    return default if isinstance(default, int) else DEFAULT_RING_SECONDS


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


def keys_of(leg: Leg, now: float) -> list[Plan]:
    """The keys that a scripted phone presses once it talks."""
    return [
        Plan(now + at, Event("leg", "dtmf", leg=leg.number, value=digits))
        for at, digits in leg.behaviour.dtmf
    ]


async def _talk(run: CallRun, leg: Leg, verb: Element) -> None:
    """Until somebody hangs up, the caller presses a key that ends it, or the time limit is reached."""
    now = run.call.clock.now()
    limit, keys = int(verb.get("timeLimit", "0")), keys_that_end(verb)
    limited = None if limit == 0 else now + limit
    scripted = None if leg.manual else now + leg.behaviour.talk
    until = min((moment for moment in (limited, scripted) if moment is not None), default=None)
    why = ""
    with run.planned(*keys_of(leg, now)):
        while not why:
            event = await run.next_event(until, automatic=not leg.manual)
            if event is None:
                if until == scripted and leg.behaviour.hangup_by == "caller":
                    raise CallOver("The caller hung up")
                why = f"{leg.target} hangs up" if until == scripted else "The time limit ends the talk"
            elif event.who == "leg" and event.leg == leg.number and event.do == "hangup":
                why = f"{leg.target} hangs up"
            elif event.who == "caller" and event.do == "dtmf" and set(event.value) & set(keys):
                why = f"The caller presses {event.value}, which ends the talk"
            else:
                run.unheard(event)
    _end(leg, "completed")
    run.call.note("hangup", why)


def _outcome(legs: list[Leg]) -> str:
    """Say how a Dial ended that nobody answered: no-answer before busy before failed."""
    results = {leg.result for leg in legs}
    return next((result for result in ("no-answer", "busy") if result in results), "failed")


def _told(run: CallRun, outcome: Outcome) -> dict[str, str]:
    """What the action is told; more than the result is not documented and needs a switch."""
    field = run.simulation.switches.dial_status_field
    told = dict.fromkeys(("CallStatus", "DialCallStatus") if field == "both" else (field,), outcome.result)
    if run.simulation.switches.dial_details:
        told["DialCallDuration"] = str(round(outcome.seconds))
        told["DialCallSid"] = run.call.sip_call_id
        if outcome.recording is not None:
            told["RecordingUrl"] = run.simulation.address(outcome.recording)
    return told

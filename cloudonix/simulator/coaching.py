"""Coach: listen to, whisper into or join another call of the domain."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Call, Stage
from cloudonix.simulator.engine import CallRun

ALL_KEYS = "1234567890*#"
COACHED = frozenset({"ringing", "connected"})
POLICIES = {"listen": "listens to", "whisper": "whispers into", "barge": "joins"}


async def coach(run: CallRun, verb: Element) -> Stage | None:
    """Stay until the caller presses a finish key or the other call ends; then the next verb runs."""
    token, policy = (verb.text or "").strip(), verb.get("policy", "whisper")
    target = _target(run, token)
    if target is None:
        run.call.note(
            "warning", f"There is no call {token} that rings or talks, so there is nobody to coach."
        )
        return None
    run.answer()
    step, now = run.call.script.next("coach"), run.call.clock.now()
    run.call.note("coach", f"{POLICIES[policy].capitalize()} call {token}", attributes=dict(verb.attrib))
    target.note("coach", f"{run.call.caller} {POLICIES[policy]} this call")
    target.coaches[run.call.token] = {
        "policy": policy,
        "spyDirection": verb.get("spyDirection", "both"),
        "whisperDirection": verb.get("whisperDirection", ""),
    }
    target.watchers.append(run.call)
    try:
        acts = [] if step is None else [*step.acts(now, at_once=True), *step.acts(now, at_once=False)]
        with run.planned(*acts):
            await _stay(run, target, verb.get("finishOnKey", ALL_KEYS))
    finally:
        target.watchers.remove(run.call)
        del target.coaches[run.call.token]
    return None


def _target(run: CallRun, token: str) -> Call | None:
    return next(
        (
            call
            for call in run.simulation.calls.live()
            if call.token == token
            and call is not run.call
            and call.domain.id == run.call.domain.id
            and call.status in COACHED
        ),
        None,
    )


async def _stay(run: CallRun, target: Call, keys: str) -> None:
    while target.live:
        event = await run.next_event(None, automatic=False)
        if event is None or (event.who, event.do) == ("coached", "end"):
            break
        if event.who == "caller" and event.do == "dtmf" and set(event.value) & set(keys):
            run.call.note("keys", f"The caller presses {event.value}.")
            return
        run.unheard(event)
    run.call.note("coach", "The other call has ended")

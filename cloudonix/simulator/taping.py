"""Record: let the caller speak, keep what was said, and tell the application where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cloudonix.simulator.callers import Plan, Step
from cloudonix.simulator.calls import Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.endings import CallOver, Switched
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.recorded import keep, tell
from cloudonix.simulator.recordings import Recording
from cloudonix.simulator.speaking import Interrupted, prompt, seconds_to_say

ALL_KEYS = "1234567890*#"
HUNG_UP = "hangup"


@dataclass(slots=True)
class Tape:
    """A recording while it is made. speech: from when to when the caller spoke, in the time of the call."""

    begun: float
    speech: list[tuple[float, float]] = field(default_factory=list)
    ended_by: str = ""  # the key, "hangup", or "" for silence and the longest time

    @property
    def last_word(self) -> float:
        return self.speech[-1][1] if self.speech else self.begun

    def speak(self, now: float, seconds: float) -> None:
        since = max(now, self.last_word)
        self.speech.append((since, since + seconds))

    def seconds(self, end: float, *, trimmed: bool) -> float:
        """The length of the recording when it ends now; 0.0 when nobody spoke."""
        spoken = sum(max(0.0, min(until, end) - since) for since, until in self.speech)
        return spoken if trimmed or not spoken else end - self.begun


async def record(run: CallRun, verb: Element) -> Stage | None:
    run.answer()
    call, step = run.call, run.call.script.next("record")

    def on_input(event: Event) -> None:
        if event.who != "caller":
            return
        run.unheard(event)
        raise Interrupted

    call.note("record", f"Records for up to {verb.get('maxLength', '3600')} s", attributes=dict(verb.attrib))
    await prompt(run, verb, on_input)
    tape = Tape(call.clock.now())
    call.listening = "message"
    tell(run, verb, "in-progress")
    try:
        with run.planned(*_acts(step, tape.begun)):
            await _listen(run, verb, tape)
    except (CallOver, Switched):
        tape.ended_by = HUNG_UP
        await _left_while_recording(run, verb, tape)
        raise
    finally:
        call.listening = ""
    kept = _keep(run, verb, tape)
    if kept is None:
        tell(run, verb, "absent")
        return None
    tell(run, verb, "completed", kept)
    return Stage(verb.get("action", ""), verb.get("method", "POST"), _told(run, tape, kept))


def _acts(step: Step | None, now: float) -> list[Plan]:
    if step is None:
        return []
    plans = [Plan(now, Event("caller", "speak", seconds=step.seconds))] if step.seconds else []
    if step.digits:
        plans.append(Plan(now + step.seconds, Event("caller", "dtmf", value=step.digits)))
    if step.hangup:
        plans.append(Plan(now + step.seconds, Event("caller", "hangup")))
    return plans


async def _listen(run: CallRun, verb: Element, tape: Tape) -> None:
    """Until a finish key, a silence, or the longest time. Both times start after the prompt and the beep."""
    silence, keys = int(verb.get("timeout", "5")), verb.get("finishOnKey", ALL_KEYS)
    longest = tape.begun + int(verb.get("maxLength", "3600"))
    while True:
        event = await run.next_event(min(tape.last_word + silence, longest), automatic=not run.by_hand)
        if event is None:
            return
        if event.who == "caller" and event.do == "speak":
            seconds = event.seconds or seconds_to_say(event.value)
            tape.speak(run.call.clock.now(), seconds)
            run.call.note("keys", f"The caller speaks for {seconds:g} s.")
        elif key := next((one for one in event.value if event.who == "caller" and one in keys), ""):
            tape.ended_by = key
            run.call.note("keys", f"The caller presses {key}.")
            return
        else:
            run.unheard(event)


def _keep(run: CallRun, verb: Element, tape: Tape) -> Recording | None:
    """Keep the recording; None when it is empty."""
    trimmed = verb.get("trim", "trim-silence") == "trim-silence"
    seconds = tape.seconds(run.call.clock.now(), trimmed=trimmed)
    if not seconds:
        run.call.note("record", "Nothing was recorded")
        return None
    return keep(run, "Record", seconds)


def _told(run: CallRun, tape: Tape, kept: Recording) -> dict[str, str]:
    told = {"RecordingUrl": run.simulation.address(kept)}
    if run.simulation.switches.recording_details:
        told["RecordingDuration"] = kept.duration
        if tape.ended_by:
            told["Digits"] = tape.ended_by
    return told


async def _left_while_recording(run: CallRun, verb: Element, tape: Tape) -> None:
    """The call goes away under the recording: it is kept and its callback told; the action mostly is not."""
    switches, kept = run.simulation.switches, _keep(run, verb, tape)
    if switches.record_hangup_callback:
        tell(run, verb, "absent" if kept is None else "completed", kept)
    if switches.record_hangup_action and kept is not None:
        stage = Stage(run.at(verb.get("action", "")), verb.get("method", "POST"), _told(run, tape, kept))
        await run.ask_in_vain(stage)

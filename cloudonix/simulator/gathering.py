"""Gather: let the caller press keys or speak, and tell the application."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.speaking import Interrupted, prompt


@dataclass(slots=True)
class Ear:
    """What a Gather listens to, and what it has heard.

    most: keys that are enough, None for any number. finish: keys that end the input and do not belong to it.
    """

    keys: bool
    speech: bool
    most: int | None
    finish: str
    digits: str = ""
    said: str = ""
    full: bool = False

    @classmethod
    def of(cls, verb: Element) -> Ear:
        kinds = verb.get("input", "dtmf").split()
        most = verb.get("numDigits")
        return cls(
            "dtmf" in kinds,
            "speech" in kinds,
            None if most is None else int(most),
            verb.get("finishOnKey", "#"),
        )

    @property
    def wanted(self) -> str:
        return " and ".join(word for word, on in (("keys", self.keys), ("speech", self.speech)) if on)

    def take(self, event: Event) -> bool:
        """Hear what the caller does; whether that was input."""
        if event.who != "caller" or self.full:
            return False
        if event.do == "dtmf" and self.keys:
            for key in event.value:
                if key in self.finish:
                    self.full = True
                    break
                self.digits += key
                if len(self.digits) == self.most:
                    self.full = True
                    break
            return True
        if event.do == "speak" and self.speech:
            self.said, self.full = event.value, True
            return True
        return False


async def gather(run: CallRun, verb: Element) -> Stage | None:
    run.answer()
    ear, step, call = Ear.of(verb), run.call.script.next("gather"), run.call
    interruptible = verb.get("interruptible", "true") == "true"

    def on_input(event: Event) -> None:
        if not _heard(run, ear, event):
            run.unheard(event)
        elif interruptible:
            raise Interrupted

    call.note("gather", f"Listens for {ear.wanted}", attributes=dict(verb.attrib))
    call.listening = ear.wanted
    with run.planned(*(step.acts(call.clock.now(), at_once=True) if step else ())):
        await prompt(run, verb, on_input)
        with run.planned(*(step.acts(call.clock.now(), at_once=False) if step else ())):
            await _listen(run, verb, ear)
    call.listening = ""
    return _result(run, verb, ear)


def _heard(run: CallRun, ear: Ear, event: Event) -> bool:
    taken = ear.take(event)
    if taken:
        run.call.note("keys", f"The caller {'presses' if event.do == 'dtmf' else 'says'} {event.value}.")
    return taken


async def _listen(run: CallRun, verb: Element, ear: Ear) -> None:
    """Wait until the input is complete, or one of the timers is over. They start after the prompt."""
    begun = last = run.call.clock.now()
    longest = begun + int(verb.get("maxDuration", "300"))
    while not ear.full:
        patience = int(verb.get("timeout", "5")) if ear.digits else int(verb.get("maxTimeout", "30"))
        event = await run.next_event(min(last + patience, longest), automatic=not run.by_hand)
        if event is None:
            return
        if _heard(run, ear, event):
            last = run.call.clock.now()
        else:
            run.unheard(event)


def _result(run: CallRun, verb: Element, ear: Ear) -> Stage | None:
    action, method = verb.get("action", ""), verb.get("method", "POST")
    if ear.said:
        return Stage(action, method, {"SpeechResult": ear.said})
    if ear.digits:
        return Stage(action, method, {"Digits": ear.digits})
    run.call.note("gather", f"No {ear.wanted.replace(' and ', ' and no ')}")
    if verb.get("actionOnEmptyResult", "false") != "true":
        return None
    empty = run.simulation.switches.empty_digits == "empty"
    return Stage(action, method, {"Digits": ""} if empty else {})

"""Running a scenario: the engine and the CXML it becomes, without a database, and what differs from the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID
from xml.etree import ElementTree as ET

from cloudonix.webhooks.payloads import as_e164
from cloudonix.webhooks.render import render_decision
from opbx.scenarios.counters import Counters
from opbx.scenarios.files import Scenario, Step
from routing.engine.calls import (
    Arrived,
    Continued,
    DialEnded,
    Direction,
    Event,
    Gathered,
    IncomingCall,
    Outcome,
    Recorded,
)
from routing.engine.decide import decide_with_answers
from routing.engine.decisions import Decision, TraceEntry
from routing.engine.live import Live
from routing.engine.progress import START
from routing.numbering import read_numbers

SESSION = "scenario"


@dataclass(frozen=True)
class Result:
    """What came out. steps: the scenario's, with what OPBX answers now. differences: lines of a diff, [] when none."""

    steps: tuple[Step, ...]
    differences: list[str]


def run_scenario(scenario: Scenario) -> Result:
    """Run every step; the same scenario always gives the same result."""
    plan = scenario.plan
    call = read_numbers(
        IncomingCall(
            session=SESSION,
            direction=Direction(scenario.direction),
            caller=scenario.caller,
            caller_number=scenario.caller,
            dialled=scenario.dialled,
            dialled_numbers=as_e164(scenario.dialled),
            caller_name=scenario.caller_name,
        ),
        plan,
    )
    counters = Counters(scenario.live)
    states = {state: scenario.live[state] for state in ("do_not_disturb", "locked")}
    live = Live(scenario.live.get("organization_is_active", True), **states)
    progress, found = START, []
    for step in scenario.steps:
        event = _event(step)
        answers = partial(counters.answers, call)
        decision = decide_with_answers(answers, plan, live, call, progress, event, step.at)
        progress = decision.progress
        document = render_decision(decision, plan, _Links())
        found.append(replace(step, answer=_laid_out(document), trace=trace_of(decision)))
    steps = tuple(found)
    return Result(steps, list(_differences(scenario.steps, steps)))


def trace_of(decision: Decision) -> tuple[str, ...]:
    """A line for each entry, what it writes included."""
    lines = [_line(entry) for entry in decision.trace]
    lines.extend(f"writes {type(effect).__name__}" for effect in decision.effects)
    return tuple(lines)


def _line(entry: TraceEntry) -> str:
    subject = f"{entry.step.value} {entry.label}".strip()
    more = f" ({entry.note})" if entry.note else ""
    return f"{subject}: {entry.outcome.value}{more}"


def _event(step: Step) -> Event:
    event = step.event
    if "dial" in event:
        return DialEnded(Outcome(event["dial"]))
    if "keys" in event:
        return Gathered(str(event["keys"]))
    if "says" in event:
        return Gathered(speech=str(event["says"]))
    if "recorded" in event:
        return Recorded("https://recordings.example/one.wav", int(event["recorded"]))
    if "nothing" in event:
        return Continued()
    return Arrived()


class _Links:
    """Stand-ins, so that answers are the same on every machine."""

    def action(self) -> str:
        return "https://opbx/next"

    def recording(self, box: UUID) -> str:  # noqa: ARG002 - keys are made anew from names in every file
        return "https://opbx/recording"

    def sound(self, file: str) -> str:
        return f"https://opbx/sound/{file}"


def _laid_out(document: str) -> str:
    """A verb on each line, nested ones indented, without the frame that all documents have."""
    root = ET.fromstring(document)  # noqa: S314 - our own document
    ET.indent(root, "  ")
    inner = ET.tostring(root, encoding="unicode")
    lines = inner.split("\n")[1:-1]
    return re.sub(r" />", "/>", "\n".join(line[2:] for line in lines))


def _differences(expected: tuple[Step, ...], found: tuple[Step, ...]) -> Iterator[str]:
    for number, (before, after) in enumerate(zip(expected, found, strict=True), 1):
        for name, old, new in (
            ("answer", before.answer.splitlines(), after.answer.splitlines()),
            ("trace", list(before.trace), list(after.trace)),
        ):
            if old != new:
                yield f"step {number}, {name}:"
                yield from (f"  {line}" for line in difflib.ndiff(old, new) if not line.startswith("?"))

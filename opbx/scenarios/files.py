"""Reading and writing scenario files (TOML; docs/scenarios.md has the format)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from opbx.scenarios.shorthand import filled, key_of
from routing.engine.plan import Plan

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
# The words of a step for what happened, and the platform's name of its value.
EVENTS = ("dial", "keys", "says", "recorded", "nothing")
_FIRST_STEP = "[[steps]]"


class UnreadableScenario(Exception):
    """The file is no scenario; the text says which line of thought failed."""


@dataclass(frozen=True)
class Step:
    """One request of the call. event: nothing for the first one, else one of EVENTS with its value.

    answer, trace: what is expected, as `running.outcome_of` writes it.
    """

    at: datetime
    event: dict[str, Any] = field(default_factory=dict)
    answer: str = ""
    trace: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One call through one configuration. head: the file's text up to its first step."""

    path: Path
    title: str
    plan: Plan
    direction: str
    caller: str
    dialled: str
    caller_name: str
    live: dict[str, Any]
    steps: tuple[Step, ...]
    head: str


def read_scenario(path: Path) -> Scenario:
    """Raises UnreadableScenario, which names the file."""
    text = path.read_text(encoding="utf-8")
    try:
        content = tomllib.loads(text)
        call = content["call"]
        plan = msgspec.convert(filled(content.get("plan", {}), Plan), Plan)
        return Scenario(
            path=path,
            title=content["title"],
            plan=plan,
            direction=call.get("direction", "inbound"),
            caller=call["from"],
            dialled=call["to"],
            caller_name=call.get("name", ""),
            live=_live(content.get("live", {})),
            steps=tuple(_step(step) for step in content.get("steps", [{}])),
            head=text.partition(_FIRST_STEP)[0],
        )
    except KeyError as error:
        raise UnreadableScenario(f"{path}: {error} is missing.") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as error:
        raise UnreadableScenario(f"{path}: {error}") from error


def _live(values: dict[str, Any]) -> dict[str, Any]:
    keys = {
        state: frozenset(key_of(name) for name in values.get(state, ()))
        for state in ("do_not_disturb", "locked")
    }
    return {**values, **keys}


def _step(values: dict[str, Any]) -> Step:
    unknown = set(values) - {"at", "answer", "trace", *EVENTS}
    if unknown:
        raise ValueError(
            f"A step has no {', '.join(sorted(unknown))}; it has at, answer, trace, {', '.join(EVENTS)}."
        )
    at = values.get("at", NOON)
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise ValueError("Write at as a time with its zone, for example 2026-03-02T12:00:00Z.")
    event = {name: values[name] for name in EVENTS if name in values}
    return Step(at, event, str(values.get("answer", "")).strip("\n"), tuple(values.get("trace", ())))


def write_steps(scenario: Scenario, steps: tuple[Step, ...]) -> None:
    """Write these steps behind what the file says before its first one."""
    parts = [scenario.head.rstrip("\n") + "\n"]
    parts.extend(_written(step) for step in steps)
    scenario.path.write_text("\n".join(parts), encoding="utf-8")


def _written(step: Step) -> str:
    lines = [_FIRST_STEP]
    if step.at != NOON:
        lines.append(f"at = {step.at.isoformat()}")
    for name, value in step.event.items():
        lines.append(f"{name} = {_quoted(value) if isinstance(value, str) else str(value).lower()}")
    lines.append(f"answer = '''\n{step.answer}\n'''")
    lines.append("trace = [")
    lines.extend(f"  {_quoted(entry)}," for entry in step.trace)
    lines.append("]\n")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

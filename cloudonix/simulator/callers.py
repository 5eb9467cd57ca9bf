"""Scripted callers: what the caller does without being asked, step by step.

Steps of one kind are taken in their order, each by the next verb of that kind. When they are used up the
caller does nothing more, but the last step for Dial stays for every further one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cloudonix.simulator.clock import Event
from cloudonix.simulator.problems import Body, Refused

KEYS = frozenset("0123456789*#")
# Each kind's fields: those of which a step needs one, and those that may come with it.
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gather": (("digits", "speech", "nothing", "hangup_after"), ("after",)),
    "record": (("seconds", "silent", "hangup"), ("digits",)),
    "dial": (("hangup_after", "digits"), ("after",)),
    "conference": (("hangup_after",), ("with",)),
    "coach": (("hangup_after", "digits"), ("after",)),
    "stream": (("hangup_after",), ()),
}
EXAMPLES = (
    '{"at": 30, "hangup": true}, {"on": "gather", "digits": "2"}, {"on": "gather", "speech": "sales"}, '
    '{"on": "gather", "nothing": true}, {"on": "record", "seconds": 6}, {"on": "record", "silent": true}, '
    '{"on": "dial", "hangup_after": 5}, {"on": "conference", "hangup_after": 20}'
)


@dataclass(slots=True, eq=False)
class Plan:
    """An act that will happen at this moment of the call."""

    at: float
    event: Event


@dataclass(frozen=True, slots=True)
class Step:
    """What the caller does in one verb.

    after: seconds from the verb's beginning; None: when it is the caller's turn. hangup_after: the same, for
    leaving. seconds: of speech into a Record, after which `digits` are pressed or the caller leaves
    (hangup). members: how many must be in the room before the seconds of hangup_after count.
    """

    on: str
    digits: str = ""
    speech: str = ""
    after: float | None = None
    hangup_after: float | None = None
    seconds: float = 0.0
    hangup: bool = False
    members: int = 1

    def acts(self, now: float, *, at_once: bool) -> list[Plan]:
        """The acts timed from the verb's beginning (at_once), or those for when it is the caller's turn."""
        plans = []
        if at_once and self.hangup_after is not None:
            plans.append(Plan(now + self.hangup_after, Event("caller", "hangup")))
        if at_once == (self.after is not None):
            moment = now + (1.0 if self.after is None else self.after)
            if self.digits:
                plans.append(Plan(moment, Event("caller", "dtmf", value=self.digits)))
            if self.speech:
                plans.append(Plan(moment, Event("caller", "speak", value=self.speech)))
        return plans


@dataclass(slots=True)
class Script:
    """person: nobody wrote a script, so whoever uses the page or the control API does the caller's part."""

    person: bool = True
    hangup_at: float | None = None
    steps: dict[str, list[Step]] = field(default_factory=dict)

    @classmethod
    def read(cls, steps: object) -> Script:
        """Read a list of steps, None for a person; raises Refused."""
        if steps is None:
            return cls()
        script = cls(person=False)
        for step in steps if isinstance(steps, list) else [steps]:
            match step:
                case {"at": int() | float() as second, "hangup": True, **more} if not more:
                    script.hangup_at = float(second)
                case {"on": str() as kind, **fields} if kind in FIELDS:
                    script.steps.setdefault(kind, []).append(
                        _read_step(kind, {str(name): value for name, value in fields.items()})
                    )
                case _:
                    raise Refused(400, f"A caller script has steps such as {EXAMPLES}.")
        return script

    def next(self, kind: str) -> Step | None:
        waiting = self.steps.get(kind, [])
        if kind == "dial" and len(waiting) == 1:
            return waiting[0]
        return waiting.pop(0) if waiting else None


def _read_step(kind: str, fields: Body) -> Step:
    needed, allowed = FIELDS[kind]
    unknown = fields.keys() - {*needed, *allowed}
    if unknown:
        raise Refused(400, f"A step on {kind} has no {', '.join(sorted(unknown))}.")
    if not any(name in fields for name in needed):
        raise Refused(400, f"A step on {kind} needs one of: {', '.join(needed)}.")
    digits, speech = fields.get("digits", ""), fields.get("speech", "")
    if not isinstance(digits, str) or not set(digits) <= KEYS:
        raise Refused(400, "digits are keys of a telephone: 0 to 9, * and #.")
    if not isinstance(speech, str):
        raise Refused(400, "speech is what the caller says.")
    after, hangup_after = _seconds(fields, "after"), _seconds(fields, "hangup_after")
    members = fields.get("with", 1)
    if isinstance(members, bool) or not isinstance(members, int) or members < 1:
        raise Refused(400, "with is a number of members, 1 or more.")
    return Step(
        on=kind,
        digits=digits,
        speech=speech,
        after=after,
        hangup_after=hangup_after,
        seconds=_seconds(fields, "seconds") or 0.0,
        hangup=fields.get("hangup") is True,
        members=members,
    )


def _seconds(fields: Body, name: str) -> float | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise Refused(400, f"{name} is a number of seconds, 0 or more.")
    return float(value)

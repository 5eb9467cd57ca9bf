"""Every way on which a call can leave the building by a destination, for plans of tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from routing.engine.calls import Arrived, DialEnded, Event, Gathered, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Decision
from routing.engine.destinations import (
    Destination,
    ToAgent,
    ToExtension,
    ToMenu,
    ToRingGroup,
    ToSchedule,
)
from routing.engine.forwarding import Cause, Forward
from routing.engine.hours import Override, Schedule
from routing.engine.objects.agents import Agent
from routing.engine.objects.callers import CallerPattern
from routing.engine.objects.codes import SpeedDial
from routing.engine.objects.menus import Menu, MenuKey
from routing.engine.objects.numbers import NumberRule
from routing.engine.plan import Live, Number, Plan
from routing.engine.progress import START
from routing.engine.prompts import Words
from tests.engine.builders import NOON, call_from_outside, call_from_phone, extension, key_of, ring_group

LINE = "+15550100001"
SHORT = "*01"
CALLER = "101_acme"


@dataclass(frozen=True)
class Way:
    """parts: what the plan needs for it. events: what happens until it would leave."""

    name: str
    to: Destination
    events: tuple[Event, ...] = ()
    parts: dict[str, Any] = field(default_factory=dict)


def ways_to(outside: Destination) -> Iterator[Way]:
    """The objects that send calls on, each to the number outside."""
    yield Way("at once", outside)
    for is_open in (True, False):
        hours = Schedule(
            key_of("Hours"),
            "Hours",
            "UTC",
            open_destination=outside if is_open else ToExtension(key_of("gone")),
            closed_destination=ToExtension(key_of("gone")) if is_open else outside,
            override=Override(is_open=is_open),
            number="600",
        )
        name = "hours open" if is_open else "hours closed"
        yield Way(name, ToSchedule(hours.key), (), {"schedules": (hours,)})
    key = MenuKey("1", outside)
    menu = Menu(key_of("Menu"), "Menu", Words("Menu."), (key,), outside, outside, tries=1, number="700")
    for name, keys in (("menu key", "1"), ("menu without a key", ""), ("menu wrong key", "9")):
        yield Way(name, ToMenu(menu.key), (Gathered(keys),), {"menus": (menu,)})
    group = ring_group("Group", fallback=outside, number="500")
    yield Way("group", ToRingGroup(group.key), (), {"ring_groups": (group,)})
    agent = Agent(key_of("Ava"), "Ava", "vapi", "agent_1", fallback=outside, number="800")
    unreached = DialEnded(Outcome.UNAVAILABLE)
    yield Way("agent", ToAgent(agent.key), (unreached,), {"agents": (agent,)})


def entrances(plan: Plan, way: Way, *, forwarder: dict[str, Any]) -> Iterator[tuple[str, Plan, IncomingCall]]:
    """How a call comes to it: who calls, the plan for that, and the call.

    forwarder: attributes of extension 102, whose rule for every call sends them there. 101 is in the plan already.
    """
    plan = msgspec.structs.replace(plan, **way.parts)
    line = msgspec.structs.replace(plan, numbers=(Number(key_of(LINE), LINE, way.to),))
    rule = NumberRule(CallerPattern.PREFIX, "", "Everybody", way.to)
    ruled = Number(key_of(LINE), LINE, ToExtension(key_of("gone")), rules=(rule,))
    by_rule = msgspec.structs.replace(plan, numbers=(ruled,))
    speed_dial = SpeedDial(key_of(SHORT), SHORT, "Short", way.to)
    forward = (Forward(Cause.ALWAYS, way.to, way.to),)
    forwards = msgspec.structs.replace(
        plan,
        extensions=(*plan.extensions, extension("102", forwards=forward, **forwarder)),
        numbers=(Number(key_of(LINE), LINE, ToExtension(key_of("102"))),),
    )
    phone, outsider = call_from_phone(CALLER, LINE.removeprefix("+")), call_from_outside(LINE)
    yield "outsider", line, outsider
    yield "outsider", by_rule, outsider
    yield "phone", line, phone
    yield "phone", by_rule, phone
    yield (
        "phone",
        msgspec.structs.replace(plan, speed_dials=(speed_dial,)),
        call_from_phone(CALLER, SHORT),
    )
    for dialled in plan.internal_numbers:
        if dialled != "101":
            yield "phone", plan, call_from_phone(CALLER, dialled)
    yield "forwarder", forwards, outsider
    yield "forwarder", forwards, call_from_phone(CALLER, "102")


def followed(plan: Plan, call: IncomingCall, way: Way) -> Decision:
    """The decision in which the call leaves, or does not."""
    decision = decide(plan, Live(), call, START, Arrived(), NOON)
    for event in way.events:
        decision = decide(plan, Live(), call, decision.progress, event, NOON)
    return decision

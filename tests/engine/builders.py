"""Tiny plans and calls, so that an engine test shows only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5

from routing.engine.calls import Arrived, DialEnded, Direction, Event, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Decision
from routing.engine.destinations import Destination, HangUp, ToExtension, ToRingGroup, ToVoicemailBox
from routing.engine.objects.outbound import (
    CallingClass,
    ClassRow,
    Line,
    NumberKind,
    Outbound,
    OutsideNumber,
)
from routing.engine.objects.ring_groups import Member, Strategy
from routing.engine.plan import Extension, Live, Number, Plan, RingGroup, VoicemailBox
from routing.engine.progress import START, Progress


class FixedLinks:
    """Addresses as they could stand in a document, with a character that XML escapes."""

    def action(self) -> str:
        return "https://pbx.example.test/api/voice/continue/token&x"

    def recording(self, box: UUID) -> str:
        return "https://pbx.example.test/api/webhooks/recording/token&x"

    def sound(self, file: str) -> str:
        return f"https://pbx.example.test/api/voice/media/{len(file)}&x"


NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_SPACE = UUID("5f0c0000-0000-4000-8000-000000000000")


def key_of(name: str) -> UUID:
    return uuid5(_SPACE, name)


def extension(number: str, name: str = "", *, phones: tuple[str, ...] | None = None, **options) -> Extension:
    usernames = (f"{number}_acme",) if phones is None else phones
    return Extension(
        key=key_of(number),
        number=number,
        name=name,
        ring_seconds=options.pop("rings", 20),
        sip_usernames=usernames,
        **options,
    )


def number(e164: str, to: str | None, **options) -> Number:
    destination = HangUp() if to is None else ToExtension(key_of(to))
    return Number(key=key_of(e164), e164=e164, destination=destination, **options)


def voicemail_box(name: str, **options) -> VoicemailBox:
    return VoicemailBox(key=key_of(name), name=name, **options)


def number_to_box(e164: str, name: str) -> Number:
    return Number(key=key_of(e164), e164=e164, destination=ToVoicemailBox(key_of(name)))


def ring_group(
    name: str,
    *numbers: str,
    strategy: Strategy = Strategy.SIMULTANEOUS,
    fallback: Destination = HangUp(),  # noqa: B008 - frozen
    **options,
) -> RingGroup:
    members = tuple(
        Member(outside=outside(number), label=f"Mobile {number[-2:]}")
        if number.startswith("+")
        else Member(key_of(number))
        for number in numbers
    )
    return RingGroup(key_of(name), name, strategy, members, fallback=fallback, **options)


def number_to_group(e164: str, name: str) -> Number:
    return Number(key=key_of(e164), e164=e164, destination=ToRingGroup(key_of(name)))


def outside(e164: str, kind: NumberKind = NumberKind.MOBILE, country: str = "DE") -> OutsideNumber:
    return OutsideNumber(e164, kind, country)


OWN_LINE = "+493055501200"


def calling_class(*kinds: NumberKind, name: str = "National", **options) -> CallingClass:
    return CallingClass(key_of(name), name, (ClassRow(allows=True, kinds=kinds),), **options)


def outbound(*classes: CallingClass, caller_id: str = OWN_LINE, **options) -> Outbound:
    """The organization's class is the first one; without any it is one that allows national and mobile numbers."""
    classes = classes or (calling_class(NumberKind.NATIONAL, NumberKind.MOBILE),)
    return Outbound(classes, Line(classes[0].key, caller_id), **options)


def plan_with(*parts: Extension | Number | VoicemailBox | RingGroup, **options) -> Plan:
    return Plan(
        organization="Acme",
        extensions=tuple(part for part in parts if isinstance(part, Extension)),
        numbers=tuple(part for part in parts if isinstance(part, Number)),
        voicemail_boxes=tuple(part for part in parts if isinstance(part, VoicemailBox)),
        ring_groups=tuple(part for part in parts if isinstance(part, RingGroup)),
        **options,
    )


def call_from_outside(dialled: str, caller: str = "+442071838750", name: str = "") -> IncomingCall:
    return IncomingCall("s1", Direction.INBOUND, caller, caller, dialled, (dialled,), name)


def call_from_phone(username: str, dialled: str, direction: Direction = Direction.SUBSCRIBER) -> IncomingCall:
    return IncomingCall("s1", direction, username, username, dialled, ("+" + dialled,), "Phone's own name")


def first_step(plan: Plan, call: IncomingCall, live: Live = Live(), progress: Progress = START) -> Decision:  # noqa: B008
    return decide(plan, live, call, progress, Arrived(), NOON)


def next_step(plan: Plan, call: IncomingCall, before: Decision, event: Event | Outcome) -> Decision:
    ended = DialEnded(event) if isinstance(event, Outcome) else event
    return decide(plan, Live(), call, before.progress, ended, NOON)

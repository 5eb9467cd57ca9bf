"""What the call flow tells of each kind of object: its name, its rows, its exits, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from opbx.web.formats import phone_words
from routing.engine.destinations import (
    Destination,
    HangUp,
    ToAgent,
    ToAnnouncement,
    ToExtension,
    ToMenu,
    ToOutside,
    ToRingGroup,
    ToRoom,
    ToSchedule,
    ToVoicemailBox,
)
from routing.engine.forwarding import Cause
from routing.engine.objects.extensions import Extension
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Plan
from routing.providers import provider_label

# Of a group that the picture shows; its note says how many there are.
MOST_MEMBERS = 12
# Where a flow begins: a phone number (E.164), or anything that calls can be sent to.
Start = str | Destination


@dataclass(frozen=True)
class Exit:
    """A way out of an object. label: when calls take it, "" for always. is_fallback: only when something failed."""

    label: str
    destination: Destination
    is_fallback: bool = False


@dataclass(frozen=True)
class Station:
    """An object as the picture shows it. kind: of a destination, or "number". noun: the word above the name.

    which: what names it in the address of its own flow, "" for none. url: of its page, "" for none.
    has_rows: each exit has a row of its own in the box, as the keys of a menu do.
    """

    kind: str
    noun: str
    name: str
    which: str = ""
    url: str = ""
    note: str = ""
    problem: str = ""
    exits: tuple[Exit, ...] = ()
    has_rows: bool = False


def station_of(plan: Plan, start: Start) -> Station:
    """The station of a phone number or a destination."""
    if isinstance(start, str):
        return _number(plan, start)
    return STATIONS[type(start)](plan, start)


def gone(kind: str, noun: str) -> Station:
    """Of an object that the plan no longer has."""
    return Station(kind, noun, "Deleted", problem=f"This {noun.lower()} no longer exists")


def _number(plan: Plan, e164: str) -> Station:
    number = plan.number_by_e164.get(e164)
    if number is None:
        return Station("number", "Phone number", phone_words(e164), problem="This number no longer exists")
    problem = ""
    if not number.is_enabled:
        problem = "Disabled: callers hear that it is not in service"
    elif isinstance(number.destination, HangUp):
        problem = "Calls are hung up"
    others = "All others" if number.rules else ""
    return Station(
        "number",
        "Phone number",
        phone_words(e164),
        e164.removeprefix("+"),
        reverse("routing:number_detail", args=[e164.removeprefix("+")]),
        number.label,
        problem,
        (
            *(Exit(f"From {rule.label}", rule.destination) for rule in number.rules),
            Exit(others, number.destination),
        ),
    )


def _extension(plan: Plan, to: ToExtension) -> Station:
    extension = plan.extension_by_key.get(to.key)
    if extension is None:
        return gone("extension", "Extension")
    problem = ""
    if not extension.is_enabled:
        problem = "Disabled"
    elif not extension.sip_usernames:
        problem = "Has no phone"
    return Station(
        "extension",
        "Extension",
        extension.label,
        str(extension.key),
        reverse("extensions:detail", args=[extension.number]),
        f"Rings {extension.ring_seconds} s",
        problem,
        tuple(_forwards(extension)),
    )


_CAUSES = {
    Cause.ALWAYS: "every call",
    Cause.NO_ANSWER: "no answer",
    Cause.BUSY: "busy",
    Cause.UNAVAILABLE: "unavailable",
}


def _forwards(extension: Extension) -> Iterator[Exit]:
    for forward in extension.forwards:
        words, is_fallback = _CAUSES[forward.cause], forward.cause is not Cause.ALWAYS
        if forward.internal == forward.external and forward.internal is not None:
            yield Exit(words, forward.internal, is_fallback)
            continue
        if forward.internal is not None:
            yield Exit(f"{words}, internal", forward.internal, is_fallback)
        if forward.external is not None:
            yield Exit(f"{words}, external", forward.external, is_fallback)


def _voicemail(plan: Plan, to: ToVoicemailBox) -> Station:
    box = plan.voicemail_box_by_key.get(to.key)
    if box is None:
        return gone("voicemail", "Voicemail box")
    return Station(
        "voicemail",
        "Voicemail box",
        box.name,
        str(box.key),
        reverse("voicemail:detail", args=[box.key]),
        problem="" if box.is_enabled else "Disabled",
    )


def _menu(plan: Plan, to: ToMenu) -> Station:
    menu = plan.menu_by_key.get(to.key)
    if menu is None:
        return gone("menu", "IVR menu")
    exits = [Exit(key.code, key.destination) for key in sorted(menu.keys, key=lambda one: one.code)]
    exits.append(Exit("no key", menu.no_input, is_fallback=True))
    exits.append(Exit("wrong key", menu.wrong_key, is_fallback=True))
    return Station(
        "menu",
        "IVR menu",
        menu.name,
        str(menu.key),
        reverse("menus:detail", args=[menu.key]),
        "Also dials extensions" if menu.dials_extensions else "",
        "" if menu.is_enabled else "Disabled",
        tuple(exits),
        has_rows=True,
    )


def _announcement(plan: Plan, to: ToAnnouncement) -> Station:
    announcement = plan.announcement_by_key.get(to.key)
    if announcement is None:
        return gone("announcement", "Announcement")
    return Station(
        "announcement",
        "Announcement",
        announcement.name,
        str(announcement.key),
        reverse("announcements:detail", args=[announcement.key]),
        "Then the call ends",
        problem="" if announcement.is_enabled else "Disabled",
    )


def _schedule(plan: Plan, to: ToSchedule) -> Station:
    schedule = plan.schedule_by_key.get(to.key)
    if schedule is None:
        return gone("schedule", "Business hours")
    exits = [
        Exit("open", schedule.open_destination),
        Exit("closed", schedule.closed_destination, is_fallback=True),
    ]
    if schedule.holiday_destination is not None:
        exits.append(Exit("holidays", schedule.holiday_destination, is_fallback=True))
    exits.extend(
        Exit(exception.name, exception.destination, is_fallback=True)
        for exception in schedule.exceptions
        if exception.destination is not None
    )
    return Station(
        "schedule",
        "Business hours",
        schedule.name,
        str(schedule.key),
        reverse("schedules:detail", args=[schedule.key]),
        problem="" if schedule.is_enabled else "Disabled",
        exits=tuple(exits),
        has_rows=True,
    )


_TAKES = {
    Strategy.SIMULTANEOUS: "All at once",
    Strategy.ROUND_ROBIN: "In turn",
    Strategy.SEQUENTIAL: "In this order",
    Strategy.LEAST_RECENT: "Longest waiting first",
}


def _ring_group(plan: Plan, to: ToRingGroup) -> Station:
    group = plan.ring_group_by_key.get(to.key)
    if group is None:
        return gone("ring_group", "Ring group")
    problem = "" if group.is_enabled else "Disabled"
    if not group.members:
        problem = problem or "Has no members"
    members = [
        Exit("rings", ToExtension(member.extension))
        for member in group.members[:MOST_MEMBERS]
        if member.extension in plan.extension_by_key
    ]
    return Station(
        "ring_group",
        "Ring group",
        group.name,
        str(group.key),
        reverse("ring_groups:detail", args=[group.key]),
        f"{_TAKES[group.strategy]}, {group.ring_seconds} s, {len(group.members)} members",
        problem,
        (*members, Exit("nobody answers", group.fallback, is_fallback=True)),
        has_rows=False,
    )


def _room(plan: Plan, to: ToRoom) -> Station:
    room = plan.room_by_key.get(to.key)
    if room is None:
        return gone("room", "Conference room")
    return Station(
        "room",
        "Conference room",
        room.name,
        str(room.key),
        reverse("rooms:detail", args=[room.key]),
        problem="" if room.is_enabled else "Disabled",
    )


def _outside(plan: Plan, to: ToOutside) -> Station:  # noqa: ARG001 - as every kind
    return Station("outside", "External number", phone_words(to.number.dial))


def _agent(plan: Plan, to: ToAgent) -> Station:
    agent = plan.agent_by_key.get(to.key)
    if agent is None:
        return gone("agent", "AI agent")
    return Station(
        "agent",
        "AI agent",
        agent.name,
        str(agent.key),
        reverse("agents:detail", args=[agent.key]),
        provider_label(agent.provider),
        "" if agent.is_enabled else "Disabled",
        (Exit("cannot be reached", agent.fallback, is_fallback=True),),
    )


def _hang_up(plan: Plan, to: HangUp) -> Station:  # noqa: ARG001 - as every kind
    return Station("hang_up", "Hang up", "End of the call")


# What tells about each kind of destination.
STATIONS: Mapping[type[Any], Callable[[Plan, Any], Station]] = {
    ToExtension: _extension,
    ToVoicemailBox: _voicemail,
    ToRingGroup: _ring_group,
    ToRoom: _room,
    ToAgent: _agent,
    ToSchedule: _schedule,
    ToMenu: _menu,
    ToAnnouncement: _announcement,
    ToOutside: _outside,
    HangUp: _hang_up,
}

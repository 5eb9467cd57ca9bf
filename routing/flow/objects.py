"""What the call flow tells of each kind of object: its name, its rows, its exits, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from opbx.web.counting import counted
from opbx.web.formats import phone_words
from routing.engine.absence import note_of
from routing.engine.destinations import (
    Destination,
    HangUp,
    ToAgent,
    ToAnnouncement,
    ToDirectory,
    ToExtension,
    ToMenu,
    ToOutside,
    ToRingGroup,
    ToRoom,
    ToSchedule,
    ToVoicemailBox,
)
from routing.engine.forwarding import Cause, Origin
from routing.engine.objects.directories import SearchBy
from routing.engine.objects.extensions import Extension
from routing.engine.objects.menus import in_keypad_order
from routing.engine.objects.ring_groups import Member, Strategy
from routing.engine.plan import Plan
from routing.forwarding import ORIGINS, same_for
from routing.models import DestinationKind as Kind
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
    """

    kind: str
    noun: str
    name: str
    which: str = ""
    url: str = ""
    note: str = ""
    problem: str = ""
    exits: tuple[Exit, ...] = ()

    @property
    def has_rows(self) -> bool:
        """Whether each exit has a row of its own in the box, as the keys of a menu do; one alone needs none."""
        return len(self.exits) > 1


def station_of(plan: Plan, start: Start) -> Station:
    """The station of a phone number or a destination."""
    if isinstance(start, str):
        return _number(plan, start)
    return STATIONS[type(start)](plan, start)


def gone(kind: Kind) -> Station:
    """Of an object that the plan no longer has."""
    return Station(
        kind.value,
        kind.noun[0].upper() + kind.noun[1:],
        "Deleted",
        problem=f"This {kind.noun} no longer exists",
    )


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
        return gone(Kind.EXTENSION)
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
        (*_absences(extension), *_forwards(extension)),
    )


def _absences(extension: Extension) -> Iterator[Exit]:
    for one in extension.absences:
        if one.destination is not None:
            yield Exit(f"away {note_of(one)}", one.destination, is_fallback=True)


_CAUSES = {
    Cause.ALWAYS: "every call",
    Cause.NO_ANSWER: "no answer",
    Cause.BUSY: "busy",
    Cause.UNAVAILABLE: "unavailable",
}


def _forwards(extension: Extension) -> Iterator[Exit]:
    for forward in extension.forwards:
        words, is_fallback = _CAUSES[forward.cause], forward.cause is not Cause.ALWAYS
        found = [forward.destination(Origin(origin.value)) for origin in ORIGINS]
        for calls, destination in same_for(found):
            if destination is not None:
                yield Exit(
                    f"{words}, {calls.removesuffix(' calls')}" if calls else words, destination, is_fallback
                )


def _object(
    row: Any,  # noqa: ANN401 - an object of the plan, or None
    kind: Kind,
    page: str,
    *,
    note: str = "",
    problem: str = "",
    exits: tuple[Exit, ...] = (),
) -> Station:
    """The station of an object with a name and a switch. page: the namespace of its URLs."""
    noun = kind.noun[0].upper() + kind.noun[1:]
    return Station(
        kind.value,
        noun,
        row.name,
        str(row.key),
        reverse(f"{page}:detail", args=[row.key]),
        note,
        problem if row.is_enabled else "Disabled",
        exits,
    )


def _voicemail(plan: Plan, to: ToVoicemailBox) -> Station:
    box = plan.voicemail_box_by_key.get(to.key)
    return _object(box, Kind.VOICEMAIL, "voicemail") if box is not None else gone(Kind.VOICEMAIL)


def _menu(plan: Plan, to: ToMenu) -> Station:
    menu = plan.menu_by_key.get(to.key)
    if menu is None:
        return gone(Kind.MENU)
    keys = sorted(menu.keys, key=lambda one: in_keypad_order(one.code))
    exits = (
        *(Exit(key.code, key.destination) for key in keys),
        Exit("no key", menu.no_input, is_fallback=True),
        Exit("wrong key", menu.wrong_key, is_fallback=True),
    )
    also = ("dials extensions", menu.dials_extensions), ("hears words", menu.hears_speech)
    said = " and ".join([words for words, does in also if does])
    note = f"Also {said}" if said else ""
    return _object(menu, Kind.MENU, "menus", note=note, exits=exits)


def _announcement(plan: Plan, to: ToAnnouncement) -> Station:
    announcement = plan.announcement_by_key.get(to.key)
    if announcement is None:
        return gone(Kind.ANNOUNCEMENT)
    return _object(announcement, Kind.ANNOUNCEMENT, "announcements", note="Then the call ends")


def _schedule(plan: Plan, to: ToSchedule) -> Station:
    schedule = plan.schedule_by_key.get(to.key)
    if schedule is None:
        return gone(Kind.SCHEDULE)
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
    return _object(schedule, Kind.SCHEDULE, "schedules", exits=tuple(exits))


_TAKES = {
    Strategy.SIMULTANEOUS: "All at once",
    Strategy.ROUND_ROBIN: "In turn",
    Strategy.SEQUENTIAL: "In this order",
    Strategy.LEAST_RECENT: "Longest waiting first",
}


def _ring_group(plan: Plan, to: ToRingGroup) -> Station:
    group = plan.ring_group_by_key.get(to.key)
    if group is None:
        return gone(Kind.RING_GROUP)
    members = [way for member in group.members[:MOST_MEMBERS] if (way := _rings(plan, member)) is not None]
    return _object(
        group,
        Kind.RING_GROUP,
        "ring_groups",
        note=f"{_TAKES[group.strategy]}, {group.ring_seconds} s, {len(group.members)} members",
        problem="" if group.members else "Has no members",
        exits=(*members, Exit("nobody answers", group.fallback, is_fallback=True)),
    )


def _rings(plan: Plan, member: Member) -> Exit | None:
    if member.outside is not None:
        # Without its name: whoever hides names may share the picture.
        return Exit("rings outside", ToOutside(member.outside))
    extension = plan.extension_by_key.get(member.extension) if member.extension is not None else None
    return Exit(f"rings {extension.number}", ToExtension(extension.key)) if extension is not None else None


def _room(plan: Plan, to: ToRoom) -> Station:
    room = plan.room_by_key.get(to.key)
    return _object(room, Kind.ROOM, "rooms") if room is not None else gone(Kind.ROOM)


_SPELLED = {
    SearchBy.LAST_NAME: "by last name",
    SearchBy.FIRST_NAME: "by first name",
    SearchBy.EITHER: "by last or first name",
}


def _directory(plan: Plan, to: ToDirectory) -> Station:
    """Whom callers find is not drawn: it would be everybody."""
    directory = plan.directory_by_key.get(to.key)
    if directory is None:
        return gone(Kind.DIRECTORY)
    exits = [Exit("nobody found", directory.nobody, is_fallback=True)]
    if directory.operator is not None:
        exits.insert(0, Exit("0", directory.operator))
    people = len(plan.names_of(directory).people)
    return _object(
        directory,
        Kind.DIRECTORY,
        "directories",
        note=f"{counted(people, 'extension')}, {_SPELLED[directory.by]}",
        problem="" if people else "Nobody is listed",
        exits=tuple(exits),
    )


def _agent(plan: Plan, to: ToAgent) -> Station:
    agent = plan.agent_by_key.get(to.key)
    if agent is None:
        return gone(Kind.AGENT)
    exits = (Exit("cannot be reached", agent.fallback, is_fallback=True),)
    return _object(agent, Kind.AGENT, "agents", note=provider_label(agent.provider), exits=exits)


def _outside(plan: Plan, to: ToOutside) -> Station:  # noqa: ARG001 - as every kind
    return Station("outside", "External number", phone_words(to.number.dial))


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
    ToDirectory: _directory,
    ToOutside: _outside,
    HangUp: _hang_up,
}

"""The demo's routed objects; those that exist already are left as they are."""

from __future__ import annotations

from audit.actors import Actor
from extensions.models import Extension, VoicemailBox
from opbx.demo.cast import Customer, Group, Menu
from routing.models import (
    Announcement,
    DestinationKeywords,
    DestinationKind,
    Directory,
    Fallback,
    RingGroup,
    Room,
)
from routing.models import Menu as MenuRow
from routing.services import (
    GroupMember,
    MenuKey,
    add_announcement,
    add_directory,
    add_menu,
    add_ring_group,
    add_room,
    set_fallback,
)


def add_objects(actor: Actor, customer: Customer) -> None:
    """Add what the customer's calls pass, in the current organization."""
    for entry in customer.announcements:
        if not Announcement.objects.filter(name=entry.name).exists():
            add_announcement(actor, name=entry.name, source=Announcement.Source.TEXT, text=entry.text)
    for group in customer.groups:
        if not RingGroup.objects.filter(name=group.name).exists():
            _add_group(actor, group)
    for menu in customer.menus:
        if not MenuRow.objects.filter(name=menu.name).exists():
            _add_menu(actor, menu)
    _add_directories(actor, customer)
    for number, name in customer.conference_rooms.items():
        if not Room.objects.filter(name=name).exists():
            add_room(actor, name=name, number=number)
    if customer.fallback and not Fallback.objects.exists():
        box = VoicemailBox.objects.get(name=customer.fallback)
        to_box: DestinationKeywords = {
            "destination_kind": DestinationKind.VOICEMAIL,
            "destination_voicemail_box": box,
        }
        set_fallback(actor, version=1, destination=to_box)


def _add_group(actor: Actor, entry: Group) -> None:
    add_ring_group(
        actor,
        name=entry.name,
        number=entry.number,
        strategy=entry.strategy,
        members=[
            *[GroupMember(Extension.objects.get(number=number)) for number in entry.members],
            *[GroupMember(outside=number, label=name) for number, name in entry.outside],
        ],
        ring_seconds=entry.ring_seconds,
        caller_name_prefix=entry.prefix,
        text=entry.before,
        destination_kind=DestinationKind.VOICEMAIL if entry.box else DestinationKind.HANG_UP,
        destination_voicemail_box=VoicemailBox.objects.get(name=entry.box) if entry.box else None,
    )


def _add_menu(actor: Actor, entry: Menu) -> None:
    keys = [
        MenuKey(code, _leads_to(goal), spoken=entry.spoken.get(code, "")) for code, goal in entry.keys.items()
    ]
    add_menu(
        actor,
        name=entry.name,
        number=entry.number,
        text=entry.text,
        keys=keys,
        dials_extensions=True,
        hears_speech=True,
    )


def _add_directories(actor: Actor, customer: Customer) -> None:
    for entry in customer.directories:
        if Directory.objects.filter(name=entry.name).exists():
            continue
        operator = _leads_to(entry.operator)
        add_directory(
            actor,
            name=entry.name,
            number=entry.number,
            search_by=entry.search_by,
            nobody=operator,
            operator=operator,
        )


def _leads_to(goal: str) -> DestinationKeywords:
    """An extension by its number, a ring group by its name."""
    if goal.isdecimal():
        extension = Extension.objects.get(number=goal)
        return {"destination_kind": DestinationKind.EXTENSION, "destination_extension": extension}
    group = RingGroup.objects.get(name=goal)
    return {"destination_kind": DestinationKind.RING_GROUP, "destination_ring_group": group}

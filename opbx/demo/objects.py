"""The demo's routed objects; those that exist already are left as they are."""

from __future__ import annotations

from audit.actors import Actor
from extensions.models import Extension, VoicemailBox
from opbx.demo.cast import Customer, Group
from routing.models import Announcement, DestinationKind, RingGroup
from routing.services import GroupMember, add_announcement, add_ring_group


def add_objects(actor: Actor, customer: Customer) -> None:
    """Add what the customer's calls pass, in the current organization."""
    for entry in customer.announcements:
        if not Announcement.objects.filter(name=entry.name).exists():
            add_announcement(actor, name=entry.name, source=Announcement.Source.TEXT, text=entry.text)
    for group in customer.groups:
        if not RingGroup.objects.filter(name=group.name).exists():
            _add_group(actor, group)


def _add_group(actor: Actor, entry: Group) -> None:
    add_ring_group(
        actor,
        name=entry.name,
        number=entry.number,
        strategy=entry.strategy,
        members=[GroupMember(Extension.objects.get(number=number)) for number in entry.members],
        ring_seconds=entry.ring_seconds,
        caller_name_prefix=entry.prefix,
        destination_kind=DestinationKind.VOICEMAIL if entry.box else DestinationKind.HANG_UP,
        destination_voicemail_box=VoicemailBox.objects.get(name=entry.box) if entry.box else None,
    )

"""Ring groups: who rings for a call, in which order, and where it goes when nobody answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from django.db.models import Model

from audit.actors import Actor
from extensions.models import Extension
from opbx.e164 import read_phone_number
from opbx.errors import DomainError, NotAcceptable
from opbx.web.formats import phone_words
from routing.kinds import Changes, Kind, set_columns
from routing.models import (
    OBJECT_COLUMNS,
    OUTSIDE_COLUMN,
    Announcement,
    DestinationKeywords,
    DestinationKind,
    RingGroup,
    RingGroupMember,
)
from routing.models.ring_groups import MOST_ATTEMPTS, MOST_LABEL, MOST_MEMBERS
from routing.outbound import why_none_outside
from routing.services.announcements import checked_text, living_announcement
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.objects import add_object, save_change, update_object
from routing.turns import forget_turns
from tenants.context import current_organization

NO_MEMBER = "Choose at least one member."
_COLUMNS = ("strategy", "longest_since", "ring_seconds", "rounds", "caller_name_prefix")
_DESTINATION = ("destination_kind", *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)


@dataclass(frozen=True)
class GroupMember:
    """Who is to ring for a group: an extension, or a number outside. is_enabled off: keeps the place, does not ring.

    outside: as a person types it; kept in E.164. label: what the number is called, such as "Anna’s mobile".
    """

    extension: Extension | None = None
    is_enabled: bool = True
    outside: str = ""
    label: str = ""


class RingGroupValues(DestinationKeywords, total=False):
    """What a person says about a group; what is left out stays as it is. members: all of them, in their order.

    The destination is the fall-back. announcement, text: what callers hear before it rings; the announcement, if there
    is one.
    """

    name: str
    number: str
    strategy: str  # of RingGroup.Strategy
    longest_since: str  # of RingGroup.LongestSince
    ring_seconds: int
    rounds: int
    caller_name_prefix: str
    announcement: Announcement | None
    text: str
    members: Sequence[GroupMember]


def add_ring_group(actor: Actor, **values: Unpack[RingGroupValues]) -> RingGroup:
    """Add a group. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    said: dict[str, Any] = {"name": "", "members": (), **values}
    added: RingGroup = add_object(actor, RING_GROUPS, **said)
    return added


def update_ring_group(
    actor: Actor, group: RingGroup, *, version: int, **values: Unpack[RingGroupValues]
) -> RingGroup:
    """Change a group; version: the one that the editor saw. Raises ChangedMeanwhile, and what add_ring_group raises."""
    said: dict[str, Any] = {**values}
    return update_object(actor, RING_GROUPS, group, version=version, **said)


def redirect_fallbacks(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let the groups that fall back to an object fall back to another one; within the caller's transaction.

    A group never falls back to itself: it hangs up then.
    """
    rows = RingGroup.objects.select_for_update().filter(**{column_of(type(leaving)): leaving})
    for row in rows.order_by("pk"):
        before = destination_words(row)
        point_to(row, None if row == replacement else replacement)
        save_change(actor, RING_GROUPS, row, {"fallback": [before, destination_words(row)]})


def redirect_group_sounds(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let groups play another announcement before they ring, or none; within the caller's transaction."""
    for group in RingGroup.objects.select_for_update().filter(announcement=leaving.pk).order_by("pk"):
        group.announcement = replacement if isinstance(replacement, Announcement) else None
        named = [str(leaving), str(replacement) if group.announcement is not None else None]
        save_change(actor, RING_GROUPS, group, {"announcement": named})


def replace_member(actor: Actor, leaving: Extension, replacement: Extension | None) -> None:
    """Let another extension take the places of one that is deleted; within the caller's transaction.

    Where it is a member already, or there is none, the place is given up.
    """
    rows = RingGroup.objects.select_for_update().filter(members__extension=leaving)
    for group in rows.order_by("pk"):
        before = member_words(group)
        members = group.members.all()
        if replacement is None or members.filter(extension=replacement).exists():
            members.filter(extension=leaving).delete()
        else:
            members.filter(extension=leaving).update(extension=replacement)
        save_change(actor, RING_GROUPS, group, {"members": [before, member_words(group)]})


def member_words(group: RingGroup) -> str:
    """The members in their order, such as "101, 102 (off), Anna’s mobile +49 171 5550183", for the audit log."""
    return words_of_members(group.members.select_related("extension").order_by("position"))


def words_of_members(members: Iterable[GroupMember | RingGroupMember]) -> str:
    """The same of members that are at hand, in their order."""
    return ", ".join([f"{_name(member)}{'' if member.is_enabled else ' (off)'}" for member in members])


def _name(member: GroupMember | RingGroupMember) -> str:
    if member.extension is not None:
        return member.extension.number
    return f"{member.label} {phone_words(member.outside)}".strip()


def _set_values(row: RingGroup, values: Mapping[str, Any]) -> Changes:
    said = {name: values[name] for name in _COLUMNS if name in values}
    if "caller_name_prefix" in said:
        said["caller_name_prefix"] = said["caller_name_prefix"].strip()
    changes = set_columns(row, said | _played(row, values))
    if "destination_kind" in values:
        is_new, before, led_to = row._state.adding, destination_words(row), leads_to(row)  # noqa: SLF001 - Django's documented name
        destination: Any = {name: values[name] for name in _DESTINATION if name in values}
        point(row, **destination)
        if not is_new and row.destination_ring_group == row:
            raise NotAcceptable(
                "A group cannot fall back to itself. Choose another.", field="destination_ring_group"
            )
        if is_new or leads_to(row) != led_to:
            changes["fallback"] = [None if is_new else before, destination_words(row)]
    return changes


def _played(row: RingGroup, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what is heard before it rings: an announcement makes a text superfluous."""
    if not values.keys() & {"announcement", "text"}:
        return {}
    announcement, text = values.get("announcement", row.announcement), values.get("text", row.text)
    living_announcement(announcement, "announcement")
    is_spoken = announcement is None and text.strip()
    return {"announcement": announcement, "text": checked_text(text) if is_spoken else ""}


def _save_members(row: RingGroup, values: Mapping[str, Any]) -> Changes:
    current = [
        GroupMember(member.extension, member.is_enabled, member.outside, member.label)
        for member in row.members.select_related("extension").order_by("position")
    ]
    region = current_organization().region
    wanted = [_read(member, region) for member in values.get("members", current)]
    _check_attempts(row, wanted)
    if wanted == current and current:
        return {}
    _check_members(wanted)
    _check_outside(wanted, region)
    row.members.all().delete()
    RingGroupMember.objects.bulk_create(
        RingGroupMember(
            group=row,
            extension=one.extension,
            outside=one.outside,
            label=one.label,
            is_enabled=one.is_enabled,
            position=position,
        )
        for position, one in enumerate(wanted, start=1)
    )
    return {"members": [words_of_members(current) or None, words_of_members(wanted)]}


def _check_members(members: Sequence[GroupMember]) -> None:
    if not members:
        raise NotAcceptable(NO_MEMBER, field="members")
    if len(members) > MOST_MEMBERS:
        raise NotAcceptable(
            f"A group has at most {MOST_MEMBERS} members; these are {len(members)}.", field="members"
        )
    extensions = [member.extension for member in members if member.extension is not None]
    keys = [extension.pk for extension in extensions]
    living = set(Extension.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for place, extension in enumerate(extensions):
        if extension.pk not in living:
            raise NotAcceptable(
                f"Extension {extension.number} was deleted meanwhile. Remove it.", field="members"
            )
        if extension.pk in keys[:place]:
            raise NotAcceptable(f"Extension {extension.number} is in the list twice.", field="members")


def _read(member: GroupMember, region: str) -> GroupMember:
    """The member with its outside number in E.164 and its label as one short line. Raises NotAcceptable."""
    if member.extension is not None:
        return replace(member, outside="", label="")
    try:
        outside = read_phone_number(member.outside, region, field="members")
    except DomainError as error:
        raise NotAcceptable(error.message, field="members") from error
    label = " ".join(member.label.split())
    if len(label) > MOST_LABEL or not label.isprintable():
        raise NotAcceptable(
            f"Use {MOST_LABEL} characters at most for what {phone_words(outside)} is called.", field="members"
        )
    return replace(member, outside=outside, label=label)


def _check_outside(members: Sequence[GroupMember], region: str) -> None:
    """Those that are on must be allowed now; a call asks again."""
    numbers = [member.outside for member in members if member.extension is None]
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise NotAcceptable(f"{phone_words(number)} is in the list twice.", field="members")
    ringing = [member.outside for member in members if member.extension is None and member.is_enabled]
    for number, refusal in why_none_outside(ringing, None, region).items():
        raise NotAcceptable(f"{phone_words(number)} cannot ring. {refusal}", field="members")


def _check_attempts(row: RingGroup, members: Sequence[GroupMember]) -> None:
    """One after the other, a call must not ring more often than a call may ask for steps."""
    ringing = sum(member.is_enabled for member in members)
    if row.strategy == RingGroup.Strategy.SIMULTANEOUS or ringing * row.rounds <= MOST_ATTEMPTS:
        return
    fitting = MOST_ATTEMPTS // ringing
    raise NotAcceptable(
        f"{ringing} members in {row.rounds} rounds ring {ringing * row.rounds} times, one after the other. "
        f"Choose {fitting} round{'s' if fitting > 1 else ''} or fewer.",
        field="rounds",
    )


def _save_copy(source: RingGroup, copy: RingGroup) -> None:
    copy.save()
    RingGroupMember.objects.bulk_create(
        RingGroupMember(
            group=copy,
            extension=member.extension,
            outside=member.outside,
            label=member.label,
            is_enabled=member.is_enabled,
            position=member.position,
        )
        for member in source.members.select_related("extension").order_by("position")
    )


def _let_go(row: RingGroup) -> None:
    row.members.all().delete()
    forget_turns(row.key)


RING_GROUPS = Kind(
    destination=DestinationKind.RING_GROUP,
    model=RingGroup,
    plural="ring groups",
    icon="users-group",
    words={
        "strategy": "Strategy",
        "longest_since": "Waits since",
        "ring_seconds": "Ring time",
        "rounds": "Rounds",
        "caller_name_prefix": "Before the caller’s name",
        "announcement": "Played before it rings",
        "text": "Spoken before it rings",
        "members": "Members",
        "fallback": "When nobody answers",
    },
    related=(*OBJECT_COLUMNS.values(), "announcement"),
    set_values=_set_values,
    save_children=_save_members,
    save_copy=_save_copy,
    let_go=_let_go,
)

"""Ring groups: who rings for a call, in which order, and where it goes when nobody answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from django.db.models import Model

from audit.actors import Actor
from extensions.models import Extension
from opbx.errors import NotAcceptable
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
from routing.models.ring_groups import MOST_ATTEMPTS, MOST_MEMBERS
from routing.services.announcements import checked_text, living_announcement
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from routing.services.objects import add_object, save_change, update_object
from routing.turns import forget_turns

NO_MEMBER = "Choose at least one member."
_COLUMNS = ("strategy", "longest_since", "ring_seconds", "rounds", "caller_name_prefix")
_DESTINATION = ("destination_kind", *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)


@dataclass(frozen=True)
class GroupMember:
    """Somebody who is to ring for a group. is_enabled off: keeps the place in the order and does not ring."""

    extension: Extension
    is_enabled: bool = True


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
    """The numbers of the members in their order, such as "101, 102 (off)", for the audit log."""
    return _words(group.members.select_related("extension").order_by("position"))


def _words(members: Iterable[GroupMember | RingGroupMember]) -> str:
    return ", ".join(
        [
            f"{member.extension.number if member.extension else ''}{'' if member.is_enabled else ' (off)'}"
            for member in members
        ]
    )


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
        GroupMember(member.extension, member.is_enabled)
        for member in row.members.select_related("extension").order_by("position")
        if member.extension is not None
    ]
    wanted: Sequence[GroupMember] = values.get("members", current)
    _check_attempts(row, wanted)
    if wanted == current and current:
        return {}
    _check_members(wanted)
    row.members.all().delete()
    RingGroupMember.objects.bulk_create(
        RingGroupMember(group=row, extension=one.extension, is_enabled=one.is_enabled, position=position)
        for position, one in enumerate(wanted, start=1)
    )
    return {"members": [_words(current) or None, _words(wanted)]}


def _check_members(members: Sequence[GroupMember]) -> None:
    if not members:
        raise NotAcceptable(NO_MEMBER, field="members")
    if len(members) > MOST_MEMBERS:
        raise NotAcceptable(
            f"A group has at most {MOST_MEMBERS} members; these are {len(members)}.", field="members"
        )
    keys = [member.extension.pk for member in members]
    living = set(Extension.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for place, member in enumerate(members):
        if member.extension.pk not in living:
            raise NotAcceptable(
                f"Extension {member.extension.number} was deleted meanwhile. Remove it.", field="members"
            )
        if member.extension.pk in keys[:place]:
            raise NotAcceptable(f"Extension {member.extension.number} is in the list twice.", field="members")


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

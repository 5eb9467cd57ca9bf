"""Ring groups with their members."""

from __future__ import annotations

from collections import defaultdict

from routing.compile.announcements import prompt_of
from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.ring_groups import Member, RingGroup, Strategy
from routing.engine.prompts import Prompt, Words
from routing.models import Announcement, RingGroupMember
from routing.models import RingGroup as RingGroupRow
from routing.outside_numbers import read_e164


def compile_ring_groups(region: str) -> tuple[RingGroup, ...]:
    """All groups in three queries; members that are switched off are left out. region: the organization's."""
    members: dict[int, list[Member]] = defaultdict(list)
    rows = RingGroupMember.objects.filter(is_enabled=True).order_by("group_id", "position")
    for group, key, outside, label in rows.values_list("group_id", "extension__key", "outside", "label"):
        members[group].append(Member(key, read_e164(outside, region) if outside else None, label))
    played = Announcement.objects.in_bulk(
        RingGroupRow.objects.filter(announcement__isnull=False).values_list("announcement_id", flat=True)
    )
    groups = RingGroupRow.objects.order_by("key").values_list(
        "pk",
        "key",
        "name",
        "number",
        "is_enabled",
        "strategy",
        "longest_since",
        "ring_seconds",
        "rounds",
        "caller_name_prefix",
        "announcement_id",
        "text",
        *DESTINATION_COLUMNS,
    )
    return tuple(
        RingGroup(
            key=key,
            name=name,
            strategy=Strategy(strategy),
            members=tuple(members.get(pk, ())),
            ring_seconds=ring_seconds,
            rounds=rounds,
            fallback=destination_of(*fallback),
            since_answered=since == RingGroupRow.LongestSince.ANSWERED,
            caller_name_prefix=prefix,
            number=number,
            is_enabled=is_enabled,
            before=_before(played.get(announcement), text),
        )
        for (
            pk,
            key,
            name,
            number,
            is_enabled,
            strategy,
            since,
            ring_seconds,
            rounds,
            prefix,
            announcement,
            text,
            *fallback,
        ) in groups
    )


def _before(announcement: Announcement | None, text: str) -> tuple[Prompt, ...]:
    if announcement is not None:
        return (prompt_of(announcement),)
    return (Words(text),) if text else ()

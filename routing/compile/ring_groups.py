"""Ring groups with their members."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from routing.compile.announcements import prompt_of
from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.ring_groups import Member, RingGroup, Strategy
from routing.engine.prompts import Prompt, Words
from routing.models import Announcement, RingGroupMember
from routing.models import RingGroup as RingGroupRow
from routing.outside_numbers import read_e164

_COLUMNS = (
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
)


def compile_ring_groups(region: str) -> tuple[RingGroup, ...]:
    """All groups in three queries; members that are switched off are left out. region: the organization's."""
    members: dict[int, list[Member]] = defaultdict(list)
    rows = RingGroupMember.objects.filter(is_enabled=True).order_by("group_id", "position")
    for group, key, outside, label in rows.values_list("group_id", "extension__key", "outside", "label"):
        members[group].append(Member(key, read_e164(outside, region) if outside else None, label))
    played = Announcement.objects.in_bulk(
        RingGroupRow.objects.filter(announcement__isnull=False).values_list("announcement_id", flat=True)
    )
    groups = RingGroupRow.objects.order_by("key").values(*_COLUMNS, *DESTINATION_COLUMNS)
    return tuple(
        _group(row, tuple(members.get(row["pk"], ())), played.get(row["announcement_id"])) for row in groups
    )


def _group(row: dict[str, Any], members: tuple[Member, ...], announcement: Announcement | None) -> RingGroup:
    return RingGroup(
        key=row["key"],
        name=row["name"],
        strategy=Strategy(row["strategy"]),
        members=members,
        ring_seconds=row["ring_seconds"],
        rounds=row["rounds"],
        fallback=destination_of(*[row[column] for column in DESTINATION_COLUMNS]),
        since_answered=row["longest_since"] == RingGroupRow.LongestSince.ANSWERED,
        caller_name_prefix=row["caller_name_prefix"],
        number=row["number"],
        is_enabled=row["is_enabled"],
        before=_before(announcement, row["text"]),
    )


def _before(announcement: Announcement | None, text: str) -> tuple[Prompt, ...]:
    if announcement is not None:
        return (prompt_of(announcement),)
    return (Words(text),) if text else ()

"""When the members of a ring group were rung and answered: kept by calls, shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from routing.models import RingGroup, RingGroupTurns


@dataclass(frozen=True)
class Last:
    """When a member was last rung by the group, and when its last answered call for the group ended."""

    rung: datetime | None = None
    answered: datetime | None = None


def last_times(group: RingGroup) -> Mapping[str, Last]:
    """By the identity of a member; only the strategy least recent keeps them."""
    row = RingGroupTurns.objects.filter(group_key=group.key).first()
    if row is None:
        return {}
    return {
        member: Last(
            _moment(row.rung[member][1]) if member in row.rung else None, _moment(row.answered.get(member))
        )
        for member in {*row.rung, *row.answered}
    }


def note_answered(group: UUID, member: str) -> None:
    """A call that a member took for a group is over: it waits from now on. In one statement, for the current schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE routing_ringgroupturns
            SET answered = answered || jsonb_build_object(%s::text, extract(epoch FROM clock_timestamp()))
            WHERE group_key = %s
            """,
            [member, group],
        )


def forget_turns(group: UUID) -> None:
    """The group is deleted, and what its calls kept goes with it."""
    RingGroupTurns.objects.filter(group_key=group).delete()


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None

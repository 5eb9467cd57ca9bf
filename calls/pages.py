"""Pages of the call log by keyset: as fast on the thousandth page as on the first, and stable while calls come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import QueryDict

from calls.models import Call
from calls.querysets import CallQuerySet

PAGE_SIZE = 50
MOST_COUNTED = 1000
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})\Z")


@dataclass(frozen=True)
class CallPage:
    """calls: newest first. count: of all pages, exact up to MOST_COUNTED. newer, older: queries, "" at an end."""

    calls: list[Call]
    count: int
    newer: str
    older: str

    @property
    def words(self) -> str:
        if self.count > MOST_COUNTED:
            return f"More than {MOST_COUNTED:,} calls"
        return "1 call" if self.count == 1 else f"{self.count:,} calls"


def page_of(calls: CallQuerySet, query: QueryDict) -> CallPage:
    """The page that ?before= or ?after= asks for; the newest one when they ask for nonsense."""
    count = calls.order_by()[: MOST_COUNTED + 1].count()
    before, after = _read(query.get("before", "")), _read(query.get("after", ""))
    if after is not None:
        found = list(calls.newer_than(*after).newest_first().reverse()[: PAGE_SIZE + 1])
        if len(found) > PAGE_SIZE:
            page = found[:PAGE_SIZE][::-1]
            return CallPage(page, count, _link(query, "after", page[0]), _link(query, "before", page[-1]))
        before = None  # so few are newer that they are on the first page
    rows = calls if before is None else calls.older_than(*before)
    found = list(rows.newest_first()[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return CallPage(
        shown,
        count,
        _link(query, "after", shown[0]) if before is not None and shown else "",
        _link(query, "before", shown[-1]) if len(found) > PAGE_SIZE else "",
    )


def _read(cursor: str) -> tuple[datetime, int] | None:
    match = _CURSOR.match(cursor)
    if match is None:
        return None
    seconds, microseconds = divmod(int(match[1]), 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds), int(match[2])
    except (ValueError, OverflowError):
        return None


def _link(query: QueryDict, name: str, call: Call) -> str:
    """The same query with another place to begin at."""
    changed = query.copy()
    for old in ("before", "after"):
        changed.pop(old, None)
    at = call.started_at
    changed[name] = f"{int(at.timestamp()) * 1_000_000 + at.microsecond}-{call.pk}"
    return f"?{changed.urlencode()}"

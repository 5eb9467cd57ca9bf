"""Dial-by-name directories, and the keys that spell the names in them."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from routing.compile.announcements import prompt_of
from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.directories import listed_extensions
from routing.engine.destinations import Destination, HangUp
from routing.engine.objects.directories import Directory, ListedName, SearchBy
from routing.keypad import spellings
from routing.models import Directory as DirectoryRow
from routing.models import DirectoryWay


def compile_directories() -> tuple[Directory, ...]:
    rows = list(DirectoryRow.objects.select_related("announcement").order_by("key"))
    if not rows:
        return ()
    ways: dict[tuple[int, str], Destination] = {}
    for directory, cause, *destination in DirectoryWay.objects.values_list(
        "directory_id", "cause", *DESTINATION_COLUMNS
    ):
        ways[directory, cause] = destination_of(*destination)
    chosen: dict[int, list[UUID]] = defaultdict(list)
    departments = DirectoryRow.departments.through.objects.order_by("department__key")
    for directory, department in departments.values_list("directory_id", "department__key"):
        chosen[directory].append(department)
    return tuple(
        Directory(
            key=row.key,
            name=row.name,
            by=SearchBy(row.search_by),
            departments=None if row.lists_all else tuple(chosen[row.pk]),
            greeting=prompt_of(row.announcement) if row.announcement is not None else None,
            least_keys=row.least_keys,
            names_at_once=row.names_at_once,
            tries=row.tries,
            nobody=ways.get((row.pk, DirectoryWay.Cause.NOBODY), HangUp()),
            operator=ways.get((row.pk, DirectoryWay.Cause.OPERATOR)),
            number=row.number,
            is_enabled=row.is_enabled,
        )
        for row in rows
    )


def compile_listed_names() -> tuple[ListedName, ...]:
    """Everybody whom callers may find, whatever the directory."""
    rows = listed_extensions().order_by("number", "key")
    return tuple(
        # A single name counts as the last one.
        ListedName(key, spellings(last or first), spellings(first) if last else (), department)
        for key, first, last, department in rows.values_list(
            "key", "first_name", "last_name", "department__key"
        )
    )

"""Who is in a dial-by-name directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from extensions.effective import effective_column, organization_defaults
from extensions.models import Extension
from extensions.querysets import ExtensionQuerySet
from routing.models import Directory

# Letters with a key, as PostgreSQL can tell them: A to Z with marks or without, and digits.
_SPELLED = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ]"


@dataclass(frozen=True)
class Listed:
    """How many extensions a directory lists, and how many of these have no letter that a key stands for."""

    people: int = 0
    without_keys: int = 0


def listed_extensions() -> ExtensionQuerySet:
    """Those that callers may find: enabled, and listed by their own value, template or organization."""
    is_listed = effective_column("in_directory", organization_defaults())
    found: ExtensionQuerySet = Extension.objects.filter(is_enabled=True).alias(is_listed=is_listed)
    return found.filter(is_listed=True)


def extensions_in(directory: Directory) -> ExtensionQuerySet:
    """Those that callers of this directory may find."""
    rows = listed_extensions()
    if directory.lists_all:
        return rows
    return rows.filter(department__in=directory.departments.values("pk"))


def counts_of(directories: Sequence[Directory]) -> Mapping[Any, Listed]:
    """How many each of them lists, by primary key; three queries, however many there are."""
    counted = (
        listed_extensions()
        .order_by()
        .values_list("department")
        .annotate(people=Count("pk"), without_keys=Count("pk", filter=~Q(name__regex=_SPELLED)))
    )
    by_department = {department: Listed(*counts) for department, *counts in counted}
    departments: dict[int, list[int]] = {}
    chosen = Directory.departments.through.objects.filter(directory__in=[row.pk for row in directories])
    for directory, department in chosen.values_list("directory_id", "department_id"):
        departments.setdefault(directory, []).append(department)
    return {
        row.pk: _sum(
            by_department.values()
            if row.lists_all
            else [by_department.get(department, Listed()) for department in departments.get(row.pk, ())]
        )
        for row in directories
    }


def _sum(parts: Any) -> Listed:  # noqa: ANN401 - Listed of any number
    found = list(parts)
    return Listed(sum(one.people for one in found), sum(one.without_keys for one in found))

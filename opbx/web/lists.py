"""What every list page does with its query: pages of a chosen size, sorted by an allowed column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

PAGE_SIZES = (25, 50, 100)
PAGE_SIZE_CHOICES = [("", f"{PAGE_SIZES[0]} rows"), *[(str(size), f"{size} rows") for size in PAGE_SIZES[1:]]]


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that ?page= and ?per= ask for; the nearest one that exists when they ask for nonsense."""
    wanted = request.GET.get("per", "")
    size = int(wanted) if wanted in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    return Paginator(rows, size).get_page(request.GET.get("page"))


def sorted_by(
    request: HttpRequest, rows: QuerySet[Any], columns: Mapping[str, tuple[Any, ...]], *, default: str
) -> QuerySet[Any]:
    """Rows in the order that ?sort=key or ?sort=-key names; keys that are not in columns mean the default.

    columns: key → expressions, of which a minus turns all around; the last one must be unique.
    """
    wanted = request.GET.get("sort", "")
    key = wanted.removeprefix("-")
    if key not in columns:
        wanted = key = default
    ordered = rows.order_by(*columns[key])
    return ordered.reverse() if wanted.startswith("-") else ordered


def list_address(request: HttpRequest, name: str) -> str:
    """The list of this URL name, as it was when it led to this page: it passes its own query on, with from=list."""
    query = request.GET.copy()
    if query.pop("from", None) != ["list"]:
        return reverse(name)
    return f"{reverse(name)}?{query.urlencode()}".rstrip("?")


def is_from_list(request: HttpRequest) -> bool:
    return request.GET.get("from") == "list"

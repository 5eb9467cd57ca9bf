"""Destinations that lead to something disabled: sentences for the pages of what leads there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from routing.models import DestinationFields
from routing.services.destinations import destination_words


def asleep_problems(found: Iterable[tuple[Any, str, DestinationFields]]) -> dict[Any, list[str]]:
    """By owner, a sentence for each of its destinations (with its object loaded) that is disabled.

    found: owner, when calls go there (such as "While open"), and the destination.
    """
    problems: dict[Any, list[str]] = defaultdict(list)
    for owner, when, row in found:
        if is_asleep(row):
            problems[owner].append(f"{when}: {destination_words(row)} is disabled. Callers hear so.")
    return dict(problems)


def is_asleep(row: DestinationFields) -> bool:
    """Whether a destination leads to an object that is off."""
    return not getattr(row.destination_object, "is_enabled", True)

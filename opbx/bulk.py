"""What became of many objects that one act was meant for: a leaf, for services and pages of every app."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
SHOWN = 3  # names of one reason that a sentence lists before it counts


@dataclass(frozen=True)
class Skipped:
    """One object that was left as it is. reason: why, as in "104: disabled already"."""

    label: str
    reason: str


@dataclass
class BulkResult:
    """done: the labels of those that were changed."""

    done: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, label: str, reason: str) -> None:
        self.skipped.append(Skipped(label, reason))


def act_on_each(
    chosen: Sequence[Row],
    locked: QuerySet[Row],
    act: Callable[[Row], str],
    label: Callable[[Row], str] = str,
) -> BulkResult:
    """Act on each of the chosen rows as it is now, in their order; within the caller's transaction.

    locked: the rows of their table as they are locked. act: answers with why not, "" when it was done.
    """
    living = {row.pk: row for row in locked.filter(pk__in=[one.pk for one in chosen]).order_by("pk")}
    result = BulkResult()
    for one in chosen:
        row = living.get(one.pk)
        reason = act(row) if row is not None else "deleted meanwhile"
        if reason:
            result.skip(label(one), reason)
        else:
            result.done.append(label(one))
    return result


def sentence(result: BulkResult, verb: str, noun: str, plural: str = "") -> str:
    """Disabled 12 extensions. 2 skipped: 104, 105: disabled already."""
    count = len(result.done)
    many = plural or f"{noun}s"
    done = f"{verb} {count:,} {noun if count == 1 else many}." if count else f"No {noun} was changed."
    if not result.skipped:
        return done
    return f"{done} {len(result.skipped):,} skipped: {skipped_words(result.skipped)}."


def skipped_words(skipped: Sequence[Skipped]) -> str:
    """104, 105 and 9 more: disabled already; 107: calls are sent to it."""
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(one.reason, []).append(one.label)
    return "; ".join(f"{_names(labels)}: {reason}" for reason, labels in reasons.items())


def _names(labels: Iterable[str]) -> str:
    named = list(labels)
    more = len(named) - SHOWN
    return ", ".join(named[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")

"""What became of many objects that one act was meant for: a leaf, for services and pages of every app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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

"""Opening times as people write and read them: "09:00-12:00, 13:00-17:00", also over midnight."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from opbx.errors import NotAcceptable

MINUTES_A_DAY = 24 * 60
MAX_RANGES_A_DAY = 8
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EXAMPLE = "09:00-17:00, or 09:00-12:00, 13:00-17:00"
_CLOSED = frozenset({"", "closed", "-", "–", "none"})
_ALL_DAY = frozenset({"24 hours", "24h", "24 h", "all day", "open all day"})
_RANGE = re.compile(r"(?P<opens>.+?)\s*(?:-|–|—|\bto\b|\buntil\b)\s*(?P<closes>.+)")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?")


class Hours(NamedTuple):
    """Minutes since midnight, as routing.models stores them: closes not after opens is on the day after."""

    opens: int
    closes: int

    @property
    def end(self) -> int:
        """When it closes, counted from the midnight of the day it opens."""
        return self.closes if self.closes > self.opens else self.closes + MINUTES_A_DAY


Week = Mapping[int, Sequence[Hours]]


def read_hours(text: str, *, field: str) -> tuple[Hours, ...]:
    """The ranges of one day, in order; () for a day that is closed.

    Raises NotAcceptable, at this field, when they cannot be read, overlap, or are too many.
    """
    typed = " ".join(text.lower().split())
    if typed in _CLOSED:
        return ()
    if typed in _ALL_DAY:
        return (Hours(0, MINUTES_A_DAY),)
    parts = [part for part in re.split(r"\s*[,;&+]\s*|\s+and\s+", typed) if part]
    found = sorted(_read_range(part, field) for part in parts)
    if len(found) > MAX_RANGES_A_DAY:
        raise NotAcceptable(f"Enter at most {MAX_RANGES_A_DAY} ranges for one day.", field=field)
    check_day(found, field=field)
    return tuple(found)


def check_day(ranges: Sequence[Hours], *, field: str) -> None:
    """Raise NotAcceptable when ranges of the same day, in order, overlap."""
    for earlier, later in itertools.pairwise(ranges):
        if later.opens < earlier.end:
            raise NotAcceptable(
                f"{range_words(earlier)} and {range_words(later)} overlap. Change one of them.", field=field
            )


def check_week(week: Week, *, fields: Sequence[str]) -> None:
    """Raise NotAcceptable, at the field of the later day, when a night runs into the hours of the day after it."""
    for weekday in range(7):
        today, tomorrow = week.get(weekday, ()), (weekday + 1) % 7
        if not today or not week.get(tomorrow):
            continue
        night, morning = max(today, key=lambda one: one.end), week[tomorrow][0]
        if night.end - MINUTES_A_DAY > morning.opens:
            raise NotAcceptable(
                f"{DAY_NAMES[weekday]}’s {range_words(night)} runs into {range_words(morning)} of"
                f" {DAY_NAMES[tomorrow]}. Change one of them.",
                field=fields[tomorrow],
            )


def time_words(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def range_words(hours: Hours) -> str:
    return f"{time_words(hours.opens)}–{time_words(hours.closes)}"


def hours_words(ranges: Iterable[Hours], *, closed: str = "Closed") -> str:
    """Such as "09:00–12:00, 13:00–17:00"; `read_hours` understands it."""
    words = ", ".join(range_words(one) for one in ranges)
    return {"": closed, "00:00–24:00": "24 hours"}.get(words, words)


def week_words(week: Week) -> str:
    """Days with the same hours together: "Mon–Fri 09:00–17:00; Sat 10:00–14:00"; "Always closed" for none."""
    told: list[tuple[int, int, str]] = []
    for weekday in range(7):
        words = hours_words(week.get(weekday, ()))
        if told and told[-1][2] == words:
            told[-1] = (told[-1][0], weekday, words)
        else:
            told.append((weekday, weekday, words))
    if len(told) == 1:
        return "Always closed" if told[0][2] == "Closed" else f"Every day {told[0][2]}"
    return "; ".join(f"{_days(first, last)} {words}" for first, last, words in told if words != "Closed")


def _days(first: int, last: int) -> str:
    names = DAY_NAMES[first][:3], DAY_NAMES[last][:3]
    if first == last:
        return names[0]
    return f"{names[0]}, {names[1]}" if last == first + 1 else f"{names[0]}–{names[1]}"


def _read_range(text: str, field: str) -> Hours:
    found = _RANGE.fullmatch(text)
    if found is None:
        raise NotAcceptable(f"Enter hours such as {EXAMPLE}. Leave it empty when it is closed.", field=field)
    opens, closes = _read_time(found["opens"], field), _read_time(found["closes"], field)
    # Midnight as an end is the end of the same day; 24:00 as a beginning would be the next one's 00:00.
    closes = closes or MINUTES_A_DAY
    if opens == MINUTES_A_DAY:
        raise NotAcceptable("A range cannot begin at 24:00. Enter 00:00 on the next day.", field=field)
    if opens == closes:
        raise NotAcceptable(
            f"{text} begins and ends at the same time. Enter 24 hours for the whole day.", field=field
        )
    return Hours(opens, closes)


def _read_time(text: str, field: str) -> int:
    found = _TIME.fullmatch(text.strip())
    minutes = _minutes(found) if found is not None else None
    if minutes is None:
        raise NotAcceptable(f"{text.strip()[:20]} is not a time. Enter hours such as {EXAMPLE}.", field=field)
    return minutes


def _minutes(found: re.Match[str]) -> int | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    total = hour * 60 + minute
    return total if total <= MINUTES_A_DAY else None

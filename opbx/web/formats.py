"""How times, lengths of time and phone numbers are written for people, in the current time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import phonenumbers
from django.utils import dateformat, timezone

MINUTE, HOUR = 60, 3600


def full_time(at: datetime) -> str:
    """Thu 19 Nov 2026, 10:42:07 CET."""
    return dateformat.format(timezone.localtime(at), "D j M Y, H:i:s T")


def clock_time(at: datetime) -> str:
    """10:42:07."""
    return dateformat.format(timezone.localtime(at), "H:i:s")


def day_words(day: date) -> str:
    """Fri 25 Dec 2026."""
    return dateformat.format(day, "D j M Y")


def relative_time(at: datetime, now: datetime | None = None) -> str:
    """2 minutes ago, Today 09:14, Yesterday 17:40, 12 Nov 2026; days are those of the current zone."""
    now = now or timezone.now()
    seconds = (now - at).total_seconds()
    if abs(seconds) < HOUR:
        return _minutes(seconds)
    local = timezone.localtime(at)
    days = (timezone.localtime(now).date() - local.date()).days
    words = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}
    if days in words:
        return f"{words[days]} {dateformat.format(local, 'H:i')}"
    return dateformat.format(local, "j M Y")


def _minutes(seconds: float) -> str:
    minutes = int(abs(seconds) // MINUTE)
    if minutes == 0:
        return "Just now" if seconds >= 0 else "In a moment"
    count = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{count} ago" if seconds >= 0 else f"In {count}"


def duration_words(seconds: float | timedelta) -> str:
    """9 s, 4m 18s, 1h 02m."""
    total = round(_seconds(seconds))
    if total < MINUTE:
        return f"{total} s"
    if total < HOUR:
        return f"{total // MINUTE}m {total % MINUTE:02d}s"
    return f"{total // HOUR}h {total % HOUR // MINUTE:02d}m"


def elapsed_clock(seconds: float | timedelta) -> str:
    """0:14, 12:05, 1:02:09: time since a call arrived."""
    total = max(0, int(_seconds(seconds)))
    hours, rest = divmod(total, HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _seconds(value: float | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


@lru_cache(maxsize=4096)
def phone_words(value: str) -> str:
    """+493055501210 as +49 30 55501210; whatever is no E.164 number stays as it came."""
    if not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(number):
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def initials(name: str) -> str:
    """The first letters of the first and the last word: Amara Okafor gives AO."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

"""What phones dial to open and close business hours, for their page."""

from __future__ import annotations

from dataclasses import dataclass

from routing.models import FeatureCode, Schedule

_WORDS = {
    FeatureCode.Act.HOURS_CLOSED: "Close",
    FeatureCode.Act.HOURS_OPEN: "Open",
    FeatureCode.Act.HOURS_BY_CALENDAR: "By the calendar again",
}


@dataclass(frozen=True)
class ByPhone:
    """codes: what each does and what is dialled for it. problem: why no phone can switch these hours, "" if one can."""

    codes: list[tuple[str, str]]
    problem: str = ""


def by_phone(row: Schedule) -> ByPhone:
    """For hours that phones may switch."""
    rows = {code.act: code for code in FeatureCode.objects.filter(act__in=_WORDS, is_enabled=True)}
    codes = [(words, f"{rows[act].number}{row.number}") for act, words in _WORDS.items() if act in rows]
    if not codes:
        return ByPhone([], "The feature codes for it are switched off.")
    others = Schedule.objects.filter(by_phone=True, is_enabled=True).exclude(pk=row.pk)
    if not row.number and others.exists():
        return ByPhone([], "Give these hours an internal number: phones may switch other hours too.")
    return ByPhone(codes)

"""How business hours stand, in words for pages: open or closed, why, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
from django.db.models.functions import Lower

from opbx import clock
from routing.engine.hours import MINUTES_A_DAY, Cause, DayRule, Schedule, State, state_at, zone_of
from routing.engine.hours_ahead import Change, next_change
from routing.engine.schedule import moment_words
from routing.models import Schedule as ScheduleRow
from routing.schedules import hours_of, schedules_with_hours
from tenants.context import current_organization

# How far ahead the page lists days that differ from the week.
DAYS_AHEAD = 370


@dataclass(frozen=True)
class Standing:
    """state: at one moment. then: what is known about the next change, "" for nothing: "closes 17:00"."""

    hours: Schedule
    state: State
    change: Change | None
    then: str

    @property
    def word(self) -> str:
        return "Open" if self.state.is_open else "Closed"

    @property
    def level(self) -> str:
        return "ok" if self.state.is_open else "neutral"

    @property
    def why(self) -> str:
        """The exception or holiday that decides; "" for the week and for what was set by hand."""
        return self.state.name

    @property
    def by_hand(self) -> bool:
        return self.state.cause is Cause.OVERRIDE

    @property
    def sentence(self) -> str:
        """Such as "Closed: Christmas Day, opens Mon 09:00"."""
        words = f"{self.word}: {self.why}" if self.why else self.word
        return f"{words}, {self.then}" if self.then else words


@dataclass(frozen=True)
class Quick:
    """One click: what the button says, and the state and end that it sets."""

    label: str
    state: str
    until: datetime | None

    @property
    def value(self) -> str:
        return f"{self.state} {self.until.astimezone(UTC).isoformat() if self.until else ''}".strip()


@dataclass(frozen=True)
class Span:
    """A bar of the picture of the week. x, width: in minutes of the day."""

    x: int
    width: int


@dataclass(frozen=True)
class DayAhead:
    """A day on which an exception or a holiday rules."""

    day: date
    rule: DayRule

    @property
    def is_holiday(self) -> bool:
        return self.rule.cause is Cause.HOLIDAY


def standing_of(row: ScheduleRow, at: datetime | None = None) -> Standing:
    """At a moment (aware), or now. The row comes from `schedules_with_hours` where there are many."""
    return standing(hours_of(row, current_organization().time_zone), at or clock.now())


def standing(hours: Schedule, at: datetime) -> Standing:
    state, change = state_at(hours, at), next_change(hours, at)
    then = ""
    if change is not None:
        then = f"{'closes' if state.is_open else 'opens'} {moment_words(hours, change.at, at)}"
    elif state.cause is Cause.OVERRIDE and state.until is None:
        then = "until further notice"
    return Standing(hours, state, change, then)


@dataclass(frozen=True)
class HomeHours:
    """Business hours on the home page, with what one click can do."""

    row: ScheduleRow
    standing: Standing
    quick: list[Quick]


def hours_for_home(most: int = 5) -> list[HomeHours]:
    """The first schedules that are enabled, by name, in a constant number of queries."""
    now = clock.now()
    rows = schedules_with_hours().filter(is_enabled=True).order_by(Lower("name"))[:most]
    zone = current_organization().time_zone
    found = [(row, hours_of(row, zone)) for row in rows]
    return [HomeHours(row, standing(hours, now), quick_choices(hours, now)[:1]) for row, hours in found]


def quick_choices(hours: Schedule, now: datetime) -> list[Quick]:
    """What is worth one click now, beside going back to the calendar."""
    calendar = msgspec.structs.replace(hours, override=None)
    is_open = state_at(hours, now).is_open
    if is_open:
        opens = _next(calendar, now, is_open=True)
        found = [Quick(f"Close until {moment_words(hours, opens, now)}", "closed", opens)] if opens else []
        return [*found, Quick("Close until further notice", "closed", None)]
    closes = _next(calendar, now, is_open=False)
    zone = zone_of(hours.zone)
    today = now.astimezone(zone).date()
    if closes is None or closes.astimezone(zone).date() != today:
        tomorrow = today + timedelta(days=1)
        closes = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)
    until = "midnight" if closes.astimezone(zone).date() != today else moment_words(hours, closes, now)
    return [
        Quick(f"Open until {until}", "open", closes),
        Quick("Open until further notice", "open", None),
    ]


def _next(calendar: Schedule, now: datetime, *, is_open: bool) -> datetime | None:
    """When it opens (or closes) by the calendar for the first time after now."""
    change = next_change(calendar, now)
    if change is not None and change.state.is_open != is_open:
        change = next_change(calendar, change.at)
    return change.at if change is not None else None


def spans_of_week(hours: Schedule) -> list[list[Span]]:
    """The bars of each weekday, Monday first, with what the night before leaves of it."""
    week = []
    for weekday in range(7):
        before = hours.week[(weekday - 1) % 7]
        night = [Span(0, one.closes - MINUTES_A_DAY) for one in before if one.closes > MINUTES_A_DAY]
        today = [Span(one.opens, min(one.closes, MINUTES_A_DAY) - one.opens) for one in hours.week[weekday]]
        week.append(night + today)
    return week


def days_ahead(hours: Schedule, now: datetime, *, most: int) -> list[DayAhead]:
    """The next days that an exception or a holiday rules, from today on."""
    found = []
    for ahead in _special_days(hours, now.astimezone(zone_of(hours.zone)).date()):
        found.append(ahead)
        if len(found) == most:
            break
    return found


def _special_days(hours: Schedule, today: date) -> Iterator[DayAhead]:
    for days in range(DAYS_AHEAD):
        day = today + timedelta(days=days)
        rule = hours.rule_on(day)
        if rule.cause is not Cause.WEEK:
            yield DayAhead(day, rule)

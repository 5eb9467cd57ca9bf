"""The pages of business hours: list and page, opening and closing by hand, and what happens at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, actor_of, requires
from opbx import clock
from opbx.errors import DomainError
from opbx.web.saving import save_form
from routing import services
from routing.access import get_object
from routing.asleep import asleep_problems
from routing.engine.hours import zone_of
from routing.forms.schedules import MomentForm, OverrideForm, ScheduleForm
from routing.hours_by_phone import by_phone
from routing.hours_now import days_ahead, quick_choices, spans_of_week, standing, standing_of
from routing.models import OBJECT_COLUMNS, Schedule, ScheduleDestination
from routing.opening_times import DAY_NAMES, Hours, hours_words, week_words
from routing.pages import Column, Pages
from routing.schedules import destination_row, hours_of, schedules_with_hours, week_of
from routing.services.overrides import override_words
from routing.services.schedule_exceptions import days_words
from routing.services.schedules import SCHEDULES, States
from tenants.context import current_organization

SHOWN_AHEAD = 6


@require_POST
@requires("schedules.read")
def schedule_override(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Open, close, or go by the calendar again; `quick` is a button with state and end, else the form says both."""
    row = get_object(request.user, SCHEDULES, key, for_change=True)
    back = reverse("home") if request.POST.get("next") == "home" else row.get_absolute_url()
    quick = request.POST.get("quick")
    if quick is not None:
        state, until = _quick(quick)
        try:
            changed = services.set_override(actor_of(request), row, state=state, until=until)
        except DomainError as error:  # the page was old: its end is over by now
            messages.error(request, error.message)
            return redirect(back)
        return _overridden(request, changed, back)
    form = OverrideForm(request.POST, zone=_zone(row))
    outcome = save_form(form, lambda values: services.set_override(actor_of(request), row, **values))
    if outcome.result is not None:
        return _overridden(request, outcome.result, back)
    return render(request, "schedules/override.html", {"object": row, "form": form}, status=outcome.status)


@require_safe
@requires("schedules.read")
def schedule_at(request: SignedInRequest, key: UUID) -> HttpResponse:
    """What happens with a call at a moment."""
    row = get_object(request.user, SCHEDULES, key)
    form = MomentForm(request.GET, zone=_zone(row), now=clock.now())
    context: dict[str, Any] = {"object": row, "moment_form": form}
    if form.is_valid():
        context["moment"] = _moment(row, form.cleaned_data["at"])
    status = 422 if form.errors else 200
    return render(request, "schedules/at.html", context, status=status)


def _quick(value: str) -> tuple[str, datetime | None]:
    """What a button sent: "closed 2026-03-03T08:00:00+00:00"; anything else is refused by the service."""
    state, _, until = value.partition(" ")
    try:
        end = datetime.fromisoformat(until) if until else None
    except ValueError:
        return "?", None
    return (state, end) if end is None or end.tzinfo is not None else ("?", None)


def _overridden(request: SignedInRequest, row: Schedule, back: str) -> HttpResponse:
    said = override_words(row)
    messages.success(request, f"{row.name}: {said[0].lower()}{said[1:]}.")
    return redirect(back)


def _zone(row: Schedule) -> str:
    return row.time_zone or current_organization().time_zone


def _moment(row: Schedule, at: datetime) -> Mapping[str, Any]:
    found = standing_of(row, at)
    destination = destination_row(row, found.state)
    wall = at.astimezone(zone_of(found.hours.zone))
    return {"standing": found, "destination": destination, "wall": wall}


def _cards(row: Schedule) -> Mapping[str, Any]:
    now = clock.now()
    full = schedules_with_hours().get(pk=row.pk)
    hours = hours_of(full, current_organization().time_zone)
    week = week_of(full)
    spans = spans_of_week(hours)
    wall = now.astimezone(zone_of(hours.zone))
    found = {one.state: one for one in _destinations(row).filter(exception=None)}
    return {
        "standing": standing(hours, now),
        "override": override_words(row),
        "quick": quick_choices(hours, now),
        "override_form": OverrideForm(zone=hours.zone),
        "moment_form": MomentForm(zone=hours.zone, now=now),
        "zone": hours.zone.replace("_", " "),
        "wall": wall,
        "week": [
            {
                "name": DAY_NAMES[weekday],
                "words": hours_words(week.get(weekday, ())),
                "spans": spans[weekday],
                "now": wall.hour * 60 + wall.minute if weekday == wall.weekday() else None,
            }
            for weekday in range(7)
        ],
        "destinations": [(label, found.get(state)) for state, label in _LABELS.items()],
        "exceptions": [
            {
                "row": one,
                "days": days_words(one.first_day, one.last_day),
                "words": hours_words([Hours(part.opens, part.closes) for part in one.ranges.all()]),
                "destination": found_by_exception.get(one.pk),
            }
            for found_by_exception in [
                {one.exception_id: one for one in _destinations(row).exclude(exception=None)}
            ]
            for one in full.exceptions.all()
        ],
        "holiday_sets": list(full.holiday_sets.all()),
        "ahead": days_ahead(hours, now, most=SHOWN_AHEAD),
        "by_phone": by_phone(row) if row.by_phone else None,
    }


_LABELS = {
    States.OPEN: "While open",
    States.CLOSED: "While closed",
    States.HOLIDAY: "On exceptions and holidays",
}


def _destinations(row: Schedule) -> Any:  # noqa: ANN401 - a QuerySet
    rows = ScheduleDestination.objects.filter(schedule=row)
    return rows.select_related("exception", *OBJECT_COLUMNS.values())


def _problems(rows: Sequence[Schedule]) -> Mapping[Any, list[str]]:
    found = ScheduleDestination.objects.filter(schedule__in=rows).order_by("pk")
    loaded = found.select_related("exception", *OBJECT_COLUMNS.values())
    return asleep_problems((one.schedule_id, _when(one), one) for one in loaded)


def _when(row: ScheduleDestination) -> str:
    return f"On {row.exception.name}" if row.exception is not None else _LABELS[States(row.state)]


def _now(row: Schedule) -> str:
    """What the list says now; its cell's template reads the same from the row."""
    found = standing_of(row)
    row.standing = found  # type: ignore[attr-defined]  # for the template of the cell
    return found.sentence


def _holidays(row: Schedule) -> str:
    return ", ".join(sorted(one.name for one in row.holiday_sets.all()))


PAGES = Pages(
    kind=SCHEDULES,
    form=ScheduleForm,
    add=services.add_schedule,
    update=services.update_schedule,
    about="Business hours send the same call elsewhere while you are open, closed, or away for a holiday.",
    cards="schedules/cards.html",
    fields="schedules/fields.html",
    rows=schedules_with_hours,
    columns=(
        Column("now", "Now", _now, template="schedules/now.html"),
        Column("week", "Week", lambda row: week_words(week_of(row))),
        Column("holidays", "Holidays", _holidays, css="cell-hide"),
    ),
    more=_cards,
    problems=_problems,
)

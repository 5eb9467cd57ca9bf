"""The pages of holiday sets: list, days, import by country."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Lower
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from audit.history import history_in_words
from opbx import clock
from opbx.errors import NotAcceptable
from opbx.references import Use
from opbx.web.counting import counted
from opbx.web.exports import csv_download
from opbx.web.saving import save_form, sent
from routing import services
from routing.engine.hours import zone_of
from routing.forms.holidays import CalendarForm, HolidayForm, HolidaySetForm, ImportForm
from routing.models import HolidayDay, HolidaySet
from routing.public_holidays import country_choices, public_holidays, subdivision_choices
from tenants.context import current_organization

get_and_post = require_http_methods(["GET", "POST"])
SENTENCES = {
    "holidays.added": "added these holidays",
    "holidays.updated": "changed these holidays",
    "holidays.imported": "imported holidays",
}
FIELDS = {"name": "Name", "day": "Day", "days": "Days"}


@require_GET
@requires("schedules.list")
def set_list(request: SignedInRequest) -> HttpResponse:
    today = _today()
    sets = HolidaySet.objects.annotate(
        count=Count("days", distinct=True),
        ahead=Min("days__day", filter=Q(days__day__gte=today)),
        last=Max("days__day"),
        used=Count("schedules", distinct=True),
    ).order_by(Lower("name"))
    context = {"sets": sets, "may_change": request.user.has_perm("schedules.write")}
    return render(request, "holidays/list.html", context)


@require_GET
@requires("schedules.read")
def set_export(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001 - a view's
    """All days of all sets."""
    days = HolidayDay.objects.select_related("holiday_set").order_by(Lower("holiday_set__name"), "day")
    lines = [(one.holiday_set.name, one.day.isoformat(), one.name) for one in days]
    return csv_download("holidays.csv", ("Holiday set", "Day", "Name"), lines)


@get_and_post
@requires("schedules.write")
def set_add(request: SignedInRequest) -> HttpResponse:
    form = HolidaySetForm(sent(request))
    outcome = save_form(form, lambda values: services.add_holiday_set(actor_of(request), **values))
    if outcome.result is not None:
        messages.success(request, f"Holidays {outcome.result.name} were added.")
        return redirect("holidays:detail", key=outcome.result.key)
    return render(request, "holidays/form.html", {"form": form}, status=outcome.status)


@require_GET
@requires("schedules.read")
def set_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    return _detail(request, _set(key), HolidayForm())


@get_and_post
@requires("schedules.write")
def set_rename(request: SignedInRequest, key: UUID) -> HttpResponse:
    row = _set(key)
    form = HolidaySetForm(sent(request), initial={"name": row.name})
    outcome = save_form(form, lambda values: services.rename_holiday_set(actor_of(request), row, **values))
    if outcome.result is not None:
        messages.success(request, f"Holidays {outcome.result.name} were saved.")
        return redirect("holidays:detail", key=key)
    return render(request, "holidays/form.html", {"form": form, "object": row}, status=outcome.status)


@require_POST
@requires("schedules.write")
def day_set(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Add a day, or name one anew."""
    row = _set(key)
    form = HolidayForm(request.POST)
    outcome = save_form(form, lambda values: services.set_holiday(actor_of(request), row, **values))
    if outcome.result is not None:
        messages.success(request, f"{outcome.result.name} was saved.")
        return redirect("holidays:detail", key=key)
    return _detail(request, row, form, status=outcome.status)


@require_POST
@requires("schedules.write")
def days_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    row = _set(key)
    chosen = [int(value) for value in request.POST.getlist("day") if value.isdecimal() and len(value) < 19]
    count = services.delete_holidays(actor_of(request), row, days=chosen)
    if count:
        messages.success(request, f"Deleted {counted(count, 'day')}.")
    else:
        messages.warning(request, "No day was chosen. Mark the days to delete.")
    return redirect("holidays:detail", key=key)


@get_and_post
@requires("schedules.write")
def set_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    row = _set(key)
    if request.method == "POST":
        services.delete_holiday_set(actor_of(request), row)
        messages.success(request, f"Holidays {row.name} were deleted.")
        return redirect("holidays:list")
    return render(request, "holidays/delete.html", {"object": row, "uses": _uses(row)})


@get_and_post
@requires("schedules.write")
def holidays_import(request: SignedInRequest) -> HttpResponse:
    """The public holidays of a country and year, shown before they are taken over."""
    calendar = CalendarForm(request.GET, this_year=_today().year)
    into = _into(request)
    context: dict[str, object] = {"calendar": calendar, "into": into}
    if not calendar.is_valid():
        return render(request, "holidays/import.html", context, status=422)
    asked = calendar.cleaned_data
    try:
        days = public_holidays(asked["country"], asked["subdivision"], asked["year"])
    except NotAcceptable as error:
        calendar.add_error(error.field, error.message)
        return render(request, "holidays/import.html", context, status=422)
    form = ImportForm(sent(request), days=days, name=_name(asked["country"], asked["subdivision"]), into=into)
    outcome = save_form(form, lambda _: _import(request, form, asked["country"], asked["subdivision"]))
    if outcome.result is not None:
        row, count = outcome.result
        said = (
            f"Imported {counted(count, 'day')} into {row.name}"
            if count
            else f"{row.name} has these days already"
        )
        messages.success(request, f"{said}.")
        return redirect("holidays:detail", key=row.key)
    context |= {"form": form, "days": days}
    return render(request, "holidays/import.html", context, status=outcome.status)


def _import(
    request: SignedInRequest, form: ImportForm, country: str, subdivision: str
) -> tuple[HolidaySet, int]:
    where = {"country": country, "subdivision": subdivision}
    days, row = form.chosen_days, form.chosen_set
    if row is None:
        name = form.cleaned_data["name"]
        added = services.add_holiday_set(actor_of(request), name=name, **where, days=days)
        return added, len(days)
    return row, services.import_holidays(actor_of(request), row, **where, days=days)


def _detail(request: SignedInRequest, row: HolidaySet, form: HolidayForm, status: int = 200) -> HttpResponse:
    today = _today()
    days = list(row.days.order_by("day"))
    context = {
        "object": row,
        "form": form,
        "days": [one for one in days if one.day >= today],
        "past": [one for one in days if one.day < today],
        "uses": _uses(row),
        "history": history_in_words(row, SENTENCES, FIELDS),
        "may_change": request.user.has_perm("schedules.write"),
        "calendar_name": _name(row.country, row.subdivision) if row.country else "",
        "next_year": (days[-1].day.year + 1) if days else today.year,
    }
    return render(request, "holidays/detail.html", context, status=status)


def _uses(row: HolidaySet) -> list[Use]:
    return [
        Use(
            kind="Business hours",
            label=schedule.name,
            role="closed on these days",
            url=reverse("schedules:detail", args=[schedule.key]),
            icon="clock",
        )
        for schedule in row.schedules.order_by(Lower("name"))
    ]


def _set(key: UUID) -> HolidaySet:
    row = HolidaySet.objects.filter(key=key).first()
    if row is None:
        raise Http404("There are no such holidays.")
    return row


def _into(request: SignedInRequest) -> HolidaySet | None:
    try:
        return HolidaySet.objects.filter(key=UUID(request.GET.get("into", ""))).first()
    except ValueError:
        return None


def _name(country: str, subdivision: str) -> str:
    """Germany, or Germany, Berlin."""
    name = dict(country_choices()).get(country, country)
    part = dict(subdivision_choices(country)).get(subdivision, "")
    return f"{name}, {part}"[:60] if part else name


def _today() -> date:
    return clock.now().astimezone(zone_of(current_organization().time_zone)).date()

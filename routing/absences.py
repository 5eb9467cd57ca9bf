"""Absences as pages and services read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from extensions.models import Extension
from opbx import clock
from routing.engine.hours import zone_of
from routing.models import OBJECT_COLUMNS, Absence
from tenants.context import current_organization

AS_UNAVAILABLE = "As when unavailable"


def today() -> date:
    """The day on the organization's clocks."""
    return clock.now().astimezone(zone_of(current_organization().time_zone)).date()


def midnight_after(day: date) -> datetime:
    """When an absence that ends on this day is over."""
    ahead = day + timedelta(days=1)
    return datetime(ahead.year, ahead.month, ahead.day, tzinfo=zone_of(current_organization().time_zone))


def absences_of(extension: Extension) -> QuerySet[Absence]:
    """Those that are not over, in their order, with their destinations."""
    rows = Absence.objects.filter(extension=extension, last_day__gte=today())
    return rows.select_related(*OBJECT_COLUMNS.values()).order_by("first_day")

"""How some tables tell that they send calls to an object, or use one: routing.references asks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from opbx.references import Use
from routing.models import Absence, Directory, DirectoryWay, Fallback, SpeedDial

# Stands for the column of voicemail boxes where the box is an extension's that leaves with it.
BOX_OF_EXTENSION = "voicemail_box_of_extension"


def rows_of_fallback() -> QuerySet[Fallback]:
    return Fallback.objects.filter(is_set=True).order_by("pk")


def use_by_fallback(row: Fallback, column: str) -> Use:  # noqa: ARG001 - as every source
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    role = f"calls with nowhere else to go come {whither}"
    return Use("Numbering plan", "Fall-back", role, reverse("dialling:fallback"), "arrow-back-up")


def absences_that_count() -> QuerySet[Absence]:
    """Those of living extensions, as forwarding rules; one that is over counts until it is removed."""
    rows = Absence.objects.filter(extension__deleted_at__isnull=True)
    return rows.select_related("extension").order_by("extension__number", "first_day")


def use_by_absence(row: Absence, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    return Use(
        kind="Extension",
        label=str(row.extension),
        role=f"sends calls {whither} while it is away: {row}",
        url=reverse("extensions:detail", args=[row.extension.number]),
        icon="calendar",
    )


def directory_ways() -> QuerySet[DirectoryWay]:
    return DirectoryWay.objects.select_related("directory").order_by("directory__name", "cause")


def use_by_directory_way(way: DirectoryWay, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    is_operator = way.cause == DirectoryWay.Cause.OPERATOR
    role = f"key 0 leads {whither}" if is_operator else f"callers who find nobody go {whither}"
    return _use_by_directory(way.directory, role)


def _use_by_directory(row: Directory, role: str) -> Use:
    return Use("Dial-by-name directory", row.name, role, row.get_absolute_url(), "address-book")


def directories_that_greet(announcements: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    for row in Directory.objects.filter(announcement__in=[one.pk for one in announcements]).order_by("name"):
        yield row.announcement_id, _use_by_directory(row, "plays it before callers spell a name")


def tally_of_greetings(announcements: Sequence[Model]) -> QuerySet[Any, Any]:
    rows = Directory.objects.filter(announcement__in=[one.pk for one in announcements])
    return rows.order_by().values_list("announcement_id")


def directories_that_list(departments: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    chosen = Directory.departments.through.objects.filter(department__in=[row.pk for row in departments])
    rows = chosen.filter(directory__lists_all=False).select_related("directory")
    for one in rows.order_by("directory__name"):
        yield one.department_id, _use_by_directory(one.directory, "lists its extensions")


def speed_dials() -> QuerySet[SpeedDial]:
    return SpeedDial.objects.order_by("number")


def use_by_speed_dial(row: SpeedDial, column: str) -> Use:
    whither = "to the voicemail box" if column == BOX_OF_EXTENSION else "here"
    url = reverse("dialling:speed_dial_edit", args=[row.key])
    return Use(kind="Speed dial", label=str(row), role=f"leads {whither}", url=url, icon="hash")

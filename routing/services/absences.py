"""Absences: adding, changing and deleting them, for the own extension or, by an admin, for any."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Model
from django.http import Http404

from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension
from opbx import clock
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.absences import AS_UNAVAILABLE, midnight_after, today
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, Absence, DestinationKeywords, DestinationKind
from routing.services.destinations import column_of, destination_words, point, point_to
from routing.services.forwarding import require_forwarding
from tenants.due import make_due
from tenants.guard import guard_configuration

SWEEP = "routing.absences"  # the kind of due work that removes those that are over
NOTHING_YET = timedelta(days=30)
MOST = 50


@transaction.atomic
def add_absence(
    actor: Actor,
    extension: Extension,
    *,
    first_day: date,
    last_day: date,
    label: str = "",
    destination: DestinationKeywords | None = None,
) -> Absence:
    """Let an extension not ring from the first to the last day, both included.

    destination: where its calls go; None for its rule for unavailable. A PBX User may do so for the own extension,
    where forwarding is allowed. Raises PermissionDenied and NotAcceptable.
    """
    require_forwarding(actor, extension)
    guard_configuration()
    row = Absence(extension=Extension.objects.get(pk=extension.pk))
    if Absence.objects.filter(extension=extension).count() >= MOST:
        raise NotAcceptable(f"An extension has at most {MOST} absences. Delete one first.", field="first_day")
    _set(row, first_day, last_day, label, destination)
    row.save()
    _tell(actor, row, None, _words(row))
    return row


@transaction.atomic
def update_absence(
    actor: Actor,
    absence: Absence,
    *,
    version: int,
    first_day: date,
    last_day: date,
    label: str,
    destination: DestinationKeywords | None,
) -> Absence:
    """Change an absence. version: the one that the editor saw. Raises ChangedMeanwhile and what add_absence raises."""
    require_forwarding(actor, absence.extension)
    guard_configuration()
    row = _locked(absence)
    if row.version != version:
        newest = audit.history_of(row.extension, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, "this absence", current_version=row.version)
    before = _words(row)
    _set(row, first_day, last_day, label, destination)
    if _words(row) == before:
        return row
    _save(row)
    _tell(actor, row, before, _words(row))
    return row


@transaction.atomic
def delete_absence(actor: Actor, absence: Absence) -> None:
    """Let the extension ring again on these days."""
    require_forwarding(actor, absence.extension)
    guard_configuration()
    row = _locked(absence)
    _tell(actor, row, _words(row), None)
    row.delete()
    configuration_changed(actor, f"An absence of extension {row.extension.number} was deleted")


def redirect_absences(
    actor: Actor, leaving: Model, replacement: Model | None, *, but_of: Extension | None = None
) -> None:
    """Send what absences send to an object to another one, or hang up; within the caller's transaction.

    One that would lead an extension to itself is as when it is unavailable. but_of: the extension whose own stay,
    because it is leaving too.
    """
    rows = _rows().filter(**{column_of(type(leaving)): leaving}).order_by("pk")
    for row in rows.exclude(extension=but_of) if but_of is not None else rows:
        before = _words(row)
        row.has_destination = replacement is None or replacement != row.extension
        point_to(row, replacement if row.has_destination else None)
        _save(row)
        changes: dict[str, list[Any]] = {"absence": [before, _words(row)]}
        audit.record(actor, "extension.absence_changed", row.extension, changes)


def remove_past_absences() -> datetime:
    """Due work: remove those that are over; when it is due again."""
    Absence.objects.filter(last_day__lt=today()).delete()
    ends = Absence.objects.aggregate(day=Min("last_day"))["day"]
    return midnight_after(ends) if ends is not None else clock.now() + NOTHING_YET


def _set(
    row: Absence, first_day: date, last_day: date, label: str, destination: DestinationKeywords | None
) -> None:
    row.first_day, row.last_day, row.label = first_day, last_day, label.strip()
    if last_day < first_day:
        raise NotAcceptable("The last day is before the first one. Enter a later day.", field="last_day")
    if last_day < today():
        raise NotAcceptable("These days are over. Enter a last day from today on.", field="last_day")
    others = Absence.objects.filter(extension=row.extension, first_day__lte=last_day, last_day__gte=first_day)
    other = others.exclude(pk=row.pk).order_by("first_day").first()
    if other is not None:
        raise NotAcceptable(
            f"{other} overlaps these days. Enter other days, or change that one.", field="first_day"
        )
    row.has_destination = destination is not None
    point(row, **(destination or {"destination_kind": DestinationKind.HANG_UP}))
    if row.destination_extension is not None and row.destination_extension == row.extension:
        raise NotAcceptable(
            "Calls cannot go to the extension that is absent. Choose another one.",
            field="destination_extension",
        )
    try:
        row.clean_fields(exclude=["extension", *DESTINATION_FIELDS])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error


def _tell(actor: Actor, row: Absence, before: str | None, after: str | None) -> None:
    """The audit entry of an act on an absence, which is one on its extension; its publish, and its removal one day."""
    act = "added" if before is None else "deleted" if after is None else "changed"
    changes: dict[str, list[Any]] = {"absence": [before, after]}
    audit.record(actor, f"extension.absence_{act}", row.extension, changes)
    if after is not None:
        make_due(SWEEP, midnight_after(row.last_day))
        configuration_changed(actor, f"An absence of extension {row.extension.number} was {act}")


def _save(row: Absence) -> None:
    row.version += 1
    row.save(
        update_fields=["version", "first_day", "last_day", "label", "has_destination", *DESTINATION_FIELDS]
    )


def _rows() -> Any:  # noqa: ANN401 - a QuerySet of Absence, which django-stubs loses over select_for_update
    return Absence.objects.select_related("extension", *OBJECT_COLUMNS.values()).select_for_update(
        of=("self",)
    )


def _locked(absence: Absence) -> Absence:
    row: Absence | None = _rows().filter(pk=absence.pk).first()
    if row is None:
        raise Http404("This absence was deleted meanwhile.")
    return row


def _words(row: Absence) -> str:
    return f"{row}: {destination_words(row) if row.has_destination else AS_UNAVAILABLE.lower()}"

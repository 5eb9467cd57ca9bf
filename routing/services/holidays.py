"""Holiday sets: days on which all the business hours that use them are closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.web.counting import counted
from opbx.web.formats import day_words
from routing.errors import NameTaken
from routing.models import HolidayDay, HolidaySet
from routing.public_holidays import PublicHoliday
from tenants.guard import guard_configuration

MOST_DAYS = 1000


@transaction.atomic
def add_holiday_set(
    actor: Actor,
    *,
    name: str,
    country: str = "",
    subdivision: str = "",
    days: Sequence[PublicHoliday] = (),
) -> HolidaySet:
    """Add a set, empty or with days. Raises NameTaken and NotAcceptable."""
    require(actor, "schedules.write")
    guard_configuration()
    row = HolidaySet(country=country, subdivision=subdivision)
    _name(row, name)
    row.save()
    HolidayDay.objects.bulk_create(HolidayDay(holiday_set=row, day=one.day, name=one.name) for one in days)
    audit.record(actor, "holidays.added", row, {"name": [None, row.name], "days": [None, len(days)]})
    return row  # nothing is published: no business hours use it yet


@transaction.atomic
def rename_holiday_set(actor: Actor, holiday_set: HolidaySet, *, name: str) -> HolidaySet:
    """Raises NameTaken, NotAcceptable, and Http404 when it was deleted meanwhile."""
    require(actor, "schedules.write")
    guard_configuration()
    row = _locked(holiday_set)
    before = row.name
    _name(row, name)
    if row.name != before:
        row.save(update_fields=["name"])
        audit.record(actor, "holidays.updated", row, {"name": [before, row.name]})
    return row


@transaction.atomic
def import_holidays(
    actor: Actor,
    holiday_set: HolidaySet,
    *,
    country: str,
    subdivision: str,
    days: Sequence[PublicHoliday],
) -> int:
    """Add the days that the set lacks, and say how many; those it has keep their names. Raises NotAcceptable."""
    require(actor, "schedules.write")
    guard_configuration()
    row = _locked(holiday_set)
    present = set(row.days.values_list("day", flat=True))
    missing = [one for one in days if one.day not in present]
    if not missing:
        return 0
    _check_count(len(present) + len(missing))
    HolidayDay.objects.bulk_create(HolidayDay(holiday_set=row, day=one.day, name=one.name) for one in missing)
    row.country, row.subdivision = country, subdivision
    row.save(update_fields=["country", "subdivision"])
    first, last = missing[0].day, missing[-1].day
    said = f"{counted(len(missing), 'day')}, {day_words(first)} – {day_words(last)}"
    audit.record(actor, "holidays.imported", row, {"days": [None, said]})
    configuration_changed(actor, f"Holidays {row.name}: {counted(len(missing), 'day')} imported")
    return len(missing)


@transaction.atomic
def set_holiday(actor: Actor, holiday_set: HolidaySet, *, day: date, name: str) -> HolidayDay:
    """Add a day to a set, or name it anew. Raises NotAcceptable, and Http404 when the set was deleted meanwhile."""
    require(actor, "schedules.write")
    guard_configuration()
    row = _locked(holiday_set)
    current = row.days.filter(day=day).first()
    wanted = current or HolidayDay(holiday_set=row, day=day)
    before = wanted.name if current is not None else None
    wanted.name = name.strip()
    _check(wanted)
    if wanted.name == before:
        return wanted
    if current is None:
        _check_count(row.days.count() + 1)
    wanted.save()
    shown = f"{day_words(day)} {wanted.name}"
    audit.record(
        actor, "holidays.updated", row, {"day": [f"{day_words(day)} {before}" if before else None, shown]}
    )
    configuration_changed(actor, f"Holidays {row.name}: {shown}")
    return wanted


@transaction.atomic
def delete_holidays(actor: Actor, holiday_set: HolidaySet, *, days: Collection[int]) -> int:
    """Take days, by their primary keys, out of a set; says how many."""
    require(actor, "schedules.write")
    guard_configuration()
    row = _locked(holiday_set)
    found = list(row.days.filter(pk__in=days).order_by("day"))
    if not found:
        return 0
    told = ", ".join(f"{day_words(one.day)} {one.name}" for one in found)
    row.days.filter(pk__in=[one.pk for one in found]).delete()
    audit.record(
        actor, "holidays.updated", row, {"day": [told if len(told) < 500 else f"{told[:499]}…", None]}
    )
    configuration_changed(actor, f"Holidays {row.name}: {counted(len(found), 'day')} deleted")
    return len(found)


@transaction.atomic
def delete_holiday_set(actor: Actor, holiday_set: HolidaySet) -> None:
    """Delete a set; the business hours that use it go by their week on its days. Raises Http404."""
    require(actor, "schedules.write")
    guard_configuration()
    row = _locked(holiday_set)
    audit.record(actor, "holidays.deleted", row, {"name": [row.name, None], "days": [row.days.count(), None]})
    name = row.name
    row.delete()
    configuration_changed(actor, f"Holidays {name} were deleted")


def _locked(holiday_set: HolidaySet) -> HolidaySet:
    row = HolidaySet.objects.select_for_update().filter(pk=holiday_set.pk).first()
    if row is None:
        raise Http404(f"The holidays {holiday_set.name} were deleted meanwhile.")
    return row


def _name(row: HolidaySet, name: str) -> None:
    row.name = name.strip()
    _check(row)
    if HolidaySet.objects.exclude(pk=row.pk).filter(name__iexact=row.name).exists():
        raise NameTaken("holiday set", row.name)


def _check(row: HolidaySet | HolidayDay) -> None:
    try:
        row.clean_fields(exclude=["holiday_set"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error


def _check_count(count: int) -> None:
    if count > MOST_DAYS:
        raise NotAcceptable(f"A set has {MOST_DAYS} days at most. Delete those that are over.", field="day")

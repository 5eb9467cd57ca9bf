"""Departments: added, changed and deleted. Calls depend on them only where a directory lists one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import DepartmentNameTaken, RangeOverlaps
from extensions.models import Department
from extensions.numbering import read_range
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.references import redirect_uses, uses_of
from tenants.guard import guard_configuration


@transaction.atomic
def add_department(actor: Actor, *, name: str, first_number: str = "", last_number: str = "") -> Department:
    """Add a department; its range may be left out. Raises DepartmentNameTaken, RangeOverlaps and NotAcceptable."""
    require(actor, "phonebook.write")
    guard_configuration()
    row = Department()
    _fill(row, name, first_number, last_number)
    said = {"name": row.name, "first_number": row.first_number, "last_number": row.last_number}
    audit.record(
        actor, "department.added", row, {field: [None, value] for field, value in said.items() if value}
    )
    return row


@transaction.atomic
def update_department(
    actor: Actor, department: Department, *, name: str, first_number: str = "", last_number: str = ""
) -> Department:
    """Change a department; extensions keep their numbers. Raises what add_department raises."""
    require(actor, "phonebook.write")
    guard_configuration()
    row = _locked(department)
    before = {field: getattr(row, field) for field in ("name", "first_number", "last_number")}
    _fill(row, name, first_number, last_number)
    changes = {
        field: [was, getattr(row, field)] for field, was in before.items() if was != getattr(row, field)
    }
    if changes:
        audit.record(actor, "department.updated", row, changes)
    return row


@transaction.atomic
def delete_department(actor: Actor, department: Department) -> None:
    """Delete a department; its extensions stay, without one, and whatever lists it does so no longer."""
    require(actor, "phonebook.write")
    guard_configuration()
    row = _locked(department)
    is_used = bool(uses_of(row))
    redirect_uses(actor, row, None)
    audit.record(actor, "department.deleted", row, {"name": [row.name, None]})
    row.delete()
    if is_used:
        configuration_changed(actor, f"Department {row.name} was deleted")


def _locked(department: Department) -> Department:
    row = Department.objects.select_for_update().filter(pk=department.pk).first()
    if row is None:
        raise Http404(f"{department.name} was deleted meanwhile.")
    return row


def _fill(row: Department, name: str, first: str, last: str) -> None:
    row.name, row.first_number, row.last_number = name.strip(), first.strip(), last.strip()
    _check_range(row)
    try:
        row.clean_fields()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    except IntegrityError as error:
        raise DepartmentNameTaken(row.name) from error


def _check_range(row: Department) -> None:
    wanted = read_range(row.first_number, row.last_number)
    for other in Department.objects.exclude(pk=row.pk).exclude(first_number=""):
        taken = read_range(other.first_number, other.last_number)
        overlaps = wanted and taken and wanted[0] <= taken[-1] and taken[0] <= wanted[-1]
        if overlaps and len(other.first_number) == len(row.first_number):
            raise RangeOverlaps(other.name, other.first_number, other.last_number)

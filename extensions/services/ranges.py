"""Adding many extensions at once: what would be added and what not, and then doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.internal_numbers import holders_in_words
from extensions.models import Department, Extension, InternalNumber, SipAccount
from extensions.models.internal_numbers import claim_numbers
from extensions.numbering import MOST_NUMBERS, is_within
from extensions.services.rows import check_columns
from extensions.services.sip_accounts import make_default_accounts
from extensions.services.values import is_emergency_number
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from tenants.guard import guard_configuration

PLACE = "{number}"  # in the pattern of a name: where the number stands
USUAL_NAMES = f"Extension {PLACE}"


@dataclass(frozen=True)
class Skipped:
    """A number that gets no extension, and why, as the end of "104 …"."""

    number: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """numbers: those that get an extension. outside: those of them that lie outside the department's range."""

    numbers: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    extensions: tuple[Extension, ...]
    skipped: tuple[Skipped, ...]


def plan_extensions(numbers: Sequence[str], department: Department | None = None) -> Plan:
    """Which of these numbers can have an extension as things are now."""
    holders = dict(Extension.objects.filter(number__in=numbers).values_list("number", "name"))
    claims = InternalNumber.objects.filter(number__in=numbers).exclude(kind="extension")
    others = holders_in_words(list(claims))
    free, skipped = [], []
    for number in numbers:
        if number in holders:
            skipped.append(Skipped(number, f"belongs to {holders[number]}"))
        elif number in others:
            skipped.append(Skipped(number, f"is {others[number]}"))
        elif is_emergency_number(number):
            skipped.append(Skipped(number, "calls the emergency services"))
        else:
            free.append(number)
    outside: list[str] = []
    if department is not None and department.first_number:
        outside = [number for number in free if not is_within(department, number)]
    return Plan(tuple(free), tuple(skipped), tuple(outside))


@transaction.atomic
def add_extensions(
    actor: Actor,
    *,
    numbers: Sequence[str],
    names: str = USUAL_NAMES,
    department: Department | None = None,
) -> Added:
    """Add an extension with a SIP account for each number that can have one; one transaction and one publish.

    names: what they are called, with {number} in the place of the number. Taken and emergency numbers are skipped
    with their reason. Raises NotAcceptable: more than 500 numbers, one that is none, a name that does not fit, or
    nothing left to add.
    """
    require(actor, "extensions.write")
    organization = guard_configuration()
    if len(numbers) > MOST_NUMBERS:
        raise NotAcceptable(f"Add at most {MOST_NUMBERS} extensions at a time.", field="numbers")
    plan = plan_extensions(list(dict.fromkeys(numbers)), department)
    if not plan.numbers:
        raise NotAcceptable("None of these numbers is free. Choose others.", field="numbers")
    extensions = [_named(number, names, department) for number in plan.numbers]
    Extension.objects.bulk_create(extensions)
    claim_numbers(extensions)
    accounts = make_default_accounts(extensions, slug=organization.slug)
    entries = [
        (extension, _said(extension, account))
        for extension, account in zip(extensions, accounts, strict=True)
    ]
    audit.record_all(actor, "extension.added", entries)
    configuration_changed(actor, _summary(plan.numbers))
    return Added(tuple(extensions), plan.skipped)


def numbers_in_words(numbers: Sequence[str]) -> str:
    """101-103, 120: neighbours of equal length as a range."""
    runs: list[list[str]] = []
    for number in numbers:
        before = runs[-1][-1] if runs else ""
        if before and len(before) == len(number) and int(number) == int(before) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _named(number: str, names: str, department: Department | None) -> Extension:
    extension = Extension(
        number=number, first_name=names.replace(PLACE, number).strip(), department=department
    )
    try:
        check_columns(extension)
    except NotAcceptable as error:
        error.field = "names" if error.field == "first_name" else "numbers"
        raise
    return extension


def _said(extension: Extension, account: SipAccount) -> dict[str, list[Any]]:
    said = {"number": extension.number, "first_name": extension.first_name, "sip_username": account.username}
    if extension.department is not None:
        said["department"] = extension.department.name
    return {name: [None, value] for name, value in said.items()}


def _summary(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"Extension {numbers[0]} was added"
    return f"{len(numbers)} extensions were added: {numbers_in_words(numbers)}"

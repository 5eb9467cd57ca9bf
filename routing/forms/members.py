"""The members of a ring group in a form: rows that are moved, switched and removed, and others to add.

It works without a script: the buttons of the rows send the form as it is, and the page shows it rearranged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from extensions.fields import MAX_OPTIONS, offered_extensions
from extensions.models import Extension, SipAccount
from extensions.numbering import NUMBERS_HINT, read_numbers
from opbx.e164 import read_phone_number
from opbx.errors import DomainError, NotAcceptable
from routing.outbound import why_none_outside
from routing.services.ring_groups import NO_MEMBER, GroupMember
from tenants.context import current_organization

# Sent by a button of the rows: what to do, and with whom, such as "up:101".
ARRANGE = "_arrange"


class Entry(NamedTuple):
    """One row. number: of an extension, or outside in E.164 with its plus. label: what an outside number is called."""

    number: str
    is_on: bool = True
    label: str = ""

    @property
    def is_outside(self) -> bool:
        return self.number.startswith("+")


@dataclass(frozen=True)
class Wanted:
    """What the rows of a form say. typed, outside, label: extension numbers, and an outside number, still to be added.

    problem, outside_problem: why they cannot be added, "" when they were, or when there are none.
    """

    rows: tuple[Entry, ...] = ()
    typed: str = ""
    problem: str = ""
    outside: str = ""
    label: str = ""
    outside_problem: str = ""

    @property
    def numbers(self) -> list[str]:
        return [row.number for row in self.rows]

    def with_more(self, numbers: Iterable[str]) -> Wanted:
        present = set(self.numbers)
        new = [number for number in dict.fromkeys(numbers) if number not in present]
        return replace(self, rows=(*self.rows, *(Entry(number) for number in new)))

    def with_typed(self, typed: str) -> Wanted:
        """Those of the typed numbers that are extensions; a range need not be complete."""
        if not typed.strip():
            return self
        try:
            numbers = read_numbers(typed)
        except NotAcceptable as error:
            return replace(self, typed=typed, problem=error.message)
        known = set(Extension.objects.filter(number__in=numbers).values_list("number", flat=True))
        if not known:
            return replace(self, typed=typed, problem="None of these numbers is an extension.")
        return self.with_more(number for number in numbers if number in known)

    def with_outside(self, typed: str, label: str) -> Wanted:
        """The outside number at the end of the list."""
        if not typed.strip():
            said = label.strip()
            return (
                replace(self, label=label, outside_problem=f"Enter the number of {said}.") if said else self
            )
        try:
            e164 = read_phone_number(typed, current_organization().region)
        except DomainError as error:
            return replace(self, outside=typed, label=label, outside_problem=error.message)
        if e164 in self.numbers:
            return replace(
                self, outside=typed, label=label, outside_problem="This number is in the list already."
            )
        return replace(self, rows=(*self.rows, Entry(e164, label=label.strip())))

    def arranged(self, act: str) -> Wanted:
        """After a button of the rows; what fits none of them changes nothing."""
        verb, _, number = act.partition(":")
        if number not in self.numbers:
            return self
        rows, at = list(self.rows), self.numbers.index(number)
        row = rows.pop(at)
        if verb in {"up", "down"}:
            rows.insert(max(0, at - 1) if verb == "up" else at + 1, row)
        elif verb != "remove":
            return self
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True)
class Row:
    """A member as the form shows it. why_silent: what keeps it from ringing, "" for nothing; hint: more about that."""

    number: str
    name: str
    is_on: bool
    why_silent: str = ""
    hint: str = ""
    is_outside: bool = False


class MembersInput(forms.Widget):
    """Reads the rows; templates/ring_groups/members.html draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Wanted:  # noqa: ANN401, ARG002 - Widget's
        def text(key: str) -> str:
            # Nothing here has NUL, and PostgreSQL would not even look.
            return str(data.get(key, "")).replace("\x00", "")[:200]

        def listed(key: str) -> list[str]:
            return [value.replace("\x00", "")[:20] for value in data.getlist(key)]

        switched_on = set(listed(f"{name}-on"))
        rows = tuple(
            Entry(number, number in switched_on, text(f"{name}-label-{number}"))
            for number in dict.fromkeys(listed(name))
        )
        wanted = Wanted(rows).with_more(listed(f"{name}-add")).with_typed(text(f"{name}-numbers"))
        wanted = wanted.with_outside(text(f"{name}-outside"), text(f"{name}-label"))
        return wanted.arranged(str(data.get(ARRANGE, "")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ANN401, ARG002 - Widget's
        return False


class MembersField(forms.Field):
    """Cleans to the members as the services take them."""

    widget = MembersInput

    def clean(self, value: Any) -> list[GroupMember]:  # noqa: ANN401 - Field's
        wanted: Wanted = value
        problem = wanted.problem or wanted.outside_problem
        if problem:
            raise ValidationError(f"{problem}")
        if not wanted.rows:
            raise ValidationError(NO_MEMBER)
        found = extensions_of(row.number for row in wanted.rows if not row.is_outside)
        return [_member(row, found) for row in wanted.rows]


def _member(row: Entry, found: dict[str, Extension]) -> GroupMember:
    if row.is_outside:
        return GroupMember(is_enabled=row.is_on, outside=row.number, label=row.label)
    if row.number not in found:
        raise ValidationError(f"There is no extension {row.number}. Remove it.")
    return GroupMember(found[row.number], row.is_on)


def extensions_of(numbers: Iterable[str]) -> dict[str, Extension]:
    """By their numbers; each tells in `has_phone` whether a SIP account of it is on."""
    phones = SipAccount.objects.filter(extension=OuterRef("pk"), is_enabled=True)
    rows = Extension.objects.filter(number__in=list(numbers)).annotate(has_phone=Exists(phones))
    return {row.number: row for row in rows}


def rows_of(wanted: Wanted) -> list[Row]:
    """The rows with what the page tells about each; in a fixed number of queries."""
    found = extensions_of(row.number for row in wanted.rows if not row.is_outside)
    outside = [row.number for row in wanted.rows if row.is_outside]
    refused = why_none_outside(outside, None, current_organization().region)
    return [
        _outside_row(row, refused.get(row.number, "")) if row.is_outside else _row(row, found.get(row.number))
        for row in wanted.rows
    ]


def _outside_row(row: Entry, refusal: str) -> Row:
    silent = "Cannot ring" if refusal else ""
    return Row(row.number, row.label, row.is_on, silent, refusal, is_outside=True)


def _row(row: Entry, extension: Any) -> Row:  # noqa: ANN401 - an annotated Extension
    if extension is None:
        return Row(row.number, "", row.is_on, "There is no such extension")
    return Row(row.number, extension.name, row.is_on, why_silent(extension))


def why_silent(extension: Any) -> str:  # noqa: ANN401 - an annotated Extension
    """What keeps the phones of an extension of `extensions_of` from ringing."""
    if not extension.is_enabled:
        return "Disabled"
    if not extension.has_phone:
        return "Has no phone"
    return "Do not disturb" if extension.do_not_disturb else ""


def candidates_for(wanted: Wanted) -> Sequence[Extension]:
    """Who can be added by a tick; none where there are too many to list, which are added by their numbers."""
    present = set(wanted.numbers)
    offered = offered_extensions(limit=MAX_OPTIONS + 1)
    if len(offered) > MAX_OPTIONS:
        return []
    return [extension for extension in offered if extension.number not in present]


ADD_HINT = NUMBERS_HINT

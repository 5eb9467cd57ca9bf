"""The members of a ring group in a form: rows that are moved, switched and removed, and extensions to add.

It works without a script: the buttons of the rows send the form as it is, and the page shows it rearranged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from extensions.fields import MAX_OPTIONS, offered_extensions
from extensions.models import Extension, SipAccount
from extensions.numbering import NUMBERS_HINT, read_numbers
from opbx.errors import NotAcceptable
from routing.services.ring_groups import NO_MEMBER, GroupMember

# Sent by a button of the rows: what to do, and with whom, such as "up:101".
ARRANGE = "_arrange"


@dataclass(frozen=True)
class Wanted:
    """What the rows of a form say: numbers in their order, and whether each rings. typed: numbers still to be added.

    problem: why they cannot be added, "" when they were, or when there are none.
    """

    rows: tuple[tuple[str, bool], ...] = ()
    typed: str = ""
    problem: str = ""

    def with_more(self, numbers: Iterable[str]) -> Wanted:
        present = {number for number, _ in self.rows}
        new = [number for number in dict.fromkeys(numbers) if number not in present]
        return replace(self, rows=(*self.rows, *((number, True) for number in new)))

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

    def arranged(self, act: str) -> Wanted:
        """After a button of the rows; what fits none of them changes nothing."""
        verb, _, number = act.partition(":")
        numbers = [row[0] for row in self.rows]
        if number not in numbers:
            return self
        rows, at = list(self.rows), numbers.index(number)
        row = rows.pop(at)
        if verb in {"up", "down"}:
            rows.insert(max(0, at - 1) if verb == "up" else at + 1, row)
        elif verb != "remove":
            return self
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True)
class Row:
    """A member as the form shows it. why_silent: what keeps its phones from ringing, "" for nothing."""

    number: str
    name: str
    is_on: bool
    why_silent: str = ""


class MembersInput(forms.Widget):
    """Reads the rows; templates/ring_groups/members.html draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Wanted:  # noqa: ANN401, ARG002 - Widget's
        def listed(key: str) -> list[str]:
            # No number has NUL, and PostgreSQL would not even look.
            return [value.replace("\x00", "")[:20] for value in data.getlist(key)]

        switched_on = set(listed(f"{name}-on"))
        rows = tuple((number, number in switched_on) for number in dict.fromkeys(listed(name)))
        wanted = Wanted(rows).with_more(listed(f"{name}-add"))
        return wanted.with_typed(str(data.get(f"{name}-numbers", ""))).arranged(str(data.get(ARRANGE, "")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ANN401, ARG002 - Widget's
        return False


class MembersField(forms.Field):
    """Cleans to the members as the services take them."""

    widget = MembersInput

    def clean(self, value: Any) -> list[GroupMember]:  # noqa: ANN401 - Field's
        wanted: Wanted = value
        if wanted.problem:
            raise ValidationError(f"{wanted.problem}")
        if not wanted.rows:
            raise ValidationError(NO_MEMBER)
        found = extensions_of(number for number, _ in wanted.rows)
        for number, _ in wanted.rows:
            if number not in found:
                raise ValidationError(f"There is no extension {number}. Remove it.")
        return [GroupMember(found[number], is_on) for number, is_on in wanted.rows]


def extensions_of(numbers: Iterable[str]) -> dict[str, Extension]:
    """By their numbers; each tells in `has_phone` whether a SIP account of it is on."""
    phones = SipAccount.objects.filter(extension=OuterRef("pk"), is_enabled=True)
    rows = Extension.objects.filter(number__in=list(numbers)).annotate(has_phone=Exists(phones))
    return {row.number: row for row in rows}


def rows_of(wanted: Wanted) -> list[Row]:
    """The rows with what the page tells about each; one query."""
    found = extensions_of(number for number, _ in wanted.rows)
    return [_row(number, found.get(number), is_on=is_on) for number, is_on in wanted.rows]


def _row(number: str, extension: Any, *, is_on: bool) -> Row:  # noqa: ANN401 - an annotated Extension
    if extension is None:
        return Row(number, "", is_on, "There is no such extension")
    return Row(number, extension.name, is_on, why_silent(extension))


def why_silent(extension: Any) -> str:  # noqa: ANN401 - an annotated Extension
    """What keeps the phones of an extension of `extensions_of` from ringing."""
    if not extension.is_enabled:
        return "Disabled"
    if not extension.has_phone:
        return "Has no phone"
    return "Do not disturb" if extension.do_not_disturb else ""


def candidates_for(wanted: Wanted) -> Sequence[Extension]:
    """Who can be added by a tick; none where there are too many to list, which are added by their numbers."""
    present = {number for number, _ in wanted.rows}
    offered = offered_extensions(limit=MAX_OPTIONS + 1)
    if len(offered) > MAX_OPTIONS:
        return []
    return [extension for extension in offered if extension.number not in present]


ADD_HINT = NUMBERS_HINT

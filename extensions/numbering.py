"""Which extension numbers are free, and how people write many of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import phonenumbers

from extensions.models import Department, InternalNumber
from opbx.errors import NotAcceptable
from tenants.context import current_organization

FIRST_NUMBER = 101
MOST_NUMBERS = 500
MOST_DIGITS = 20
NUMBERS_HINT = "Write a range such as 101-110, single numbers such as 120, or both with commas between them."
_ONE_OR_RANGE = re.compile(
    rf"([0-9]{{1,{MOST_DIGITS}}})(?:\s*[-\u2013\u2014]\s*([0-9]{{1,{MOST_DIGITS}}}))?", re.ASCII
)


class FreeNumbers:
    """The free numbers of the organization as they are now; reads the numbers in use and the departments once."""

    def __init__(self) -> None:
        self.departments = list(Department.objects.order_by("name", "pk"))
        claims = dict(InternalNumber.objects.values_list("number", "kind"))
        self._used = claims.keys()
        self._extensions = [number for number, kind in claims.items() if kind == "extension"]
        self._region = current_organization().region

    def next(self, department: Department | None = None) -> str:
        """The lowest free number of the department's range; outside all ranges when it has none, or no free one."""
        return (self.within(department) if department else "") or self._outside_ranges()

    def within(self, department: Department) -> str:
        """The lowest free number of the department's range; "" when it has no range, or none free."""
        width = len(department.first_number)
        numbers = (str(number).zfill(width) for number in _range_of(department))
        return next(filter(self._is_free, numbers), "")

    def _outside_ranges(self) -> str:
        counted = [int(number) for number in self._extensions if re.fullmatch(r"[1-9][0-9]{2,5}", number)]
        number = min(counted, default=FIRST_NUMBER)
        while not self._is_free(str(number)) or any(is_within(row, str(number)) for row in self.departments):
            number += 1
        return str(number)

    def _is_free(self, number: str) -> bool:
        # A phone that dials 112 reaches the rescue service before any extension.
        return number not in self._used and not phonenumbers.is_emergency_number(number, self._region)


def next_free_number(department: Department | None = None) -> str:
    """FreeNumbers().next, for one question."""
    return FreeNumbers().next(department)


def is_within(department: Department, number: str) -> bool:
    """Whether the number is one of the department's range; of none when it has no range."""
    return len(number) == len(department.first_number) and int(number) in _range_of(department)


def read_numbers(text: str, *, field: str = "numbers") -> list[str]:
    """The numbers of "101-105, 120", each once, in the order they were written.

    Raises NotAcceptable for the form field: something that is neither, or more than 500 numbers.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        raise NotAcceptable(f"Enter at least one number. {NUMBERS_HINT}", field=field)
    ranges = [_read_part(part, field) for part in parts]
    if (asked := sum(len(numbers) for _, numbers in ranges)) > MOST_NUMBERS:
        raise NotAcceptable(
            f"These are {asked:,} numbers. Add at most {MOST_NUMBERS} at a time.", field=field
        )
    return list(dict.fromkeys(chain.from_iterable(_written(*found) for found in ranges)))


def read_range(first: str, last: str) -> range:
    """The numbers of a department; none when both are empty. Raises NotAcceptable for one of its two fields."""
    if not first and not last:
        return range(0)
    for field, number in (("first_number", first), ("last_number", last)):
        if not re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", number, re.ASCII):
            hint = "Enter 1 to 20 digits, or leave both numbers empty."
            raise NotAcceptable(hint, field=field)
    if len(first) != len(last):
        raise NotAcceptable(f"Use as many digits as {first} has.", field="last_number")
    if int(first) > int(last):
        raise NotAcceptable(f"Enter {first} or a higher number.", field="last_number")
    return range(int(first), int(last) + 1)


def _read_part(part: str, field: str) -> tuple[int, range]:
    """The width that its numbers are filled to with zeros, and the numbers."""
    found = _ONE_OR_RANGE.fullmatch(part)
    if found is None:
        raise NotAcceptable(f"“{part[:40]}” is neither a number nor a range. {NUMBERS_HINT}", field=field)
    first, last = found[1], found[2] or found[1]
    if len(first) != len(last) and "0" in {first[0], last[0]}:
        raise NotAcceptable(f"Write both numbers of {part} with the same number of digits.", field=field)
    if int(first) > int(last):
        raise NotAcceptable(f"Begin with the lower number: {last}-{first}.", field=field)
    numbers = range(int(first), int(last) + 1)
    if int(last) - int(first) >= 10**9:  # len() of a range ends at the size of a machine word
        raise NotAcceptable(f"Add at most {MOST_NUMBERS} numbers at a time.", field=field)
    return len(first), numbers


def _written(width: int, numbers: range) -> Iterator[str]:
    return (str(number).zfill(width) for number in numbers)


def _range_of(department: Department) -> range:
    if not department.first_number:
        return range(0)
    return range(int(department.first_number), int(department.last_number) + 1)

"""The form that adds many extensions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from extensions.forms.attributes import DepartmentChoice
from extensions.models import Department
from extensions.numbering import MOST_NUMBERS, FreeNumbers, is_within, read_numbers
from extensions.services.ranges import PLACE, USUAL_NAMES
from opbx.errors import DomainError

SUGGESTED = 10


class AddRangeForm(forms.Form):
    """Cleans numbers to a list of them."""

    department = DepartmentChoice()
    numbers = forms.CharField(
        label="Numbers",
        help_text=f"A range such as 101-110, or 101-105, 120. At most {MOST_NUMBERS} at a time.",
        max_length=2000,
        error_messages={"required": "Enter numbers, for example 101-110."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    names = forms.CharField(
        label="Names",
        help_text=f"What they are called until somebody has one; {PLACE} stands for the number.",
        max_length=100,
        initial=USUAL_NAMES,
        error_messages={"required": f"Enter a name, for example {USUAL_NAMES}."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, department: Department | None = None) -> None:
        super().__init__(data, initial={"department": department})
        free = FreeNumbers()
        field: Any = self.fields["department"]
        field.offer(free)
        self.initial["numbers"] = _suggestion(free.next(department), department)

    def clean_numbers(self) -> list[str]:
        try:
            return read_numbers(self.cleaned_data["numbers"])
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error


def _suggestion(first: str, department: Department | None) -> str:
    """The next ten numbers; no more than the department's range has."""
    last = int(first) + SUGGESTED - 1
    if department is not None and is_within(department, first):
        last = min(last, int(department.last_number))
    written = str(last).zfill(len(first))
    return f"{first}-{written}" if len(written) == len(first) and written != first else first

"""The search of the phonebook, and the form of a department."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from extensions.models import Department
from extensions.querysets import ExtensionQuerySet
from opbx.web.lists import PAGE_SIZE_CHOICES


class PhonebookFilter(forms.Form):
    """What does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by name, number or department",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, number or department"}),
    )
    department = forms.ChoiceField(label="Department", required=False)
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        departments = Department.objects.order_by("name", "pk").values_list("key", "name")
        field: Any = self.fields["department"]
        field.choices = [("", "Any department"), *((str(key), name) for key, name in departments)]

    def apply(self, rows: ExtensionQuerySet) -> ExtensionQuerySet:
        self.is_valid()
        text, department = (self.cleaned_data.get(name, "").strip() for name in ("q", "department"))
        if text:
            rows = rows.filter(_contains(text))
        return rows.filter(department__key=department) if department else rows


class DepartmentForm(forms.Form):
    """A name and, where wanted, a range of numbers."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name, for example Sales."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    first_number = forms.CharField(
        label="First number",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    last_number = forms.CharField(
        label="Last number",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _contains(text: str) -> Q:
    found = (
        Q(name__icontains=text)
        | Q(number__contains=text)
        | Q(department__name__icontains=text)
        | Q(email__icontains=text)
    )
    # A mobile number is found as people write it: 0171 55 50 is a part of +4917155550183 without its zero.
    digits = re.sub(r"\D", "", text).lstrip("0")
    return found | Q(mobile__contains=digits) if len(digits) >= 3 else found

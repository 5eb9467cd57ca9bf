"""The form and the filters of dial-by-name directories."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Lower

from extensions.fields import PickerField
from extensions.models import Department
from routing.destinations import KIND, KIND_CHOICES, Picker, destination_fields, picker_of, settle
from routing.fields import ObjectField
from routing.forms.objects import ObjectFilter, ObjectForm
from routing.models import (
    DESTINATION_FIELDS,
    OBJECT_COLUMNS,
    Announcement,
    DestinationKind,
    Directory,
    DirectoryWay,
    RoutedObject,
)
from routing.models.directories import MOST_AT_ONCE, MOST_DIRECTORY_TRIES, MOST_LEAST_KEYS
from routing.services.directories import NO_DEPARTMENT

NOBODY, OPERATOR = DirectoryWay.Cause.NOBODY.value, DirectoryWay.Cause.OPERATOR.value
WHO = [
    ("all", "Everybody|All extensions that are listed in directories."),
    ("departments", "Some departments|The listed extensions of the departments you choose."),
]


def _count(label: str, most: int, initial: int, hint: str = "") -> forms.IntegerField:
    words = f"Enter a whole number from 1 to {most}."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=most,
        initial=initial,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class DirectoryForm(ObjectForm):
    """One directory. Its ways are fields "nobody-destination_kind", "operator-destination_kind" and so on."""

    search_by = forms.ChoiceField(
        label="Callers spell",
        choices=Directory.SearchBy.choices,
        initial=Directory.SearchBy.LAST_NAME,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what callers spell."),
    )
    announcement = ObjectField(
        Announcement,
        noun="announcement",
        label="Greeting",
        empty_label="No greeting",
        help_text="An announcement that callers hear first. How to spell a name is said after it.",
        required=False,
    )
    who = forms.ChoiceField(
        label="Callers find",
        choices=WHO,
        initial="all",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose whom callers find."),
    )
    departments = forms.ModelMultipleChoiceField(
        label="Departments",
        queryset=Department.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value", "invalid_list"),
            "One of these departments was deleted meanwhile. Choose again.",
        ),
    )
    least_keys = _count(
        "Letters at least", MOST_LEAST_KEYS, 3, "A shorter name is found when it is spelled whole."
    )
    names_at_once = _count("Names read at a time", MOST_AT_ONCE, 5, "For further names, callers press 9.")
    tries = _count("Tries", MOST_DIRECTORY_TRIES, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        departments = Department.objects.order_by(Lower("name"))
        self.fields["departments"].queryset = departments  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        pickers = destination_fields()
        for picker in pickers.values():
            if isinstance(picker, PickerField):
                picker.offer(without=(self.row,) if self.row is not None else ())
        hang_up = str(DestinationKind.HANG_UP)
        self._add_picker(NOBODY, "Then send calls to", KIND_CHOICES, pickers, initial=hang_up)
        no_operator = [("", "No operator"), *KIND_CHOICES[1:]]
        self._add_picker(OPERATOR, "Key 0 leads to", no_operator, pickers)

    def _add_picker(
        self,
        cause: str,
        label: str,
        choices: list[tuple[str, str]],
        pickers: dict[str, forms.Field],
        *,
        initial: str = "",
    ) -> None:
        self.fields[f"{cause}-{KIND}"] = forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            initial=initial,
            error_messages={"invalid_choice": "Choose where calls go."},
        )
        for name, picker in pickers.items():
            self.fields[f"{cause}-{name}"] = copy.deepcopy(picker)

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        if not isinstance(row, Directory):
            raise TypeError(row)
        values = super().values_of(row) | {
            "who": "all" if row.lists_all else "departments",
            "departments": list(row.departments.all()),
            f"{NOBODY}-{KIND}": str(DestinationKind.HANG_UP),
        }
        for way in row.ways.select_related(*OBJECT_COLUMNS.values()):
            values |= {f"{way.cause}-{name}": getattr(way, name) for name in DESTINATION_FIELDS}
        return values

    @property
    def nobody(self) -> Picker:
        return picker_of(self, f"{NOBODY}-")

    @property
    def operator(self) -> Picker:
        return picker_of(self, f"{OPERATOR}-")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lists_all = cleaned.get("who") == "all"
        if lists_all:
            self.errors.pop("departments", None)
        elif not cleaned.get("departments") and "departments" not in self.errors:
            self.add_error("departments", NO_DEPARTMENT)
        nobody = settle(self, cleaned, f"{NOBODY}-")
        if not nobody and f"{NOBODY}-{KIND}" not in self.errors:
            self.add_error(f"{NOBODY}-{KIND}", "Choose where calls go.")
        operator = settle(self, cleaned, f"{OPERATOR}-")
        own = {name: cleaned[name] for name in self.base_fields if name in cleaned and name != "who"}
        if lists_all:
            own.pop("departments", None)
        return {**own, "lists_all": lists_all, NOBODY: nobody, OPERATOR: operator or None}


class DirectoryFilter(ObjectFilter):
    """By what callers spell too."""

    search_by = forms.ChoiceField(
        label="Callers spell", choices=[("", "Any name"), *Directory.SearchBy.choices], required=False
    )
    field_order = ("q", "status", "search_by", "per")

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().apply(rows)
        chosen = self.cleaned_data.get("search_by")
        return found.filter(search_by=chosen) if chosen else found

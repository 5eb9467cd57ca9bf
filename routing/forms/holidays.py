"""The forms of holiday sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.http import QueryDict

from routing.models import HolidaySet
from routing.public_holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    PublicHoliday,
    country_choices,
    subdivision_choices,
)
from tenants.context import current_organization

NEW_SET = "new"


class HolidaySetForm(forms.Form):
    """The name of a set."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HolidayForm(forms.Form):
    """One day of a set."""

    day = forms.DateField(
        label="Date",
        error_messages=dict.fromkeys(("required", "invalid"), "Enter a date."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Enter what the day is called."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CalendarForm(forms.Form):
    """Whose public holidays to look at; sent by GET, and asked again whenever the country changes."""

    country = forms.ChoiceField(
        label="Country",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a country."),
    )
    subdivision = forms.ChoiceField(label="Part of the country", required=False)
    year = forms.IntegerField(
        label="Year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}.",
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict, *, this_year: int) -> None:
        asked: dict[str, Any] = {
            "country": data.get("country") or current_organization().region,
            "subdivision": data.get("subdivision", ""),
            "year": data.get("year") or str(this_year),
        }
        parts = subdivision_choices(str(asked["country"]))
        if asked["subdivision"] not in dict(parts):
            asked["subdivision"] = ""  # of the country that was chosen before
        super().__init__(asked)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["subdivision"].choices = [("", "The whole country"), *parts]  # type: ignore[attr-defined]  # a ChoiceField


class ImportForm(forms.Form):
    """Which days of a calendar to take over, and into which set."""

    into = forms.ChoiceField(
        label="Import into",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a set, or make a new one."),
    )
    name = forms.CharField(
        label="Name of the new set",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.MultipleChoiceField(
        label="Days",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose the days to import."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        days: Sequence[PublicHoliday],
        name: str,
        into: HolidaySet | None,
    ) -> None:
        initial = {
            "days": [one.day.isoformat() for one in days],
            "name": name,
            "into": str(into.key) if into is not None else NEW_SET,
        }
        super().__init__(data, initial=initial)
        self.sets = {str(one.key): one for one in HolidaySet.objects.order_by(Lower("name"))}
        self.fields["into"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (NEW_SET, "A new set"),
            *((key, one.name) for key, one in self.sets.items()),
        ]
        self.offered = {one.day.isoformat(): one for one in days}
        self.fields["days"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, f"{one.day:%a} {one.day.day} {one.day:%b %Y} · {one.name}")
            for key, one in self.offered.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("into") == NEW_SET and not cleaned.get("name", "").strip():
            self.add_error("name", "Enter a name for the new set.")
        return cleaned

    @property
    def chosen_set(self) -> HolidaySet | None:
        """None for a new one."""
        return self.sets.get(self.cleaned_data["into"])

    @property
    def chosen_days(self) -> list[PublicHoliday]:
        return [self.offered[key] for key in sorted(self.cleaned_data["days"])]

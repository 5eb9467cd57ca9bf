"""The forms of business hours: the week with its destinations, an exception, an override, and a moment to ask about."""

from __future__ import annotations

import copy
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from extensions.fields import PickerField
from opbx.errors import DomainError, NotAcceptable
from routing.destinations import KIND, DestinationForm, Picker, destination_fields, picker_of, settle
from routing.engine.hours import zone_of
from routing.forms.objects import ObjectForm
from routing.models import (
    OBJECT_COLUMNS,
    OUTSIDE_COLUMN,
    ROUTABLE,
    HolidaySet,
    RoutedObject,
    Schedule,
    ScheduleDestination,
    ScheduleException,
)
from routing.opening_times import DAY_NAMES, EXAMPLE, Hours, check_week, hours_words, read_hours
from routing.schedules import week_of
from routing.services.schedules import DAY_FIELDS, OWN_STATES, States
from tenants.context import current_organization

COPY = "copy"
OFFICE = "09:00-17:00"
_WORKING_WEEK = (OFFICE,) * 5 + ("", "")
# What the buttons above the week fill in; None stays as it is, "=" is Monday's.
FILLS: dict[str, tuple[str | None, ...]] = {
    "weekdays": (None, *("=",) * 4, None, None),
    "all": (None, *("=",) * 6),
    "office": _WORKING_WEEK,
    "sunday": (*(OFFICE,) * 4, "", "", OFFICE),
    "always": ("24 hours",) * 7,
}
_LABELS = {
    States.OPEN: "While open",
    States.CLOSED: "While closed",
    States.HOLIDAY: "On exceptions and holidays",
}
_EMPTY = {
    States.OPEN: "Choose where calls go",
    States.CLOSED: "Choose where calls go",
    States.HOLIDAY: "As while closed",
}


def zone_choices() -> list[tuple[str, str]]:
    own = current_organization().time_zone.replace("_", " ")
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
    return [("", f"The organization’s ({own})"), *((zone, zone.replace("_", " ")) for zone in zones)]


class ScheduleForm(ObjectForm):
    """One schedule. Sent by one of the buttons above the week it saves nothing: it shows again what was typed."""

    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )
    holiday_sets = forms.ModelMultipleChoiceField(
        label="Closed on the days of",
        help_text="Sets of holidays that all business hours can share.",
        queryset=HolidaySet.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value", "invalid_list"),
            "One of these sets was deleted meanwhile. Choose again.",
        ),
    )

    by_phone = forms.BooleanField(
        label="Can be switched by phone",
        help_text="Phones of your extensions close and open these hours with feature codes.",
        required=False,
    )
    phone_pin = forms.CharField(
        label="PIN",
        help_text="4 to 10 digits. Without one, every extension’s phone may switch them.",
        required=False,
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )
    removes_phone_pin = forms.BooleanField(label="Remove the PIN", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        row: RoutedObject | None = None,
    ) -> None:
        only_fills = data is not None and data.get(COPY) in FILLS
        super().__init__(None if only_fills else data, files, row=row)
        self.fields["time_zone"].choices = zone_choices()  # type: ignore[attr-defined]  # a ChoiceField
        sets = HolidaySet.objects.order_by(Lower("name"))
        self.fields["holiday_sets"].queryset = sets  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        if isinstance(row, Schedule) and row.has_pin:
            self.fields["phone_pin"].help_text = "Leave this empty to keep the PIN that is set."
        else:
            del self.fields["removes_phone_pin"]
        for weekday, name in enumerate(DAY_FIELDS):
            self.fields[name] = _day_field(DAY_NAMES[weekday])
        pickers = destination_fields()
        for picker in pickers.values():
            if isinstance(picker, PickerField):
                picker.offer(without=(row,) if row is not None else ())
        for state in OWN_STATES:
            self._add_picker(state, pickers)
        if only_fills and data is not None:
            self._fill(data)

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        if not isinstance(row, Schedule):
            raise TypeError(row)
        values = super().values_of(row) | {"holiday_sets": list(row.holiday_sets.all())}
        week = week_of(row)
        values |= {name: hours_words(week.get(day, ()), closed="") for day, name in enumerate(DAY_FIELDS)}
        rows = row.destinations.filter(exception=None).select_related(*OBJECT_COLUMNS.values())
        for destination in rows:
            for name in (KIND, *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN):
                values[f"{destination.state}-{name}"] = getattr(destination, name)
        return values

    @classmethod
    def values_of_new(cls) -> dict[str, Any]:
        return dict(zip(DAY_FIELDS, _WORKING_WEEK, strict=True))

    def _add_picker(self, state: States, pickers: Mapping[str, forms.Field]) -> None:
        is_needed = state != States.HOLIDAY
        self.fields[f"{state}-{KIND}"] = forms.ChoiceField(
            label=_LABELS[state],
            choices=[("", _EMPTY[state]), *((kind.value, kind.label) for kind in ROUTABLE)],
            required=is_needed,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose where calls go."),
        )
        for name, picker in pickers.items():
            self.fields[f"{state}-{name}"] = copy.deepcopy(picker)

    def _fill(self, data: QueryDict) -> None:
        """Show what was typed, with the week as the button wants it."""
        typed: dict[str, Any] = {
            name: data.getlist(name) if name == "holiday_sets" else data.get(name, "") for name in self.fields
        }
        for name, wanted in zip(DAY_FIELDS, FILLS[str(data[COPY])], strict=True):
            if wanted is not None:
                typed[name] = typed[DAY_FIELDS[0]] if wanted == "=" else wanted
        self.initial = {**self.initial, **typed}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        week = self._week(cleaned)
        destinations = {}
        for state in OWN_STATES:
            chosen = settle(self, cleaned, f"{state}-")
            destinations[state.value] = chosen or None
        names = (
            "name",
            "number",
            "version",
            "time_zone",
            "holiday_sets",
            "by_phone",
            "phone_pin",
            "removes_phone_pin",
        )
        said = {name: cleaned[name] for name in names if name in cleaned}
        return {**said, "week": week, "destinations": destinations}

    def _week(self, cleaned: dict[str, Any]) -> dict[int, tuple[Hours, ...]]:
        week: dict[int, tuple[Hours, ...]] = {}
        for weekday, name in enumerate(DAY_FIELDS):
            try:
                week[weekday] = read_hours(cleaned.get(name, ""), field=name)
            except NotAcceptable as error:
                self.add_error(name, error.message)
        if not any(name in self.errors for name in DAY_FIELDS):
            try:
                check_week(week, fields=DAY_FIELDS)
            except NotAcceptable as error:
                self.add_error(error.field, error.message)
        return week

    # For the template.

    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAY_FIELDS]

    def pickers(self) -> list[Picker]:
        return [picker_of(self, f"{state}-") for state in OWN_STATES]


class ExceptionForm(DestinationForm):
    """Days with hours of their own; its cleaned data are the keywords of the services."""

    name = forms.CharField(
        label="Name",
        help_text="Such as Stocktaking. The journey of a call names it.",
        max_length=60,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    first_day = forms.DateField(
        label="First day",
        error_messages=dict.fromkeys(("required", "invalid"), "Enter a date."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_day = forms.DateField(
        label="Last day",
        help_text="Left empty, it is one day.",
        required=False,
        error_messages={"invalid": "Enter a date, or leave it empty."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    repeats_yearly = forms.BooleanField(label="Every year", required=False)
    hours = forms.CharField(
        label="Open",
        help_text=f"Such as {EXAMPLE}. Left empty, it is closed all day.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Closed"}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, schedule: Schedule, row: ScheduleException | None
    ) -> None:
        super().__init__(data, initial=self._values_of(row) if row is not None else None)
        kind = self.fields[KIND]
        kind.required = False
        kind.label = "While closed, send calls to"
        kind.choices = [("", "Where these hours send them anyway"), *kind.choices[1:]]  # type: ignore[attr-defined]  # a ChoiceField
        picker = self.fields["destination_schedule"]
        if isinstance(picker, PickerField):
            picker.offer(without=(schedule,))

    @staticmethod
    def _values_of(row: ScheduleException) -> dict[str, Any]:
        values: dict[str, Any] = {
            "name": row.name,
            "first_day": row.first_day,
            "last_day": row.last_day if row.last_day != row.first_day else None,
            "repeats_yearly": row.repeats_yearly,
            "hours": hours_words(
                [Hours(one.opens, one.closes) for one in row.ranges.order_by("opens")], closed=""
            ),
        }
        own = (
            ScheduleDestination.objects.filter(exception=row).select_related(*OBJECT_COLUMNS.values()).first()
        )
        if own is not None:
            values |= {name: getattr(own, name) for name in (KIND, *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)}
        return values

    def clean_hours(self) -> tuple[Hours, ...]:
        try:
            return read_hours(self.cleaned_data["hours"], field="hours")
        except DomainError as error:
            raise ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = (KIND, *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)
        destination = {name: cleaned.pop(name) for name in names if name in cleaned}
        return {**cleaned, "destination": destination if destination.get(KIND) else None}


class ClockTimeField(forms.Field):
    """A date and a time as clocks of some zone show them: naive, because only the form knows the zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401 - Field's
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError as error:
            raise ValidationError(self.error_messages["required"], code="invalid") from error


class OverrideForm(forms.Form):
    """Opening or closing by hand until a time on the schedule's own clocks."""

    state = forms.ChoiceField(
        label="Set to",
        choices=[("closed", "Closed"), ("open", "Open")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose open or closed."),
    )
    until = ClockTimeField(
        label="Until",
        help_text="Left empty, until somebody changes it.",
        required=False,
        error_messages={"required": "Enter a date and a time, or leave it empty."},
    )

    def __init__(self, data: QueryDict | None = None, *, zone: str) -> None:
        super().__init__(data)
        self.zone = zone

    def clean_until(self) -> datetime | None:
        return on_clock(self.cleaned_data["until"], self.zone)


class MomentForm(forms.Form):
    """A moment to ask about, on the schedule's own clocks."""

    at = ClockTimeField(label="Date and time", error_messages={"required": "Enter a date and a time."})

    def __init__(self, data: QueryDict | None = None, *, zone: str, now: datetime) -> None:
        super().__init__(data, initial={"at": now.astimezone(zone_of(zone)).replace(tzinfo=None)})
        self.zone = zone

    def clean_at(self) -> datetime | None:
        return on_clock(self.cleaned_data["at"], self.zone)


def on_clock(typed: datetime | None, zone: str) -> datetime | None:
    """The instant at which a schedule's clocks show what was typed; of two the first."""
    if typed is None:
        return None
    return typed.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def _day_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Closed"}),
    )

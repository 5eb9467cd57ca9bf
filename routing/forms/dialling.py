"""The forms of feature codes and speed dial."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict

from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField
from routing.destinations import DestinationForm
from routing.models import DESTINATION_FIELDS, FeatureCode, SpeedDial


class FeatureCodesForm(forms.Form):
    """Every code of the organization, with whether it is on."""

    def __init__(self, data: QueryDict | None, codes: list[FeatureCode]) -> None:
        super().__init__(data)
        self.codes = codes
        for code in codes:
            self.fields[f"number-{code.act}"] = forms.CharField(
                label=f"Code for “{code.get_act_display()}”",
                initial=code.number,
                max_length=8,
                error_messages={"required": "Enter a code, for example *78."},
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
            )
            self.fields[f"on-{code.act}"] = forms.BooleanField(
                label="On", initial=code.is_enabled, required=False
            )

    def groups(self) -> dict[str, list[tuple[FeatureCode, BoundField, BoundField]]]:
        """The codes with their fields, by what they are about."""
        found: dict[str, list[tuple[FeatureCode, BoundField, BoundField]]] = {}
        for code in self.codes:
            fields = code, self[f"number-{code.act}"], self[f"on-{code.act}"]
            found.setdefault(code.group, []).append(fields)
        return found

    @property
    def wanted(self) -> dict[str, tuple[str, bool]]:
        """As the service takes it."""
        cleaned = self.cleaned_data
        return {code.act: (cleaned[f"number-{code.act}"], cleaned[f"on-{code.act}"]) for code in self.codes}


class SpeedDialForm(DestinationForm):
    """A short number and where it leads."""

    number = forms.CharField(
        label="Short number",
        help_text="1 to 7 digits, with or without a star before them, for example *01.",
        max_length=8,
        error_messages={"required": "Enter a short number, for example *01."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(
        label="Active",
        help_text="Phones that dial a number that is not active hear that there is none.",
        required=False,
        initial=True,
    )


class SpeedDialFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by number or name",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number or name"}),
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any status"), ("active", "Active"), ("disabled", "Disabled")],
        required=False,
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[SpeedDial]) -> QuerySet[SpeedDial]:
        self.is_valid()
        text, status = (self.cleaned_data.get(name, "").strip() for name in ("q", "status"))
        if text:
            rows = rows.filter(Q(name__icontains=text) | Q(number__contains=text))
        if status:
            rows = rows.filter(is_enabled=status == "active")
        return rows


class EditSpeedDialForm(SpeedDialForm):
    """Editing one; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, row: SpeedDial) -> None:
        names = ("number", "name", "is_enabled", "version", *DESTINATION_FIELDS)
        super().__init__(data, initial={name: getattr(row, name) for name in names})

"""The forms of feature codes and speed dial."""

from __future__ import annotations

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.destinations import DestinationForm
from routing.models import OBJECT_COLUMNS, OUTSIDE_COLUMN, FeatureCode, SpeedDial


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


class EditSpeedDialForm(SpeedDialForm):
    """Editing one; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, row: SpeedDial) -> None:
        names = ("number", "name", "version", "destination_kind", *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)
        super().__init__(data, initial={name: getattr(row, name) for name in names})

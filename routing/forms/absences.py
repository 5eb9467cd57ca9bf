"""The form of an absence; its cleaned data are the keywords of the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from extensions.models import Extension
from opbx.web.saving import VersionField
from routing.absences import AS_UNAVAILABLE
from routing.destinations import KIND_CHOICES, DestinationForm
from routing.forms.forwarding import pickers_for
from routing.models import DESTINATION_FIELDS, Absence, DestinationKeywords


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        error_messages=dict.fromkeys(("required", "invalid"), "Enter a date."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AbsenceForm(DestinationForm):
    """From when until when, and where calls go. For a new one there is no row and no version."""

    first_day = _day("First day", "Begins at midnight.")
    last_day = _day("Last day", "The whole day is part of it.")
    label = forms.CharField(
        label="Label",
        help_text="Such as Summer holiday. The journey of a call names it.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    destination_kind = forms.ChoiceField(
        label="My calls go to", choices=[("", AS_UNAVAILABLE), *KIND_CHOICES[1:]], required=False
    )
    version = VersionField()

    def __init__(
        self, data: QueryDict | None = None, *, extension: Extension, user: User, row: Absence | None = None
    ) -> None:
        names = ("first_day", "last_day", "label", "version", *DESTINATION_FIELDS)
        initial: dict[str, Any] = {} if row is None else {name: getattr(row, name) for name in names}
        if row is None or not row.has_destination:
            initial["destination_kind"] = ""
        super().__init__(data, initial=initial)
        self.fields |= pickers_for(extension, user, [row] if row is not None else [])
        if row is None:
            del self.fields["version"]
        if extension.user_id != user.pk:
            self.fields["destination_kind"].label = "Its calls go to"

    def clean(self) -> dict[str, Any]:
        """Its destination as one keyword."""
        cleaned = super().clean()
        chosen: Any = {name: cleaned.pop(name) for name in DESTINATION_FIELDS if name in cleaned}
        wanted: DestinationKeywords | None = chosen if chosen.get("destination_kind") else None
        return {**cleaned, "destination": wanted}

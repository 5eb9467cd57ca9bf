"""The form of the organization's fall-back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.destinations import KIND_CHOICES, DestinationForm
from routing.fallback import NOT_SET
from routing.models import DESTINATION_FIELDS, DestinationKeywords, Fallback


class FallbackForm(DestinationForm):
    """One destination, or none: then callers hear that they cannot be connected."""

    version = VersionField()
    destination_kind = forms.ChoiceField(
        label="Send these calls to", choices=[("", NOT_SET), *KIND_CHOICES[1:]], required=False
    )

    def __init__(self, data: QueryDict | None = None, *, row: Fallback) -> None:
        initial: dict[str, Any] = {name: getattr(row, name) for name in ("version", *DESTINATION_FIELDS)}
        if not row.is_set:
            initial["destination_kind"] = ""
        super().__init__(data, initial=initial)

    @property
    def wanted(self) -> DestinationKeywords | None:
        """As the service takes it."""
        cleaned: Any = {
            name: self.cleaned_data[name] for name in DESTINATION_FIELDS if name in self.cleaned_data
        }
        return cleaned if cleaned["destination_kind"] else None

"""The destination picker: what calls can be sent to, as two form fields that every routing form takes over."""

from __future__ import annotations

from typing import Any

from django import forms

from extensions.fields import ExtensionField
from routing.models import ROUTABLE, DestinationKind

KIND_CHOICES = [("", "Choose where calls go"), *((kind.value, kind.label) for kind in ROUTABLE)]


class DestinationForm(forms.Form):
    """A form with a destination; its cleaned data carry destination_kind and destination_extension.

    Drawn by templates/routing/destination_picker.html. Fields of other kinds are in the page too, hidden by
    the style sheet alone, so that the picker works without a script; what they hold is ignored.
    """

    destination_kind = forms.ChoiceField(
        label="Send calls to", choices=KIND_CHOICES, error_messages={"required": "Choose where calls go."}
    )
    destination_extension = ExtensionField(label="Extension", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        self.fields["destination_extension"].offer()  # type: ignore[attr-defined]  # an ExtensionField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("destination_kind") != DestinationKind.EXTENSION:
            # Left over from another choice: neither kept nor complained about.
            cleaned["destination_extension"] = None
            self.errors.pop("destination_extension", None)
        elif cleaned.get("destination_extension") is None and "destination_extension" not in self.errors:
            self.add_error("destination_extension", "Choose an extension.")
        return cleaned

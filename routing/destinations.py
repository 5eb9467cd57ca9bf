"""The destination picker: what calls can be sent to, as two form fields that every routing form takes over."""

from __future__ import annotations

from typing import Any

from django import forms

from extensions.fields import ExtensionField, VoicemailBoxField
from routing.models import OBJECT_COLUMNS, ROUTABLE

KIND_CHOICES = [("", "Choose where calls go"), *((kind.value, kind.label) for kind in ROUTABLE)]
# The fields of objects, and what is said where the chosen kind lacks its own.
MISSING = {
    "destination_extension": "Choose an extension.",
    "destination_voicemail_box": "Choose a voicemail box.",
}
COLUMN_OF_KIND = {kind.value: column for kind, column in OBJECT_COLUMNS.items()}


class DestinationForm(forms.Form):
    """A form with a destination; its cleaned data carry destination_kind and, one for each kind, its object.

    Drawn by templates/routing/destination_picker.html. Fields of other kinds are in the page too, hidden by
    the style sheet alone, so that the picker works without a script; what they hold is ignored.
    """

    destination_kind = forms.ChoiceField(
        label="Send calls to", choices=KIND_CHOICES, error_messages={"required": "Choose where calls go."}
    )
    destination_extension = ExtensionField(label="Extension", required=False)
    destination_voicemail_box = VoicemailBoxField(label="Voicemail box", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        for name in MISSING:
            self.fields[name].offer()  # type: ignore[attr-defined]  # a PickerField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wanted = COLUMN_OF_KIND.get(str(cleaned.get("destination_kind")))
        for name, sentence in MISSING.items():
            if name != wanted:
                # Left over from another choice: neither kept nor complained about.
                cleaned[name] = None
                self.errors.pop(name, None)
            elif cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

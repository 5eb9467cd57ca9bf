"""The form that takes a file to import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from opbx.spreadsheets.files import MOST_BYTES

STRATEGIES = [
    ("skip", "Skip them|Only new numbers are added."),
    ("update", "Change them|What the file says replaces what is there; columns that the file lacks stay."),
]
EMPTY = "The file is empty. Choose another one."


class ImportForm(forms.Form):
    """A file, and what happens to objects that exist."""

    file = forms.FileField(
        label="File",
        help_text="CSV or Excel (.xlsx), at most 2 MB. The first row holds the names of the columns.",
        error_messages={"required": "Choose a file.", "empty": EMPTY, "missing": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
    existing = forms.ChoiceField(
        label="Numbers that exist already",
        choices=STRATEGIES,
        initial="skip",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what happens to numbers that exist already.",
            "invalid_choice": "Choose what happens to numbers that exist already.",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("The file is larger than 2 MB. Import it in parts.", code="too-large")
        return file


def values_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The cleaned form as the keywords of check_import."""
    file: UploadedFile[bytes] = cleaned["file"]
    return {
        "file_name": file.name or "a file",
        "content": file.read(),
        "updates_existing": cleaned["existing"] == "update",
    }

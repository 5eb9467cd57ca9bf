"""The form that restores a deleted extension."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from extensions.models import Extension
from extensions.services.values import check_number
from opbx.errors import DomainError


class RestoreForm(forms.Form):
    """number: the one it had, or another where that is taken."""

    number = forms.CharField(
        label="Number",
        max_length=20,
        error_messages={"required": "Enter a number, for example 101."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        super().__init__(data, initial={"number": extension.number})
        self.extension = extension
        self.fields["number"].help_text = f"It had the number {extension.number}."

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        try:
            check_number(number, self.extension.department)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error
        return number

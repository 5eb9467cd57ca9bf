"""The form that edits an extension."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from extensions.forms.attributes import AttributesForm
from extensions.models import Extension
from opbx.web.formats import phone_words
from opbx.web.saving import VersionField

_AS_THEY_ARE = (
    "number",
    "department",
    "first_name",
    "last_name",
    "is_enabled",
    "user",
    "email",
    "ring_seconds",
    "version",
)


class EditExtensionForm(AttributesForm):
    """Editing; version is the optimistic lock.

    confirmed: which consequences the editor has seen; new_usernames: asked for with those of a new number.
    """

    version = VersionField()
    confirmed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    new_usernames = forms.BooleanField(
        label="Give the phones new usernames, named after the new number",
        help_text="Each of them signs out until its new username is entered on it. Passwords stay.",
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        initial = {name: getattr(extension, name) for name in _AS_THEY_ARE}
        initial["mobile"] = phone_words(extension.mobile) if extension.mobile else ""
        initial["in_phonebook"] = {True: "yes", False: "no", None: ""}[extension.in_phonebook]
        super().__init__(data, extension=extension, initial=initial)
        self.fields["number"].help_text = "1 to 20 digits. Phones can stay signed in when the number changes."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.seen = cleaned.pop("confirmed", "")
        return cleaned

    @property
    def new_number(self) -> str:
        """The number that it would get; "" while it keeps the one it has."""
        number: str = self.cleaned_data.get("number", "")
        return number if self.extension is not None and number != self.extension.number else ""

    @property
    def switches_off(self) -> bool:
        was_on = self.extension is not None and self.extension.is_enabled
        return was_on and not self.cleaned_data.get("is_enabled")

    def ask(self, consequences: str) -> None:
        """Show the form again with what was typed; sent like this, it has been confirmed."""
        data = cast("QueryDict", self.data).copy()
        data["confirmed"] = consequences
        self.data = data

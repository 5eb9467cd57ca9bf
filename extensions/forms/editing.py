"""The form that edits an extension."""

from __future__ import annotations

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
    """Editing; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        initial = {name: getattr(extension, name) for name in _AS_THEY_ARE}
        initial["mobile"] = phone_words(extension.mobile) if extension.mobile else ""
        initial["in_phonebook"] = {True: "yes", False: "no", None: ""}[extension.in_phonebook]
        super().__init__(data, extension=extension, initial=initial)
        self.fields["number"].help_text = "1 to 20 digits. Phones stay signed in when the number changes."

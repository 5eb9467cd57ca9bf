"""The forms of extensions; their cleaned data are the keywords of the services."""

from __future__ import annotations

from extensions.forms.extensions import (
    AddExtensionForm,
    EditExtensionForm,
    ReplacementForm,
    users_to_choose,
)
from extensions.forms.filters import ExtensionFilter
from extensions.forms.phones import PhoneForm

__all__ = [
    "AddExtensionForm",
    "EditExtensionForm",
    "ExtensionFilter",
    "PhoneForm",
    "ReplacementForm",
    "users_to_choose",
]

"""The forms of extensions; their cleaned data are the keywords of the services."""

from __future__ import annotations

from extensions.forms.adding import AddExtensionForm
from extensions.forms.attributes import users_to_choose
from extensions.forms.bulk import MoveForm
from extensions.forms.editing import EditExtensionForm
from extensions.forms.filters import ExtensionFilter
from extensions.forms.phonebook import DepartmentForm, PhonebookFilter
from extensions.forms.phones import PhoneForm, SettingsChoice
from extensions.forms.ranges import AddRangeForm
from extensions.forms.replacement import ReplacementForm
from extensions.forms.restoring import RestoreForm
from extensions.forms.service_pin import ServicePinForm

__all__ = [
    "AddExtensionForm",
    "AddRangeForm",
    "DepartmentForm",
    "EditExtensionForm",
    "ExtensionFilter",
    "MoveForm",
    "PhoneForm",
    "PhonebookFilter",
    "ReplacementForm",
    "RestoreForm",
    "ServicePinForm",
    "SettingsChoice",
    "users_to_choose",
]

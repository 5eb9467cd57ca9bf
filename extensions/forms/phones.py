"""The forms of one phone of an extension."""

from __future__ import annotations

from django import forms

from extensions.models import MAX_LABEL_LENGTH, SipAccount
from extensions.softphones import SOFTPHONES


class PhoneForm(forms.Form):
    """What people call one phone of an extension, and what it is."""

    label = forms.CharField(
        label="Label",
        help_text="Tells this phone from the others, for example Desk phone or Mobile.",
        max_length=MAX_LABEL_LENGTH,
        error_messages={"required": "Enter a label, for example Mobile."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    device_type = forms.ChoiceField(
        label="Device",
        choices=SipAccount.DeviceType,
        initial=SipAccount.DeviceType.DESK_PHONE,
        error_messages={"required": "Choose what kind of phone it is."},
    )


class SettingsChoice(forms.Form):
    """For which app the settings of a phone are written out, and by which way in."""

    app = forms.ChoiceField(label="App or phone", choices=[(phone.key, phone.name) for phone in SOFTPHONES])
    transport = forms.ChoiceField(label="Transport")

    def __init__(self, data: dict[str, str], *, transports: list[str]) -> None:
        super().__init__(data)
        self.fields["transport"].choices = [(name, name) for name in transports]  # type: ignore[attr-defined]

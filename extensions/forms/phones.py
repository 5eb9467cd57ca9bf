"""The forms of one phone of an extension."""

from __future__ import annotations

from django import forms

from extensions.models import MAX_LABEL_LENGTH


class PhoneForm(forms.Form):
    """What people call one phone of an extension."""

    label = forms.CharField(
        label="Label",
        help_text="Tells this phone from the others, for example Desk phone or Mobile.",
        max_length=MAX_LABEL_LENGTH,
        error_messages={"required": "Enter a label, for example Mobile."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

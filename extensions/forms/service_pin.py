"""The form of a service PIN."""

from __future__ import annotations

from django import forms

from extensions.pins import PIN_HINT


class ServicePinForm(forms.Form):
    """A new PIN; the one there may be is never shown."""

    pin = forms.CharField(
        label="Service PIN",
        help_text="4 to 10 digits. Nobody can read it here again, so note it down or tell it to the person.",
        max_length=20,
        error_messages={"required": PIN_HINT, "max_length": PIN_HINT},
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
    )

"""The form of the Cloudonix settings; its cleaned data are the keywords of save_connection."""

from __future__ import annotations

from django import forms


class ConnectionForm(forms.Form):
    """The API key is written and never read back: the field is always empty."""

    domain = forms.CharField(
        label="Domain",
        help_text="Its name or UUID, as the Cloudonix Cockpit shows it, for example acme.cloudonix.net.",
        max_length=255,
        error_messages={"required": "Enter the domain's name, for example acme.cloudonix.net."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    api_key = forms.CharField(
        label="API key",
        help_text="A key of this domain, made in the Cockpit under API keys. OPBX stores it encrypted.",
        max_length=200,
        error_messages={"required": "Enter an API key of this domain."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, has_key: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if has_key:
            self.fields["api_key"].required = False
            self.fields["api_key"].help_text = "Leave this empty to keep the key that is stored."

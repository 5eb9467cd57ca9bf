"""The forms of the Cloudonix settings; their cleaned data are the keywords of the services."""

from __future__ import annotations

from django import forms

from cloudonix.services.sign_in import PORT
from extensions.sign_in import TRANSPORTS


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


class SignInForm(forms.Form):
    """Where phones sign in; what is left empty is as the platform documents it."""

    own_registrar = forms.CharField(
        label="Registrar",
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    tls_port = forms.IntegerField(label="TLS port", required=False)
    udp_port = forms.IntegerField(label="UDP port", required=False)
    tcp_port = forms.IntegerField(label="TCP port", required=False)

    def __init__(self, *args: object, registrar: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        usual = f" The usual one is {registrar}." if registrar else ""
        self.fields["own_registrar"].help_text = f"The host that phones talk to.{usual}"
        for name, port in TRANSPORTS:
            field = self.fields[f"{name.lower()}_port"]
            field.help_text = f"Usually {port}."
            field.error_messages["invalid"] = PORT
            field.widget.attrs["inputmode"] = "numeric"


class RingingForm(forms.Form):
    """How a document names several phones."""

    NUMBERS, JOINED = "numbers", "joined"
    how = forms.ChoiceField(
        label="In a document",
        choices=[
            (NUMBERS, "A Number for each phone|<Number>101</Number><Number>102</Number>: the usual way."),
            (JOINED, "All phones as one text|101&102"),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the two ways."),
    )


class CustomerKeyForm(forms.Form):
    """The key is written and never read back: the field is always empty."""

    customer_key = forms.CharField(
        label="Customer key",
        help_text="An API key of your Cloudonix account, made in the Cockpit. OPBX stores it encrypted.",
        max_length=200,
        error_messages={"required": "Enter an API key of your Cloudonix account."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )

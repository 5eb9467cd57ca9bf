"""The console's forms."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings

from routing.sentences import LANGUAGES
from tenants.models import Organization, slug_is_valid
from tenants.offers import DomainOffer
from tenants.regions import region_choices

STATUSES = [
    ("", "Any status"),
    *[(value, label) for value, label in Organization.Status.choices if value != "deleted"],
]


class OrganizationFilter(forms.Form):
    q = forms.CharField(
        label="Search by name or short name",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Name or short name"}),
    )
    status = forms.ChoiceField(label="Status", choices=STATUSES, required=False)


class OrganizationForm(forms.Form):
    """offer: what can make Cloudonix domains at the moment; None leaves the two fields about it out."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name."})
    slug = forms.CharField(
        label="Short name",
        max_length=40,
        required=False,
        validators=[slug_is_valid],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    time_zone = forms.ChoiceField(label="Time zone", initial="Europe/Berlin")
    region = forms.ChoiceField(
        label="Country",
        choices=region_choices,
        initial="DE",
        help_text="How numbers without a country code are read.",
    )
    voice_language = forms.ChoiceField(
        label="Voice language", choices=LANGUAGES, initial="en-US", help_text="What callers hear."
    )
    owner_name = forms.CharField(
        label="Name of the first Owner",
        max_length=120,
        error_messages={"required": "Enter the Owner’s name."},
    )
    owner_email = forms.EmailField(
        label="E-mail of the first Owner",
        help_text="Gets an invitation to set a password.",
        error_messages={
            "required": "Enter the Owner’s e-mail address.",
            "invalid": "Enter an e-mail address such as name@company.example.",
        },
    )

    make_domain = forms.BooleanField(
        label="Make its Cloudonix domain",
        required=False,
        initial=True,
        help_text="With the platform’s customer key. The organization gets a key of this domain only.",
    )
    domain_name = forms.CharField(
        label="Domain name",
        max_length=255,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: object, offer: DomainOffer | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if offer is None:
            del self.fields["make_domain"], self.fields["domain_name"]
        else:
            usual = offer.suggest("short-name")
            self.fields["domain_name"].help_text = f"Leave empty for {usual}, with the short name in it."
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        self.fields[
            "slug"
        ].help_text = (
            f"Leave empty to make it from the name. The site becomes short-name.{settings.HOST_SUFFIX}."
        )

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().lower()

    @property
    def values(self) -> dict[str, Any]:
        """The keywords of add_organization; domain_name is None unless a domain is wanted."""
        values = dict(self.cleaned_data)
        name, is_wanted = values.pop("domain_name", ""), values.pop("make_domain", False)
        return {**values, "domain_name": name if is_wanted else None}


class DomainForm(forms.Form):
    """The name of the Cloudonix domain to make for an organization that has none."""

    domain_name = forms.CharField(
        label="Domain name",
        max_length=255,
        error_messages={"required": "Enter the domain’s whole name, for example acme.cloudonix.net."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

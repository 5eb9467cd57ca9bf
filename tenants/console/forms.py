"""The console's forms."""

from __future__ import annotations

import zoneinfo

from django import forms
from django.conf import settings

from routing.sentences import LANGUAGES
from tenants.models import Organization, slug_is_valid
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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        self.fields[
            "slug"
        ].help_text = (
            f"Leave empty to make it from the name. The site becomes short-name.{settings.HOST_SUFFIX}."
        )

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().lower()

"""The form of AI agents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from routing.destinations import DestinationForm
from routing.forms.objects import ObjectFilter, ObjectForm
from routing.models import Agent, RoutedObject
from routing.providers import PROVIDERS
from routing.services.agents import MOST_LETTERS

_PLAIN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
_CHOICES = [(provider.name, provider.label) for provider in PROVIDERS.values()]


def _secret(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )


class AgentForm(ObjectForm, DestinationForm):
    """One agent; the destination is its fall-back. The sign-in is written and never read back."""

    provider = forms.ChoiceField(
        label="Provider",
        choices=[("", "Choose a provider"), *_CHOICES],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a provider."),
    )
    agent = forms.CharField(
        label="Agent",
        help_text="The agent’s ID or number as the provider shows it.",
        max_length=120,
        error_messages={"required": "Enter the agent’s ID or number."},
        widget=forms.TextInput(attrs=_PLAIN),
    )
    username = _secret("Username")
    password = _secret("Password")
    removes_sign_in = forms.BooleanField(label="Remove the sign-in", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Form's
        super().__init__(*args, **kwargs)
        if isinstance(self.row, Agent) and self.row.has_sign_in:
            for name in ("username", "password"):
                self.fields[name].help_text = f"Leave this empty to keep the {name} that is stored."
        else:
            del self.fields["removes_sign_in"]

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        hidden = {"username", "password"}
        return {name: value for name, value in super().values_of(row).items() if name not in hidden}


class AgentFilter(ObjectFilter):
    """By provider too."""

    provider = forms.ChoiceField(label="Provider", choices=[("", "Any provider"), *_CHOICES], required=False)
    field_order = ("q", "status", "provider", "per")

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().apply(rows)
        provider = self.cleaned_data.get("provider")
        return found.filter(provider=provider) if provider else found

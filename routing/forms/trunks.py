"""The forms of trunks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from cloudonix.outbox.synced import SyncState
from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField
from routing.models import Trunk

PORT_HINT = "Enter a port from 1 to 65535; SIP usually uses 5060, or 5061 for TLS."
METRIC_HINT = "Enter a whole number from 0 to 1000."
PLAIN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
STATUS_CHOICES = [("", "Any status"), ("active", "Active"), ("disabled", "Disabled")]


class TrunkFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by name, label or address",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, label or address"}),
    )
    status = forms.ChoiceField(label="Status", choices=STATUS_CHOICES, required=False)
    direction = forms.ChoiceField(
        label="Direction", choices=[("", "Any direction"), *Trunk.Direction.choices], required=False
    )
    sync = forms.ChoiceField(
        label="Sync with Cloudonix", choices=[("", "Any sync state"), *SyncState.choices], required=False
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[Trunk]) -> QuerySet[Trunk]:
        self.is_valid()
        text = self.cleaned_data.get("q", "").strip()
        if text:
            rows = rows.filter(Q(name__icontains=text) | Q(label__icontains=text) | Q(host__icontains=text))
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(is_enabled=status == "active")
        if direction := self.cleaned_data.get("direction"):
            rows = rows.filter(direction=direction)
        if sync := self.cleaned_data.get("sync"):
            rows = rows.filter(sync_state=sync)
        return rows


class _TrunkForm(forms.Form):
    """What adding and editing have in common."""

    label = forms.CharField(
        label="Label",
        help_text="What people call it, for example Carrier Berlin.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    direction = forms.ChoiceField(
        label="Direction",
        choices=Trunk.Direction.choices,
        initial=Trunk.Direction.OUTBOUND,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a direction.", "invalid_choice": "Choose a direction."},
    )
    host = forms.CharField(
        label="Address",
        help_text="The IP address or host name of the carrier, for example 198.51.100.20 or sip.carrier.example.",
        max_length=255,
        error_messages={"required": "Enter the carrier’s IP address or host name."},
        widget=forms.TextInput(attrs=PLAIN),
    )
    port = forms.IntegerField(
        label="Port",
        initial=5060,
        min_value=1,
        max_value=65535,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), PORT_HINT),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    transport = forms.ChoiceField(
        label="Transport",
        choices=Trunk.Transport.choices,
        error_messages={"required": "Choose a transport.", "invalid_choice": "Choose a transport."},
    )
    prefix = forms.CharField(  # type: ignore[assignment]  # taken off the class by the metaclass of forms
        label="Prefix",
        help_text="Digits that the carrier wants before each number (technical prefix). Most carriers want none.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    metric = forms.IntegerField(
        label="Priority",
        help_text="Of several outbound trunks the one with the lowest number is tried first.",
        initial=10,
        min_value=0,
        max_value=1000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), METRIC_HINT),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    username = forms.CharField(
        label="Username",
        help_text="Only where the carrier asks for a sign-in.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=PLAIN),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )


class AddTrunkForm(_TrunkForm):
    """A new trunk; its name is frozen from then on."""

    name = forms.CharField(
        label="Name",
        help_text="The identifier at Cloudonix: letters, digits and hyphens, for example carrier-out. It stays.",
        max_length=60,
        error_messages={"required": "Enter a name, for example carrier-out."},
        widget=forms.TextInput(attrs=PLAIN),
    )


class EditTrunkForm(_TrunkForm):
    """Editing; version is the optimistic lock. The password is written and never read back."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, trunk: Trunk) -> None:
        names = ("label", "direction", "host", "port", "transport", "prefix", "metric", "username", "version")
        initial: dict[str, Any] = {name: getattr(trunk, name) for name in names}
        super().__init__(data, initial=initial)
        if trunk.password:
            self.fields["password"].help_text = "Leave this empty to keep the password that is stored."

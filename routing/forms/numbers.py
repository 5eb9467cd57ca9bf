"""The forms of phone numbers; their cleaned data are the keywords of the services."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from cloudonix.outbox.synced import SyncState
from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField
from routing.callers import caller_typed
from routing.destinations import DestinationForm
from routing.models import OBJECT_COLUMNS, OUTSIDE_COLUMN, ROUTABLE, NumberRule, PhoneNumber
from tenants.context import current_organization
from tenants.regions import region_choices

SYNC_CHOICES = [
    ("", "Any sync state"),
    *(
        (value, "Not live" if value == SyncState.NOT_CONNECTED else label)
        for value, label in SyncState.choices
    ),
]
STATUS_CHOICES = [("", "Any status"), ("active", "Active"), ("disabled", "Disabled")]


class NumberFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by number, label or destination",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number, label or destination"}),
    )
    status = forms.ChoiceField(label="Status", choices=STATUS_CHOICES, required=False)
    goes_to = forms.ChoiceField(
        label="Goes to",
        choices=[("", "Any destination"), *((kind.value, kind.label) for kind in ROUTABLE)],
        required=False,
    )
    sync = forms.ChoiceField(label="Sync with Cloudonix", choices=SYNC_CHOICES, required=False)
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[PhoneNumber]) -> QuerySet[PhoneNumber]:
        self.is_valid()
        text, status, goes_to, sync = (
            self.cleaned_data.get(name, "").strip() for name in ("q", "status", "goes_to", "sync")
        )
        if text:
            rows = rows.filter(pk__in=PhoneNumber.objects.matching(text).values("pk"))
        if status:
            rows = rows.filter(is_enabled=status == "active")
        if goes_to:
            rows = rows.filter(destination_kind=goes_to)
        if sync:
            rows = rows.filter(sync_state=sync)
        return rows


class NumberForm(DestinationForm):
    """What adding and editing a number have in common."""

    label = forms.CharField(
        label="Label",
        help_text="What the number is for, for example Head office.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    caller_name_prefix = forms.CharField(
        label="Before the caller’s name",
        help_text="The phones that ring show it before the caller, for example Sales:.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(
        label="Active",
        help_text="Callers of a number that is not active hear that it is not in service.",
        required=False,
        initial=True,
    )


class EditNumberForm(NumberForm):
    """Editing a number; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, number: PhoneNumber) -> None:
        names = (
            "label",
            "caller_name_prefix",
            "is_enabled",
            "version",
            "destination_kind",
            *OBJECT_COLUMNS.values(),
            OUTSIDE_COLUMN,
        )
        super().__init__(data, initial={name: getattr(number, name) for name in names})


class AddNumberForm(NumberForm):
    """A new number, as somebody types it; the service reads it in the organization's country."""

    e164 = forms.CharField(
        label="Phone number",
        max_length=40,
        error_messages={"required": "Enter a phone number, for example +49 30 5550 1210."},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        region = current_organization().region
        country = dict(region_choices()).get(region, region)
        self.fields[
            "e164"
        ].help_text = (
            f"With its country code, for example +49 30 5550 1210, or as it is dialled in {country}."
        )


class NumberRuleForm(DestinationForm):
    """A rule of a number: whose calls go where."""

    caller = forms.CharField(
        label="Calls from",
        help_text=(
            "A number such as +49 30 5550 1210, the beginning of numbers such as +4930*, or the word anonymous for"
            " callers who withhold their number."
        ),
        max_length=60,
        error_messages={"required": "Enter a caller."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, rule: NumberRule | None = None) -> None:
        initial = {}
        if rule is not None:
            names = ("destination_kind", *OBJECT_COLUMNS.values(), OUTSIDE_COLUMN)
            initial = {name: getattr(rule, name) for name in names}
            initial["caller"] = caller_typed(rule.pattern, rule.value)
        super().__init__(data, initial=initial)

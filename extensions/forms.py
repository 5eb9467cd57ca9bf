"""The forms of extensions; their cleaned data are the keywords of the services."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import QueryDict

from accounts.models import User
from accounts.permissions import BUILT_IN, Level
from extensions.fields import ExtensionField
from extensions.models import (
    MAX_LABEL_LENGTH,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    RING_SECONDS_HINT,
    Extension,
    SipAccount,
)
from extensions.numbering import next_free_number
from extensions.querysets import ExtensionQuerySet
from opbx.web.lists import PAGE_SIZE_CHOICES

HANG_UP = ("hang_up", "Hang up")
STATUS_CHOICES = [("", "Any status"), ("active", "Active"), ("disabled", "Disabled")]
SYNC_CHOICES = [("", "Any sync state"), *SipAccount.SyncState.choices]


class ExtensionFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by number, name or SIP username",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number, name or SIP username"}),
    )
    status = forms.ChoiceField(label="Status", choices=STATUS_CHOICES, required=False)
    sync = forms.ChoiceField(label="Sync with Cloudonix", choices=SYNC_CHOICES, required=False)
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: ExtensionQuerySet) -> ExtensionQuerySet:
        self.is_valid()
        text, status, sync = (self.cleaned_data.get(name, "").strip() for name in ("q", "status", "sync"))
        if text:
            rows = rows.filter(pk__in=Extension.objects.matching(text).values("pk"))
        if status:
            rows = rows.filter(is_enabled=status == "active")
        if sync:
            rows = rows.in_sync_state(sync)
        return rows


class _UserChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - ModelChoiceField's
        return f"{obj.name} ({obj.get_role_display()})"


class ExtensionForm(forms.Form):
    """Adding or editing; version is the optimistic lock and empty when adding."""

    number = forms.CharField(
        label="Number",
        max_length=20,
        error_messages={"required": "Enter a number, for example 101."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label="Name",
        help_text="Shown on other phones and in the call log.",
        max_length=120,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    user = _UserChoice(
        label="User",
        help_text="The person who may see this extension’s calls and its phone’s sign-in.",
        queryset=User.objects.none(),
        required=False,
        empty_label="No user",
    )
    ring_seconds = forms.IntegerField(
        label="Ring for (seconds)",
        help_text="How long its phones ring before a call counts as not answered.",
        initial=20,
        error_messages={"required": RING_SECONDS_HINT, "invalid": RING_SECONDS_HINT},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, extension: Extension | None = None) -> None:
        initial: dict[str, object] = {}
        if extension is not None:
            names = ("number", "name", "user", "ring_seconds", "version")
            initial = {name: getattr(extension, name) for name in names}
        super().__init__(data, initial=initial)
        self.fields["user"].queryset = users_to_choose(extension)  # type: ignore[attr-defined]  # a ModelChoiceField
        number = self.fields["number"]
        if extension is None:
            free = next_free_number()
            number.initial, number.help_text = free, f"1 to 20 digits. The next free number is {free}."
        else:
            number.help_text = "1 to 20 digits. Phones stay signed in when the number changes."

    def continue_from(self, version: int) -> None:
        """Let the next save replace what somebody else saved meanwhile."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class PhoneForm(forms.Form):
    """What people call one phone of an extension."""

    label = forms.CharField(
        label="Label",
        help_text="Tells this phone from the others, for example Desk phone or Mobile.",
        max_length=MAX_LABEL_LENGTH,
        error_messages={"required": "Enter a label, for example Mobile."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReplacementForm(forms.Form):
    """Where calls to a deleted extension go instead."""

    replacement = ExtensionField(
        label="Send these calls to",
        before=(HANG_UP,),
        empty_label="Choose where these calls go",
        error_messages={"required": "Choose where these calls go instead."},
    )

    def __init__(self, data: QueryDict | None = None, *, leaving: Extension) -> None:
        super().__init__(data)
        self.fields["replacement"].offer(without=leaving)  # type: ignore[attr-defined]  # an ExtensionField


def users_to_choose(extension: Extension | None) -> QuerySet[User]:
    """Active users who have no extension and may have one, PBX Users first; and whom the extension has now."""
    roles = [role.key for role in BUILT_IN.values() if role.level("extensions") >= Level.READ]
    free = Q(extension=None, status=User.Status.ACTIVE, role__in=roles)
    if extension is not None and extension.user_id is not None:
        free |= Q(pk=extension.user_id)
    first = Case(When(role="pbx_user", then=Value(0)), default=Value(1))
    users: QuerySet[User] = User.objects.filter(free).order_by(first, "name", "pk")
    return users

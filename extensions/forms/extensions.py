"""Adding and editing an extension, and where its calls go when it is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import QueryDict

from accounts.models import User
from accounts.permissions import BUILT_IN, Level
from extensions.effective import effective_attributes, organization_defaults
from extensions.fields import ExtensionField
from extensions.models import (
    BUILT_IN_ATTRIBUTES,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    RING_SECONDS_HINT,
    Extension,
)
from extensions.numbering import next_free_number
from opbx.web.saving import VersionField

HANG_UP = ("hang_up", "Hang up")


class _UserChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - ModelChoiceField's
        return f"{obj.name} ({obj.get_role_display()})"


class _ExtensionForm(forms.Form):
    """What adding and editing have in common."""

    number = forms.CharField(
        label="Number",
        max_length=20,
        error_messages={"required": "Enter a number, for example 101."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    first_name = forms.CharField(
        label="First name, or what it is",
        help_text="Shown on other phones and in the call log, for example Amara or Front desk.",
        max_length=120,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label="Last name",
        required=False,
        max_length=60,
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
        required=False,
        error_messages={"invalid": RING_SECONDS_HINT},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )

    def __init__(
        self, data: QueryDict | None, *, extension: Extension | None, initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["user"].queryset = users_to_choose(extension)  # type: ignore[attr-defined]  # a ModelChoiceField
        if extension is None:
            own = organization_defaults().ring_seconds
            inherited = own if own is not None else BUILT_IN_ATTRIBUTES["ring_seconds"]
        else:
            inherited = effective_attributes(extension)["ring_seconds"].inherited
        self.fields["ring_seconds"].help_text = (
            "How long its phones ring before a call counts as not answered. "
            f"Leave this empty for the usual {inherited} seconds."
        )


class AddExtensionForm(_ExtensionForm):
    """A new extension."""

    def __init__(self, data: QueryDict | None = None) -> None:
        free = next_free_number()
        super().__init__(data, extension=None, initial={"number": free})
        self.fields["number"].help_text = f"1 to 20 digits. The next free number is {free}."


class EditExtensionForm(_ExtensionForm):
    """Editing; version is the optimistic lock."""

    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        names = ("number", "first_name", "last_name", "user", "ring_seconds", "version")
        initial = {name: getattr(extension, name) for name in names}
        super().__init__(data, extension=extension, initial=initial)
        self.fields["number"].help_text = "1 to 20 digits. Phones stay signed in when the number changes."


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

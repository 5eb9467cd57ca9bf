"""What adding and editing an extension have in common: the fields of its attributes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import QueryDict

from accounts.models import User
from accounts.permissions import BUILT_IN, Level
from extensions.effective import effective_attributes, organization_defaults
from extensions.models import (
    BUILT_IN_ATTRIBUTES,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    RING_SECONDS_HINT,
    Department,
    Extension,
)
from extensions.numbering import FreeNumbers
from extensions.services.values import EMAIL_HINT, check_number, read_mobile
from opbx.errors import DomainError
from tenants.context import current_organization
from tenants.regions import region_choices

PHONEBOOK_CHOICES = {"yes": True, "no": False}


class UserChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - ModelChoiceField's
        return f"{obj.name} ({obj.get_role_display()})"


class DepartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A department, with its range and the next free number in it."""

    free: FreeNumbers | None = None

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(
            queryset=Department.objects.none(),
            to_field_name="key",
            required=False,
            **{"label": "Department", "empty_label": "No department", **kwargs},
        )

    def offer(self, free: FreeNumbers) -> None:
        """Load what can be chosen; called once by the form, in its organization."""
        self.free = free
        self.queryset = Department.objects.order_by("name", "pk")

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - ModelChoiceField's
        if not obj.first_number or self.free is None:
            return str(obj)
        free = self.free.within(obj)
        state = f"next {free}" if free else "full"
        return f"{obj} ({obj.first_number}–{obj.last_number}, {state})"


class AttributesForm(forms.Form):
    """An extension's own attributes; the cleaned data are the keywords of the services."""

    number = forms.CharField(
        label="Number",
        max_length=20,
        error_messages={"required": "Enter a number, for example 101."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    department = DepartmentChoice()
    first_name = forms.CharField(
        label="First name, or what it is",
        help_text="For example Amara or Front desk.",
        max_length=120,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label="Last name",
        help_text="Phones and the call log show both.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(
        label="Active",
        help_text="Phones of an extension that is not active neither ring nor call. Everything else is kept.",
        required=False,
        initial=True,
    )
    user = UserChoice(
        label="User",
        help_text="The person who may see this extension’s calls and its phone’s sign-in.",
        queryset=User.objects.none(),
        required=False,
        empty_label="No user",
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        error_messages={"invalid": EMAIL_HINT},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    mobile = forms.CharField(
        label="Mobile number",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    in_phonebook = forms.TypedChoiceField(
        label="In the phonebook",
        required=False,
        coerce=PHONEBOOK_CHOICES.__getitem__,
        empty_value=None,
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
        self.extension = extension
        self.free = FreeNumbers()
        fields: dict[str, Any] = self.fields
        fields["user"].queryset = users_to_choose(extension)
        fields["department"].offer(self.free)
        fields["mobile"].help_text = _how_to_write_a_number()
        inherited = _inherited(extension)
        shown = "shown" if inherited["in_phonebook"] else "not shown"
        fields["in_phonebook"].choices = [("", f"As usual ({shown})"), ("yes", "Shown"), ("no", "Not shown")]
        fields["ring_seconds"].help_text = (
            "How long its phones ring before a call counts as not answered. "
            f"Leave this empty for the usual {inherited['ring_seconds']} seconds."
        )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if self.extension is None or number != self.extension.number:
            try:
                check_number(number, of=self.extension)
            except DomainError as error:
                raise ValidationError(error.message, code=error.code) from error
        return number

    def clean_mobile(self) -> str:
        text: str = self.cleaned_data["mobile"]
        try:
            return read_mobile(text) if text else ""
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error


def users_to_choose(extension: Extension | None) -> QuerySet[User]:
    """Active users who have no extension and may have one, PBX Users first; and whom the extension has now."""
    roles = [role.key for role in BUILT_IN.values() if role.level("extensions") >= Level.READ]
    free = Q(extension=None, status=User.Status.ACTIVE, role__in=roles)
    if extension is not None and extension.user_id is not None:
        free |= Q(pk=extension.user_id)
    first = Case(When(role="pbx_user", then=Value(0)), default=Value(1))
    users: QuerySet[User] = User.objects.filter(free).order_by(first, "name", "pk")
    return users


def _inherited(extension: Extension | None) -> dict[str, Any]:
    """What holds where the extension itself says nothing."""
    if extension is not None:
        return {name: found.inherited for name, found in effective_attributes(extension).items()}
    defaults = organization_defaults()
    own = {name: getattr(defaults, name) for name in BUILT_IN_ATTRIBUTES}
    return {
        name: built_in if own[name] is None else own[name] for name, built_in in BUILT_IN_ATTRIBUTES.items()
    }


def _how_to_write_a_number() -> str:
    region = current_organization().region
    country = dict(region_choices()).get(region, region)
    return f"As it is dialled in {country}, or with its country code."

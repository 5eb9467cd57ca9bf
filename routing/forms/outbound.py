"""The forms of outbound calls: who has which class, caller IDs, habits, and the test of a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.forms.boundfield import BoundField
from django.http import QueryDict

from accounts.permissions import BUILT_IN
from extensions.fields import ExtensionField
from opbx.web.formats import phone_words
from opbx.web.saving import VersionField
from routing.models import (
    CallerIdRule,
    CallingClass,
    OutboundSettings,
    PhoneNumber,
    RoleClass,
)
from routing.outbound import LEVELS
from routing.services.outbound import MOST_CALLS

EXTRA_ROWS = 3
MOST_AN_HOUR = 100_000
MOST_MINUTES = 100_000
ONE_CALL = "With 1 nobody can transfer a call after asking, which takes two."
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
TEL = {"inputmode": "tel", "autocomplete": "off"}


class ClassChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(
            queryset=CallingClass.objects.none(),
            to_field_name="key",
            **{
                "label": "Calling class",
                "error_messages": dict.fromkeys(("required", "invalid_choice"), "Choose a calling class."),
                **kwargs,
            },
        )


class NumberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """One of the organization's own phone numbers; nothing else can be shown to callees."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        super().__init__(
            queryset=PhoneNumber.objects.none(),
            to_field_name="e164",
            required=False,
            **{"error_messages": {"invalid_choice": "Choose one of your phone numbers."}, **kwargs},
        )

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - ModelChoiceField's
        words = phone_words(obj.e164)
        words = f"{words} {obj.label}" if obj.label else words
        return words if obj.is_enabled else f"{words} (disabled)"


def offer(form: forms.Form) -> None:
    """Load what can be chosen, once for all fields of a form."""
    classes, numbers = CallingClass.objects.order_by(Lower("name")), PhoneNumber.objects.order_by("e164")
    for field in form.fields.values():
        if isinstance(field, ClassChoice):
            field.queryset = classes
        elif isinstance(field, NumberChoice):
            field.queryset = numbers


class HoldersForm(forms.Form):
    """The organization's class and those of the roles."""

    version = VersionField()
    calling_class = ClassChoice(
        label="Everybody else",
        help_text="Also for calls that no extension sends out, such as those of a phone number.",
        empty_label="Choose a class",
    )

    def __init__(self, data: QueryDict | None = None, *, settings: OutboundSettings) -> None:
        held = settings.calling_class
        initial: dict[str, Any] = {
            "version": settings.version,
            "calling_class": held.key if held is not None else None,
        }
        for one in RoleClass.objects.select_related("calling_class"):
            initial[f"role-{one.role}"] = one.calling_class.key
        super().__init__(data, initial=initial)
        for role in BUILT_IN.values():
            if not role.for_platform and role.level("extensions"):
                self.fields[f"role-{role.key}"] = ClassChoice(
                    label=f"Extensions of a {role.name}", required=False, empty_label="As everybody else"
                )
        offer(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = [name for name in self.fields if name.startswith("role-")]
        cleaned["roles"] = {name.removeprefix("role-"): cleaned.pop(name, None) for name in names}
        return cleaned

    @property
    def role_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("role-")]


class HabitsForm(forms.Form):
    """How people dial."""

    version = VersionField()
    outside_prefix = forms.CharField(
        label="Outside line",
        help_text="Digits that are dialled before a number outside, for example 0 or 9. Most organizations have none.",
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs=DIGITS),
    )
    needs_prefix = forms.BooleanField(
        label="A number outside always needs them",
        help_text="Else both ways of dialling work.",
        required=False,
    )
    area_code = forms.CharField(
        label="Area code",
        help_text="For local numbers that are dialled without it; without the first 0, for example 30 for Berlin.",
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs=DIGITS),
    )
    service_numbers = forms.CharField(
        label="Short service numbers",
        help_text="Those that cost no more than a usual call, for example 115. Others count as premium numbers.",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, settings: OutboundSettings) -> None:
        names = ("version", "outside_prefix", "needs_prefix", "area_code", "service_numbers")
        super().__init__(data, initial={name: getattr(settings, name) for name in names})


@dataclass(frozen=True)
class RangeFields:
    number: int
    first: BoundField
    last: BoundField
    shown: BoundField


class CallerIdsForm(forms.Form):
    """The organization's caller ID, and the table by extension range."""

    version = VersionField()
    caller_id = NumberChoice(
        label="Everybody else", empty_label="The first of your phone numbers", help_text=""
    )
    withholds_number = forms.BooleanField(
        label="Withhold the number",
        help_text="Callees see no number, unless an extension or its template says otherwise.",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        settings: OutboundSettings,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        chosen = settings.caller_id
        initial: dict[str, Any] = {
            "version": settings.version,
            "caller_id": chosen.e164 if chosen is not None else None,
            "withholds_number": settings.withholds_number,
        }
        rules = CallerIdRule.objects.select_related("number").order_by("first", "last")
        for place, rule in enumerate(rules):
            initial |= {
                f"range-{place}-first": rule.first,
                f"range-{place}-last": rule.last,
                f"range-{place}-number": rule.number.e164,
            }
        if typed is not None:
            initial = dict(typed.items())
        super().__init__(data, initial=initial)
        source: Mapping[str, Any] = data if data is not None else initial
        rows = sum(1 for name in source if name.startswith("range-") and name.endswith("-first"))
        self.row_count = min(200, rows + (EXTRA_ROWS if data is None else 0))
        for place in range(self.row_count):
            for name, label in (("first", "From extension"), ("last", "To extension")):
                self.fields[f"range-{place}-{name}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=20,
                    widget=forms.TextInput(attrs=DIGITS),
                )
            self.fields[f"range-{place}-number"] = NumberChoice(label="Shown number", empty_label="No rule")
        offer(self)

    @property
    def ranges(self) -> Iterator[RangeFields]:
        for place in range(self.row_count):
            names = ("first", "last", "number")
            yield RangeFields(place + 1, *(self[f"range-{place}-{name}"] for name in names))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found = []
        for place in range(self.row_count):
            field = f"range-{place}"
            first, last, number = (
                cleaned.pop(f"{field}-{name}", None) for name in ("first", "last", "number")
            )
            first, last = (first or "").strip(), (last or "").strip()
            if number is None:
                if (first or last) and f"{field}-number" not in self.errors:
                    self.add_error(f"{field}-number", "Choose a number, or empty the row.")
                continue
            if not first:
                self.add_error(f"{field}-first", "Enter the first extension, for example 200.")
                continue
            found.append((first, last or first, number))
        cleaned["ranges"] = found
        return cleaned


LEVEL_HINTS = {
    "busy_level": "So many calls at once. ",
    "call_limit": f"{ONE_CALL} ",
    "calls_an_hour": "",
    "minutes_a_day": "",
}
USUAL = {"yes": True, "no": False}


class CountField(forms.IntegerField):
    """A whole number from 0; empty is 0, or None where the next layer decides then."""

    def __init__(self, *, most: int, is_inherited: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Field's
        hint = f"Enter a whole number from 0 to {most}."
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), hint)
        self.empty = None if is_inherited else 0
        super().__init__(
            required=False,
            min_value=0,
            max_value=most,
            error_messages=errors,
            widget=forms.TextInput(attrs=DIGITS),
            **kwargs,
        )

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - Field's
        found = super().clean(value)
        return self.empty if found is None else int(found)


class OutboundLayerForm(forms.Form):
    """What an extension or a template says about its outbound calls. inherited: what holds without it, in words."""

    calling_class = ClassChoice(required=False)
    caller_id = NumberChoice(label="Shown number")
    busy_level = CountField(most=MOST_CALLS, is_inherited=True, label="Counts as busy with")
    call_limit = CountField(most=MOST_CALLS, is_inherited=True, label="Calls at once")
    calls_an_hour = CountField(most=MOST_AN_HOUR, is_inherited=True, label="Calls outside in an hour")
    minutes_a_day = CountField(most=MOST_MINUTES, is_inherited=True, label="Minutes outside in 24 hours")
    withholds_number = forms.TypedChoiceField(
        label="Number", required=False, coerce=USUAL.__getitem__, empty_value=None
    )

    def __init__(self, data: QueryDict | None = None, *, layer: Any, inherited: Mapping[str, str]) -> None:  # noqa: ANN401 - an OutboundLayer or None
        initial: dict[str, Any] = {}
        if layer is not None:
            says = {True: "yes", False: "no", None: ""}
            initial = {
                "calling_class": layer.calling_class.key if layer.calling_class else None,
                "caller_id": layer.caller_id.e164 if layer.caller_id else None,
                "withholds_number": says[layer.withholds_number],
                **{name: getattr(layer, name) for name in LEVELS},
            }
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["calling_class"].empty_label = f"As usual ({inherited['calling_class']})"
        fields["caller_id"].empty_label = f"As usual ({inherited['caller_id']})"
        for name in LEVELS:
            fields[name].help_text = f"{LEVEL_HINTS[name]}0: no limit. Empty: as usual ({inherited[name]})."
        fields["withholds_number"].choices = [
            ("", f"As usual ({inherited['withholds_number']})"),
            ("no", "Shown"),
            ("yes", "Withheld"),
        ]
        offer(self)


class TestForm(forms.Form):
    """Choose who calls, type a number; sent with GET, so that a test can be kept as a link."""

    extension = ExtensionField(
        label="Extension",
        required=False,
        empty_label="None: as a phone number or a menu sends calls out",
    )
    number = forms.CharField(
        label="Number",
        help_text="As it is dialled on a phone.",
        max_length=60,
        error_messages={"required": "Enter a number, for example 0044 20 7946 0400."},
        widget=forms.TextInput(attrs=TEL),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["extension"].offer()

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"].strip()
        if not text:
            raise ValidationError(self.fields["number"].error_messages["required"])
        return text

"""The forms of blocked and allowed callers; their cleaned data are the keywords of the services."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField
from routing.callers import ANONYMOUS, caller_typed
from routing.fields import PhoneNumberField
from routing.models import CallerRule

VERDICTS = [
    ("block", "Block|They never get through."),
    ("allow", "Always allow|They get through, whatever else blocks them."),
]
ANSWERS = [
    ("decline", "Decline the call|The network tells them that the call was declined."),
    ("busy", "Busy tone|It sounds as if you were on another call."),
    (
        "sentence",
        "A sentence|“This number does not take your calls”, in your voice language. The call is answered for it.",
    ),
]
UNTIL = "%Y-%m-%dT%H:%M"
BAD_TIME = "Enter a day and a time, or leave it empty."


class CallerFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by number or note",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number or note"}),
    )
    verdict = forms.ChoiceField(
        label="Blocked or allowed",
        choices=[("", "Blocked and allowed"), *CallerRule.Verdict.choices],
        required=False,
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any status"), ("active", "Active"), ("disabled", "Disabled"), ("expired", "Expired")],
        required=False,
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[CallerRule]) -> QuerySet[CallerRule]:
        self.is_valid()
        text, verdict, status = (
            self.cleaned_data.get(name, "").strip() for name in ("q", "verdict", "status")
        )
        if text:
            wanted = Q(note__icontains=text) | Q(added_by__icontains=text)
            digits = "".join(filter(str.isdecimal, text)).lstrip("0")
            if digits:
                wanted |= Q(value__contains=digits)
            if ANONYMOUS.startswith(text.lower()):
                wanted |= Q(pattern=CallerRule.Pattern.ANONYMOUS)
            rows = rows.filter(wanted)
        if verdict:
            rows = rows.filter(verdict=verdict)
        if status == "expired":
            rows = rows.filter(expires_at__lte=timezone.now())
        elif status:
            rows = rows.filter(is_enabled=status == "active")
        if status == "active":
            rows = rows.exclude(expires_at__lte=timezone.now())
        return rows


class CallerForm(forms.Form):
    """What adding and editing have in common."""

    verdict = forms.ChoiceField(
        label="What happens to them",
        choices=VERDICTS,
        initial="block",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to block or to allow them."},
    )
    answer = forms.ChoiceField(
        label="What a blocked caller gets",
        choices=ANSWERS,
        initial="decline",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what a blocked caller gets."},
    )
    phone_number = PhoneNumberField(
        label="On which phone number", empty_label="All phone numbers", required=False
    )
    expires_at = forms.DateTimeField(
        label="Until",
        help_text="Empty: until you change it.",
        required=False,
        input_formats=[UNTIL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=UNTIL),
        error_messages={"invalid": BAD_TIME},
    )
    note = forms.CharField(
        label="Note",
        help_text="Why, for those who look here later.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(label="Active", required=False, initial=True)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["phone_number"]
        assert isinstance(field, PhoneNumberField)  # noqa: S101 - it is declared above
        field.offer()


class AddCallersForm(CallerForm):
    """New callers, one a line."""

    callers = forms.CharField(
        label="Callers",
        help_text=(
            "One a line: a number such as +49 30 5550 1210, the beginning of numbers such as +4930*, or the word"
            " anonymous for callers who withhold their number. A note may stand behind a comma."
        ),
        max_length=40_000,
        error_messages={"required": "Enter at least one caller."},
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_expires_at(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["expires_at"]
        if until is not None and until <= timezone.now():
            raise ValidationError("Enter a time that is still to come.", code="past")
        return until


class EditCallerForm(CallerForm):
    """Editing one rule; version is the optimistic lock."""

    callers = forms.CharField(
        label="Caller",
        help_text="A number, the beginning of numbers such as +4930*, or the word anonymous.",
        max_length=60,
        error_messages={"required": "Enter a caller."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = VersionField()

    def __init__(self, data: QueryDict | None = None, *, rule: CallerRule) -> None:
        names = ("verdict", "answer", "phone_number", "note", "is_enabled", "version", "expires_at")
        initial: dict[str, object] = {name: getattr(rule, name) for name in names}
        initial["callers"] = caller_typed(rule.pattern, rule.value)
        super().__init__(data, initial=initial)

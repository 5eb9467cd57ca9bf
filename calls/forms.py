"""The filters of the call log, where what does not fit is ignored, and the forms of a call's page."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from calls.models import Call
from calls.querysets import CallQuerySet
from extensions.models import Extension
from routing.destinations import KIND, KIND_CHOICES, DestinationForm
from routing.forms.forwarding import pickers_for
from routing.models import DestinationKind

PERIODS = [("", "Any time"), ("today", "Today"), ("7", "Last 7 days"), ("30", "Last 30 days")]
DIRECTIONS = [("", "Any direction"), *Call.Direction.choices]
LIVE = "live"
RESULTS = [("", "Any result"), (LIVE, "In progress"), *Call.Result.choices]
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CallFilter(forms.Form):
    """Every filter narrows the list; days are days of the organization's time zone."""

    q = forms.CharField(
        label="Search by number",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number", "inputmode": "tel"}),
    )
    period = forms.ChoiceField(label="Period", choices=PERIODS, required=False)
    direction = forms.ChoiceField(label="Direction", choices=DIRECTIONS, required=False)
    result = forms.ChoiceField(label="Result", choices=RESULTS, required=False)
    since = forms.DateField(label="Since", required=False, widget=_DATE)
    until = forms.DateField(label="Until", required=False, widget=_DATE)

    def apply(self, calls: CallQuerySet) -> CallQuerySet:
        self.is_valid()
        wanted = self.cleaned_data
        digits = digits_of(wanted.get("q", ""))
        if digits:
            calls = calls.about_number(digits)
        elif wanted.get("q"):
            calls = calls.none()  # a text without a digit is in no number
        if wanted.get("direction"):
            calls = calls.filter(direction=wanted["direction"])
        if wanted.get("result") == LIVE:
            calls = calls.live()
        elif wanted.get("result"):
            calls = calls.filter(state=Call.State.ENDED, result=wanted["result"])
        calls = calls.between(_first_day_of(wanted.get("period", "")), None)
        return calls.between(_start(wanted.get("since")), _end(wanted.get("until")))

    @property
    def is_filtering(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class TransferForm(DestinationForm):
    """Where a caller is sent on to. holder: the extension that has the call, if it is known."""

    def __init__(self, data: QueryDict | None = None, *, holder: Extension | None, user: User) -> None:
        super().__init__(data)
        kind = cast("forms.ChoiceField", self.fields[KIND])
        kind.label = "Send the caller to"
        kind.choices = [choice for choice in KIND_CHOICES if choice[0] != DestinationKind.HANG_UP]
        if not self.is_bound:
            kind.initial = DestinationKind.EXTENSION.value
        # In place of those that offer everything: who has the own call only, chooses among what colleagues see.
        self.fields.update(pickers_for(holder, user, []))


class BlockForm(forms.Form):
    """What somebody says who blocks the caller of a call."""

    note = forms.CharField(
        label="Note",
        help_text="Why, for those who look at the list of blocked callers later.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def digits_of(text: str) -> str:
    """What is left to search for when the blanks, brackets and hyphens that people write are gone."""
    return re.sub(r"[^0-9]", "", text)


def _first_day_of(period: str) -> datetime | None:
    days = {"today": 1, "7": 7, "30": 30}.get(period)
    return None if days is None else _start(timezone.localdate() - timedelta(days=days - 1))


def _start(day: date | None) -> datetime | None:
    """Midnight of a day in the current time zone."""
    return None if day is None else datetime.combine(day, time.min, timezone.get_current_timezone())


def _end(day: date | None) -> datetime | None:
    if day is None or day == date.max:
        return None
    return _start(day + timedelta(days=1))

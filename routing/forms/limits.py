"""The form of limits: of each extension, and of all calls that leave the building."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from opbx.web.saving import VersionField
from routing.forms.outbound import MOST_AN_HOUR, MOST_MINUTES, ONE_CALL, CountField
from routing.models import OutboundSettings
from routing.services.outbound import MOST_CALLS


class LimitsForm(forms.Form):
    """0 or nothing is no limit."""

    version = VersionField()
    busy_level = CountField(
        most=MOST_CALLS,
        label="An extension counts as busy with",
        help_text="So many calls; further callers hear that it is busy. 0: its phones ring all the same.",
    )
    call_limit = CountField(
        most=MOST_CALLS,
        label="An extension may have at once",
        help_text=f"So many calls, made and taken. {ONE_CALL} 0: no limit.",
    )
    calls_an_hour = CountField(most=MOST_AN_HOUR, label="Calls outside in an hour")
    minutes_a_day = CountField(
        most=MOST_MINUTES, label="Minutes outside in 24 hours", help_text="Counted when a call has ended."
    )
    most_calls = CountField(
        most=MOST_CALLS, label="Calls outside at once", help_text="Of the whole organization. 0: no limit."
    )
    most_calls_an_hour = CountField(most=MOST_AN_HOUR, label="Calls outside in an hour")
    most_minutes_a_day = CountField(
        most=MOST_MINUTES, label="Minutes outside in 24 hours", help_text="Counted when a call has ended."
    )
    limits_are_only_noted = forms.BooleanField(
        label="Try out the limits of calls outside",
        help_text="Calls over a limit go through; their page says which limit would have stopped them.",
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, settings: OutboundSettings) -> None:
        names = (
            "version",
            "busy_level",
            "call_limit",
            "calls_an_hour",
            "minutes_a_day",
            "most_calls",
            "most_calls_an_hour",
            "most_minutes_a_day",
            "limits_are_only_noted",
        )
        super().__init__(data, initial={name: getattr(settings, name) for name in names})

"""Where calls go when an extension is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from extensions.fields import ExtensionField
from extensions.models import Extension

HANG_UP = ("hang_up", "Hang up")


class ReplacementForm(forms.Form):
    """Where calls to deleted extensions go instead."""

    replacement = ExtensionField(
        label="Send these calls to",
        before=(HANG_UP,),
        empty_label="Choose where these calls go",
        error_messages={"required": "Choose where these calls go instead."},
    )

    def __init__(self, data: QueryDict | None = None, *, leaving: Sequence[Extension]) -> None:
        super().__init__(data)
        self.fields["replacement"].offer(without=leaving)  # type: ignore[attr-defined]  # an ExtensionField

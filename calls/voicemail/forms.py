"""The filters of a box's messages; what does not fit is ignored rather than complained about."""

from __future__ import annotations

from django import forms

from calls.forms import digits_of
from calls.voicemail.querysets import MessageQuerySet
from opbx.web.lists import PAGE_SIZE_CHOICES

NEW, HEARD, DELETED = "new", "heard", "deleted"


class MessageFilter(forms.Form):
    """Without a choice of a state, all messages that nobody has deleted."""

    q = forms.CharField(
        label="Search by number",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Number", "inputmode": "tel"}),
    )
    state = forms.ChoiceField(
        label="Messages",
        choices=[("", "New and heard"), (NEW, "New"), (HEARD, "Heard"), (DELETED, "Deleted")],
        required=False,
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, messages: MessageQuerySet) -> MessageQuerySet:
        text, state = self._value("q"), self.chosen_state
        if state == DELETED:
            messages = messages.deleted()
        elif state == HEARD:
            messages = messages.kept().filter(heard_at__isnull=False)
        else:
            messages = messages.new() if state == NEW else messages.kept()
        if text:
            digits = digits_of(text)
            messages = messages.about_number(digits) if digits else messages.none()
        return messages

    @property
    def chosen_state(self) -> str:
        return self._value("state")

    @property
    def is_filtering(self) -> bool:
        return bool(self._value("q") or self._value("state"))

    def _value(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "").strip()

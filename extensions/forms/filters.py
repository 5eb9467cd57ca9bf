"""The filters of the list of extensions."""

from __future__ import annotations

from django import forms

from extensions.models import Extension, SipAccount
from extensions.querysets import ExtensionQuerySet
from opbx.web.lists import PAGE_SIZE_CHOICES

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

"""The filters of the list of extensions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from extensions.models import Department, Extension, SipAccount
from extensions.querysets import ExtensionQuerySet
from opbx.web.lists import PAGE_SIZE_CHOICES

STATUS_CHOICES = [("", "Any status"), ("active", "Active"), ("disabled", "Disabled")]
NO_DEPARTMENT = "none"
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
    department = forms.ChoiceField(label="Department", required=False)
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        departments = Department.objects.order_by("name", "pk").values_list("key", "name")
        choices = [("", "Any department"), (NO_DEPARTMENT, "No department")]
        field: Any = self.fields["department"]
        field.choices = [*choices, *((str(key), name) for key, name in departments)]

    def apply(self, rows: ExtensionQuerySet) -> ExtensionQuerySet:
        self.is_valid()
        names = ("q", "status", "sync", "department")
        text, status, sync, department = (self.cleaned_data.get(name, "").strip() for name in names)
        if text:
            rows = rows.filter(pk__in=Extension.objects.matching(text).values("pk"))
        if status:
            rows = rows.filter(is_enabled=status == "active")
        if sync:
            rows = rows.in_sync_state(sync)
        if department:
            which = {"department": None} if department == NO_DEPARTMENT else {"department__key": department}
            rows = rows.filter(**which)
        return rows

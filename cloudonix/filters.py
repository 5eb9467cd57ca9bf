"""The filters of the lists about Cloudonix."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet

from cloudonix.models import Finding
from opbx.web.lists import PAGE_SIZE_CHOICES


class DifferenceFilter(forms.Form):
    """The filters of the list; what does not fit is ignored rather than complained about."""

    q = forms.CharField(
        label="Search by name",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name"}),
    )
    topic = forms.ChoiceField(
        label="Object", choices=[("", "Any object"), *Finding.Subject.choices], required=False
    )
    kind = forms.ChoiceField(
        label="Difference", choices=[("", "Any difference"), *Finding.Kind.choices], required=False
    )
    show = forms.ChoiceField(
        label="Decided",
        choices=[("", "Not ignored"), ("ignored", "Ignored"), ("all", "All")],
        required=False,
    )
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "").strip() for name in ("q", "topic", "kind", "show")}
        if text := given["q"]:
            rows = rows.filter(Q(name__icontains=text) | Q(name__contains=text.replace(" ", "")))
        if given["topic"]:
            rows = rows.filter(topic=given["topic"])
        if given["kind"]:
            rows = rows.filter(kind=given["kind"])
        if given["show"] != "all":
            rows = rows.filter(ignored_at__isnull=given["show"] != "ignored")
        return rows

    @property
    def is_filtering(self) -> bool:
        return any(self.data.get(name) for name in ("q", "topic", "kind", "show"))

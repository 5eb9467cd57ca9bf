"""The forms that all kinds of routed objects share; their cleaned data are the keywords of the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from extensions.fields import PickerField
from opbx.web.lists import PAGE_SIZE_CHOICES
from opbx.web.saving import VersionField
from routing.fields import ObjectField
from routing.kinds import Kind
from routing.models import DESTINATION_FIELDS, DestinationFields, RoutedObject

HANG_UP = ("hang_up", "Hang up")
STATUS_CHOICES = [("", "Any status"), ("active", "Active"), ("disabled", "Disabled")]


class ObjectForm(forms.Form):
    """The form of one object: a kind adds its own fields. For a new one there is no row and no version.

    A kind with one destination of its own inherits from DestinationForm too: class MyForm(ObjectForm, DestinationForm).
    """

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label="Internal number",
        help_text="What your phones dial to reach it. Left empty, it has none.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    version = VersionField()

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        row: RoutedObject | None = None,
    ) -> None:
        self.row = row
        super().__init__(
            data, files, initial=self.values_of(row) if row is not None else self.values_of_new()
        )
        if row is None:
            del self.fields["version"]
        for field in self.fields.values():
            if isinstance(field, PickerField):
                field.offer()

    @classmethod
    def values_of(cls, row: RoutedObject) -> dict[str, Any]:
        """What the form shows of a row: the columns that are called as its fields, and a destination."""
        fields: dict[str, forms.Field] = cls.base_fields
        names = {*fields, *(DESTINATION_FIELDS if isinstance(row, DestinationFields) else ())}
        return {name: getattr(row, name) for name in names if hasattr(row, name)}

    @classmethod
    def values_of_new(cls) -> dict[str, Any]:
        """What the form of a new object shows, beside the initial values of its fields."""
        return {}


class ObjectFilter(forms.Form):
    """The filters of a list; what does not fit is ignored rather than complained about. A kind may add its own."""

    q = forms.CharField(
        label="Search by name or number",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name or number"}),
    )
    status = forms.ChoiceField(label="Status", choices=STATUS_CHOICES, required=False)
    per = forms.ChoiceField(label="Rows per page", choices=PAGE_SIZE_CHOICES, required=False)

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        self.is_valid()
        text = self.cleaned_data.get("q", "").strip()
        if text:
            rows = rows.filter(Q(name__icontains=text) | Q(number__icontains=text))
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(is_enabled=status == "active")
        return rows


class ObjectReplacementForm(forms.Form):
    """What takes the place of deleted objects of a kind."""

    def __init__(self, data: QueryDict | None = None, *, kind: Kind, leaving: Sequence[RoutedObject]) -> None:
        super().__init__(data)
        field = ObjectField(
            kind.model,
            noun=kind.noun,
            before=(HANG_UP,),
            label="Send these calls to",
            empty_label="Choose where these calls go",
            error_messages={"required": "Choose where these calls go instead."},
        )
        field.offer(without=leaving)
        self.fields["replacement"] = field

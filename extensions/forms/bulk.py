"""What an act on many extensions needs to know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from extensions.forms.attributes import DepartmentChoice
from extensions.numbering import FreeNumbers


class MoveForm(forms.Form):
    """The department that the selected extensions shall belong to; none is one of the choices."""

    department = DepartmentChoice(label="Move them to")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field: Any = self.fields["department"]
        field.offer(FreeNumbers())

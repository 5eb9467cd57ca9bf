"""What every page with a form does when it is sent: run one service, and put its refusal where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from opbx.errors import ChangedMeanwhile, DomainError

Result = TypeVar("Result")
CHECK = "_check"  # sent by a field that only asks whether it is in order


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """result: what the service returned; None when the form was not sent or was refused.

    is_saved: whether to redirect. status: of the page that shows the form again (200 before it was sent).
    """

    result: Result | None = None
    is_saved: bool = False
    status: int = 200


class VersionField(forms.IntegerField):
    """The optimistic lock: hidden, and 0, which no row has, when it was left out or tampered with."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int:  # noqa: ANN401 - Field's
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the body of a POST, None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def save_form(form: forms.Form, save: Callable[[dict[str, Any]], Result]) -> Outcome[Result]:
    """Run save with the cleaned data of a form that was sent and is in order.

    A DomainError becomes an error of its field, and ChangedMeanwhile lets the next save replace the other change:
    the form then carries the newer version (a hidden field named version). A field that asks about itself while
    the form is being filled in ({% field … check=True %}) saves nothing.
    """
    if not form.is_bound:
        return Outcome()
    if CHECK in form.data:
        form.is_valid()
        return Outcome()
    if not form.is_valid():
        return Outcome(status=422)
    try:
        return Outcome(save(form.cleaned_data), is_saved=True)
    except ChangedMeanwhile as error:
        form.add_error(None, error.message)
        _continue_from(form, error.current_version)
        return Outcome(status=409)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return Outcome(status=422)


def _continue_from(form: forms.Form, version: int) -> None:
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(version)
    form.data = data

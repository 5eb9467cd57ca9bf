"""The step between a form and its save that shows which extensions change, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest
from extensions.effects import Effects
from opbx.web.counting import counted
from opbx.web.saving import CHECK, Outcome, save_form

Result = TypeVar("Result")
CONFIRMED, AGAIN = "confirmed", "again"  # the buttons of the preview


def wants_preview(request: SignedInRequest, form: Form) -> bool:
    """Whether a form was sent that is in order and that nobody has confirmed or taken back."""
    return form.is_bound and not {CONFIRMED, AGAIN, CHECK} & set(request.POST) and form.is_valid()


def preview(
    request: SignedInRequest, form: Form, effects: Effects, question: str, **more: object
) -> HttpResponse:
    """The page that shows the effects and carries what was entered. more: for its template, such as its verb."""
    context = {
        "form": form,
        "effects": effects,
        "question": question,
        "verb": f"Save and change {counted(len(effects.changed), 'extension')}",
        **more,
    }
    return render(request, "extensions/templates/preview.html", context)


def save_unless_taken_back(
    request: SignedInRequest, form: Form, save: Callable[[dict[str, Any]], Result]
) -> Outcome[Result]:
    """save_form, but "Back to the form" on the preview only shows what was entered."""
    return Outcome() if AGAIN in request.POST else save_form(form, save)

"""Acts on many phone numbers from their list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, actor_of, requires
from audit.actors import Actor
from opbx.bulk import BulkResult, sentence
from opbx.errors import DomainError
from opbx.web.counting import counted
from opbx.web.formats import phone_words
from opbx.web.selection import Selection
from routing import services
from routing.destinations import DestinationForm
from routing.forms.numbers import NumberFilter
from routing.models import PhoneNumber

SHOWN = 10  # of the numbers that an act is meant for
ACTIONS: list[dict[str, str]] = [
    {"value": "enable", "label": "Enable", "icon": "player-play"},
    {"value": "disable", "label": "Disable", "icon": "circle-pause"},
    {"value": "point", "label": "Send elsewhere", "icon": "route"},
    {"value": "delete", "label": "Delete", "icon": "trash"},
]
VERBS = {"enable": "Enabled", "disable": "Disabled", "point": "Changed", "delete": "Deleted"}


@dataclass(frozen=True)
class Question:
    """What is asked before an act. verb: of the button, which does it."""

    title: str
    text: str
    verb: str
    danger: bool = True
    form: DestinationForm | None = None


@require_POST
@requires("numbers.write")
def number_bulk(request: SignedInRequest) -> HttpResponse:
    """POST with action and a selection; what asks first is done with confirmed=<as many as it asked about>."""
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in VERBS:
        raise Http404("There is no such act.")
    rows = _selected(selection)
    back = f"{reverse('routing:number_list')}{selection.list_query}"
    if not rows:
        messages.warning(request, "Select at least one phone number first.")
        return redirect(back)
    question = _question(request, action, rows)
    # Another number than was asked for: rows came or went meanwhile, and somebody should look again.
    confirmed = request.POST.get("confirmed") == str(len(rows))
    if question is None or (confirmed and (question.form is None or question.form.is_valid())):
        try:
            result = _act(actor_of(request), action, rows, question)
        except DomainError as error:
            if question is None or question.form is None:
                raise
            name = error.field if error.field in question.form.fields else None
            question.form.add_error(name, error.message)
        else:
            level = messages.WARNING if result.skipped else messages.SUCCESS
            messages.add_message(request, level, sentence(result, VERBS[action], "phone number"))
            return redirect(back)
    context = {
        "action": action,
        "selection": selection,
        "count": len(rows),
        "shown": [phone_words(row.e164) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "question": question,
        "back": back,
    }
    wrong = "confirmed" in request.POST
    return render(request, "routing/number_bulk.html", context, status=422 if wrong else 200)


def _question(request: SignedInRequest, action: str, rows: list[PhoneNumber]) -> Question | None:
    """None for enabling, which disabling takes back."""
    many = counted(len(rows), "phone number")
    if action == "disable":
        text = "Callers hear that they are not in service. Everything else stays as it is."
        return Question(f"Disable {many}?", text, f"Disable {many}")
    if action == "delete":
        text = (
            "Callers hear that they are not in service, and any organization on this platform can add them."
        )
        return Question(f"Delete {many}?", text, f"Delete {many}")
    if action == "point":
        form = DestinationForm(request.POST if "confirmed" in request.POST else None)
        text = "Their rules by caller stay as they are."
        return Question(f"Where do calls to {many} go?", text, f"Change {many}", danger=False, form=form)
    return None


def _act(actor: Actor, action: str, rows: list[PhoneNumber], question: Question | None) -> BulkResult:
    if action == "delete":
        return services.delete_numbers(actor, rows)
    if question is not None and question.form is not None:
        return services.point_numbers(actor, rows, **question.form.cleaned_data)
    return services.switch_numbers(actor, rows, on=action == "enable")


def _selected(selection: Selection) -> list[PhoneNumber]:
    rows = PhoneNumber.objects.order_by("e164")
    if selection.takes_all:
        return list(NumberFilter(selection.query).apply(rows))
    return list(rows.filter(key__in=selection.keys))

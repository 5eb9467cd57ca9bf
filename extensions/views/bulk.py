"""Acts on the selected rows of the list: what they mean is shown first where they mean much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, actor_of, requires
from audit.actors import Actor
from extensions import services
from extensions.access import extensions_for
from extensions.forms import ExtensionFilter, MoveForm, ReplacementForm
from extensions.models import Extension
from extensions.views.deleting import chosen_replacement
from extensions.views.settings import choose_template
from opbx.bulk import BulkResult, sentence
from opbx.errors import DomainError
from opbx.references import Use, uses_of_all
from opbx.web.counting import counted
from opbx.web.selection import Selection
from opbx.web.toasts import toast

TYPED_FROM = 11  # so many are deleted only by somebody who types what happens
SHOWN_USES = 20

ACTIONS = [
    {"value": "enable", "label": "Enable", "icon": "player-play"},
    {"value": "disable", "label": "Disable", "icon": "circle-pause"},
    {"value": "move", "label": "Change department", "icon": "users"},
    {"value": "template", "label": "Change template", "icon": "template"},
    {"value": "delete", "label": "Delete", "icon": "trash", "css": "btn-outline-danger"},
]


@dataclass(frozen=True)
class Question:
    """What is asked before the act. form: what it needs to know. type_to_confirm: "" for nothing to type."""

    title: str
    text: str
    verb: str
    danger: bool = False
    form: forms.Form | None = None
    uses: Sequence[Use] = ()
    impact: str = ""
    type_to_confirm: str = ""


@require_POST
@requires("extensions.write")
def extension_bulk(request: SignedInRequest) -> HttpResponse:
    """POST with action and a selection; an act that asks first is done with confirmed=<as many as it asked about>."""
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in {one["value"] for one in ACTIONS}:
        raise Http404("There is no such act.")
    rows = _selected(request, selection)
    back = f"{reverse('extensions:list')}{selection.list_query}"
    if not rows:
        messages.warning(request, "Select at least one extension first.")
        return redirect(back)
    if action == "template":
        return choose_template(request, rows, back=back)
    question = _question(request, action, rows)
    # Another number than was asked for: rows came or went meanwhile, and somebody should look again.
    confirmed = request.POST.get("confirmed") == str(len(rows))
    if question is None or (confirmed and _is_in_order(request, question)):
        try:
            result = _act(actor_of(request), action, rows, question)
        except DomainError as error:
            if question is None or question.form is None:
                raise
            question.form.add_error(
                error.field if error.field in question.form.fields else None, error.message
            )
        else:
            _tell(request, action, result)
            return redirect(back)
    return _ask(request, action, selection, rows, question)


def _selected(request: SignedInRequest, selection: Selection) -> list[Extension]:
    """The rows that are meant and that this user may know of, in the order of their numbers."""
    rows = extensions_for(request.user).select_related("user", "department", "template")
    if selection.takes_all:
        filters = ExtensionFilter(selection.query)
        return list(filters.apply(rows.with_sync()).by_number())
    return list(rows.filter(key__in=selection.keys).by_number())


def _question(request: SignedInRequest, action: str, rows: list[Extension]) -> Question | None:
    """None for an act that is done at once, because the other one takes it back."""
    many = counted(len(rows), "extension")
    data = request.POST if "confirmed" in request.POST else None
    if action == "move":
        return Question(
            f"Change the department of {many}?",
            "Numbers and phones stay as they are.",
            "Change department",
            form=MoveForm(data),
        )
    if action == "enable":
        return None
    uses = uses_of_all(rows)
    places = "1 place routes" if len(uses) == 1 else f"{len(uses)} places route"
    if action == "disable":
        return (
            Question(
                f"Disable {many}?",
                "Their phones stop ringing and calling. Everything else stays as it is.",
                f"Disable {many}",
                uses=uses,
                impact=f"{places} to them; callers hear that the extension is not available:",
            )
            if uses
            else None
        )
    return Question(
        f"Delete {many}?",
        "Their phones sign out at once. You can restore them for 30 days.",
        f"Delete {many}",
        danger=True,
        form=ReplacementForm(data, leaving=rows) if uses else None,
        uses=uses,
        impact=f"{places} to them and will change:",
        type_to_confirm=f"delete {len(rows)}" if len(rows) >= TYPED_FROM else "",
    )


def _is_in_order(request: SignedInRequest, question: Question) -> bool:
    if question.type_to_confirm and request.POST.get("typed", "").strip().lower() != question.type_to_confirm:
        messages.error(request, f"Type {question.type_to_confirm} to confirm.")
        return False
    return question.form is None or question.form.is_valid()


def _act(actor: Actor, action: str, rows: list[Extension], question: Question | None) -> BulkResult:
    if action == "enable":
        return services.enable_extensions(actor, rows)
    if action == "disable":
        return services.disable_extensions(actor, rows)
    form = question.form if question is not None else None
    if action == "move" and isinstance(form, MoveForm):
        return services.move_extensions(actor, rows, department=form.cleaned_data["department"])
    replacement = chosen_replacement(form if isinstance(form, ReplacementForm) else None)
    return services.delete_extensions(actor, rows, replacement=replacement)


def _tell(request: SignedInRequest, action: str, result: BulkResult) -> None:
    verbs = {"enable": "Enabled", "disable": "Disabled", "move": "Moved", "delete": "Deleted"}
    words = sentence(result, verbs[action], "extension")
    level = messages.WARNING if result.skipped else messages.SUCCESS
    if action == "delete" and result.done:
        toast(request, words, action="Deleted extensions", url=reverse("extensions:deleted"), level=level)
    else:
        messages.add_message(request, level, words)


def _ask(
    request: SignedInRequest,
    action: str,
    selection: Selection,
    rows: list[Extension],
    question: Question | None,
) -> HttpResponse:
    form = question.form if question is not None else None
    context = {
        "action": action,
        "selection": selection,
        "count": len(rows),
        "numbers": [row.number for row in rows[:SHOWN_USES]],
        "more": max(0, len(rows) - SHOWN_USES),
        "question": question,
        "uses": question.uses[:SHOWN_USES] if question is not None else [],
        "more_uses": max(0, len(question.uses) - SHOWN_USES) if question is not None else 0,
        "back": f"{reverse('extensions:list')}{selection.list_query}",
    }
    wrong = "confirmed" in request.POST or (form is not None and form.errors)
    return render(request, "extensions/bulk.html", context, status=422 if wrong else 200)

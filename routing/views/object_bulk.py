"""Acts on the selected rows of a list of routed objects: what they mean is shown first where they mean much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, actor_of
from audit.actors import Actor
from opbx.bulk import BulkResult, sentence
from opbx.errors import DomainError
from opbx.references import Use, uses_of_all
from opbx.web.counting import counted
from opbx.web.selection import Selection
from routing import services
from routing.forms.objects import ObjectReplacementForm
from routing.pages import NAME, Pages
from routing.views.object_acts import chosen_replacement, impact_words

TYPED_FROM = 11  # so many are deleted only by somebody who types what happens
SHOWN = 20

ACTIONS = [
    {"value": "enable", "label": "Enable", "icon": "player-play"},
    {"value": "disable", "label": "Disable", "icon": "circle-pause"},
    {"value": "delete", "label": "Delete", "icon": "trash", "css": "btn-outline-danger"},
]
VERBS = {"enable": "Enabled", "disable": "Disabled", "delete": "Deleted"}


@dataclass(frozen=True)
class Question:
    """What is asked before the act. type_to_confirm: "" for nothing to type."""

    verb: str
    text: str
    impact: str
    uses: Sequence[Use]
    form: ObjectReplacementForm | None = None
    danger: bool = False
    type_to_confirm: str = ""


def object_bulk(pages: Pages, request: SignedInRequest) -> HttpResponse:
    """POST with action and a selection; an act that asks first is done with confirmed=<as many as it asked about>."""
    kind = pages.kind
    selection = Selection.of(request)
    action = request.POST.get("action", "")
    if action not in VERBS:
        raise Http404("There is no such act.")
    rows = _selected(pages, selection)
    back = f"{reverse(kind.page['list'])}{selection.list_query}"
    if not rows:
        messages.warning(request, f"Select at least one {kind.noun} first.")
        return redirect(back)
    question = _question(pages, request, action, rows)
    # Another number than was asked for: rows came or went meanwhile, and somebody should look again.
    confirmed = request.POST.get("confirmed") == str(len(rows))
    if question is None or (confirmed and _is_in_order(request, question)):
        try:
            result = _act(pages, actor_of(request), action, rows, question)
        except DomainError as error:
            if question is None or question.form is None:
                raise
            name = error.field if error.field in question.form.fields else None
            question.form.add_error(name, error.message)
        else:
            level = messages.WARNING if result.skipped else messages.SUCCESS
            words = sentence(result, VERBS[action], kind.noun, kind.plural)
            messages.add_message(request, level, words)
            return redirect(back)
    return _ask(pages, request, selection, rows, question)


def _selected(pages: Pages, selection: Selection) -> list[Any]:
    """The rows that are meant, in the order of their names."""
    rows = pages.list_rows()
    if selection.takes_all:
        return list(pages.filters(selection.query).apply(rows).order_by(*NAME))
    return list(rows.filter(key__in=selection.keys).order_by(*NAME))


def _question(pages: Pages, request: SignedInRequest, action: str, rows: list[Any]) -> Question | None:
    """None for an act that is done at once, because the other one takes it back and no caller notices."""
    if action == "enable":
        return None
    kind = pages.kind
    uses = uses_of_all(rows)
    many = counted(len(rows), kind.noun, kind.plural)
    if action == "disable":
        if not uses:
            return None
        return Question(
            f"Disable {many}",
            "Their settings stay as they are, and you can enable them again at any time.",
            f"{counted(len(uses), 'place')} {'leads' if len(uses) == 1 else 'lead'} to them;"
            " callers hear that they are not available:",
            uses,
        )
    data = request.POST if "confirmed" in request.POST else None
    return Question(
        f"Delete {many}",
        "Their settings are gone then. The call log stays.",
        impact_words(uses),
        uses,
        form=ObjectReplacementForm(data, kind=kind, leaving=rows) if uses else None,
        danger=True,
        type_to_confirm=f"delete {len(rows)}" if len(rows) >= TYPED_FROM else "",
    )


def _is_in_order(request: SignedInRequest, question: Question) -> bool:
    if question.type_to_confirm and request.POST.get("typed", "").strip().lower() != question.type_to_confirm:
        messages.error(request, f"Type {question.type_to_confirm} to confirm.")
        return False
    return question.form is None or question.form.is_valid()


def _act(pages: Pages, actor: Actor, action: str, rows: list[Any], question: Question | None) -> BulkResult:
    if action == "delete":
        replacement = chosen_replacement(question.form if question is not None else None)
        return services.delete_objects(actor, pages.kind, rows, replacement=replacement)
    return services.switch_objects(actor, pages.kind, rows, on=action == "enable")


def _ask(
    pages: Pages,
    request: SignedInRequest,
    selection: Selection,
    rows: list[Any],
    question: Question | None,
) -> HttpResponse:
    uses = question.uses if question is not None else ()
    context = {
        "kind": pages.kind,
        "action": request.POST["action"],
        "selection": selection,
        "count": len(rows),
        "names": [row.name for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "question": question,
        "uses": uses[:SHOWN],
        "more_uses": max(0, len(uses) - SHOWN),
        "back": f"{reverse(pages.kind.page['list'])}{selection.list_query}",
    }
    return render(request, "objects/bulk.html", context, status=422 if "confirmed" in request.POST else 200)

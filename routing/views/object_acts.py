"""What is done to one routed object: enabling, disabling, duplicating, deleting."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, actor_of
from opbx.errors import DomainError
from opbx.references import Use, uses_of
from opbx.web.counting import counted
from opbx.web.lists import is_from_list, list_address
from opbx.web.saving import sent
from routing import services
from routing.access import get_object
from routing.forms.objects import ObjectReplacementForm
from routing.models import RoutedObject
from routing.pages import Pages


def object_set_enabled(pages: Pages, request: SignedInRequest, key: UUID) -> HttpResponse:
    """POST switches (enabled=1 or 0); GET asks first, which the pages do when calls use the object."""
    kind = pages.kind
    row = get_object(request.user, kind, key, for_change=True)
    if request.method == "GET":
        context = {"kind": kind, "object": row, "uses": uses_of(row)}
        return render(request, "objects/disable.html", context)
    is_on = request.POST.get("enabled") == "1"
    services.switch_object(actor_of(request), kind, row, on=is_on)
    said = "active" if is_on else "disabled. Callers hear that it is not available"
    if kind.noun == kind.plural:
        said = said.replace("it is", "they are")
    verb = "are" if kind.noun == kind.plural else "is"
    messages.success(request, f"{kind.words_of(row)} {verb} {said}.")
    return redirect(list_address(request, kind.page["list"]) if is_from_list(request) else row)


def object_duplicate(pages: Pages, request: SignedInRequest, key: UUID) -> HttpResponse:
    """Leads to the form of the copy: its name, at least, is meant to be changed."""
    kind = pages.kind
    row = get_object(request.user, kind, key, for_change=True)
    copy = services.duplicate_object(actor_of(request), kind, row)
    messages.success(request, f"{kind.words_of(copy)} {kind.was} added. Nothing leads to it yet.")
    return redirect(kind.page["edit"], key=copy.key)


def object_delete(pages: Pages, request: SignedInRequest, key: UUID) -> HttpResponse:
    kind = pages.kind
    row = get_object(request.user, kind, key, for_change=True)
    uses = uses_of(row)
    form = ObjectReplacementForm(sent(request), kind=kind, leaving=[row]) if uses else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            replacement = chosen_replacement(form)
            services.delete_object(actor_of(request), kind, row, replacement=replacement)
        except DomainError as error:
            # In use by now, though it was not when the page was shown: ask where its calls go.
            form = form or ObjectReplacementForm(request.POST, kind=kind, leaving=[row])
            form.add_error(error.field if error.field in form.fields else None, error.message)
            uses = uses_of(row)
        else:
            messages.success(request, f"{kind.words_of(row)} {kind.was} deleted.")
            return redirect(list_address(request, kind.page["list"]))
    context = {"kind": kind, "object": row, "uses": uses, "form": form, "impact": impact_words(uses)}
    status = 422 if form is not None and form.errors else 200
    return render(request, "objects/delete.html", context, status=status)


def impact_words(uses: Sequence[Use]) -> str:
    """3 places lead here and will change."""
    return f"{counted(len(uses), 'place')} {'leads' if len(uses) == 1 else 'lead'} here and will change:"


def chosen_replacement(form: ObjectReplacementForm | None) -> services.ObjectReplacement | None:
    if form is None:
        return None
    chosen = form.cleaned_data["replacement"]
    return services.ObjectReplacement(chosen if isinstance(chosen, RoutedObject) else None)

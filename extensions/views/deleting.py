"""Deleting an extension with its impact, the list of the deleted ones, and restoring."""

from __future__ import annotations

import math
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from audit.models import Entry
from extensions import services
from extensions.access import deleted_extensions_for, get_deleted_extension, get_extension
from extensions.errors import NumberTaken
from extensions.forms import ReplacementForm, RestoreForm
from extensions.models import Extension, SipAccount
from extensions.services.deleting import KEPT_FOR
from opbx.errors import DomainError
from opbx.references import Use, uses_of
from opbx.web.counting import counted
from opbx.web.lists import list_address, page_of
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast_with_button

DAY = 24 * 60 * 60
GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("extensions.read")
def extension_delete(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    uses = uses_of(extension)
    form = ReplacementForm(sent(request), leaving=[extension]) if uses else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            services.delete_extension(actor_of(request), extension, replacement=chosen_replacement(form))
        except DomainError as error:
            # In use by now, though it was not when the page was shown: ask where its calls go.
            form = form or ReplacementForm(request.POST, leaving=[extension])
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            undo = reverse("extensions:restore", args=[extension.key])
            toast_with_button(request, f"Extension {number} was deleted.", button="Undo", url=undo)
            return redirect(list_address(request, "extensions:list"))
    status = 422 if form is not None and form.errors else 200
    return render(request, "extensions/delete.html", _delete_words(extension, uses, form), status=status)


@require_GET
@requires("extensions.write")
def deleted_list(request: SignedInRequest) -> HttpResponse:
    page = page_of(request, deleted_extensions_for(request.user).order_by("-deleted_at", "pk"))
    rows = list(page.object_list)
    who = _who_deleted(rows)
    for row in rows:
        row.deleted_by = who.get(str(row.key), "")
        row.days_left = _days_left(row.deleted_at)
    page.object_list = rows
    return render(request, "extensions/deleted.html", {"page": page})


@GET_AND_POST
@requires("extensions.write")
def extension_restore(request: SignedInRequest, key: UUID) -> HttpResponse:
    """POST without a number (Undo, or the list's button) takes the old one, and asks when that is taken."""
    extension = get_deleted_extension(request.user, key)
    data = sent(request)
    if data is not None and "number" not in data:
        data = data.copy()
        data["number"] = extension.number
    form = RestoreForm(data, extension=extension)
    outcome = save_form(
        form, lambda values: services.restore_extension(actor_of(request), extension, **values)
    )
    if outcome.result is not None:
        return _restored(request, outcome.result)
    accounts = SipAccount.with_deleted.filter(extension=extension).order_by("-is_default", "pk")
    context = {
        "extension": extension,
        "form": form,
        "usernames": list(accounts.values_list("username", flat=True)),
        "verb": f"Restore extension {extension.number}",
        "is_taken": form.has_error("number", NumberTaken.CODE),
    }
    return render(request, "extensions/restore.html", context, status=outcome.status)


def chosen_replacement(form: ReplacementForm | None) -> services.Replacement | None:
    if form is None:
        return None
    chosen = form.cleaned_data["replacement"]
    return services.Replacement(chosen if isinstance(chosen, Extension) else None)


def _restored(request: SignedInRequest, restored: services.Restored) -> HttpResponse:
    number = restored.extension.number
    words = f"Extension {number} was restored. Its phones sign in again with the passwords they have."
    if restored.lost_user:
        words += f" {restored.lost_user} could not get it back, so it has no user."
        messages.warning(request, words)
    else:
        messages.success(request, words)
    return redirect("extensions:detail", number=number)


def _who_deleted(rows: list[Extension]) -> dict[str, str]:
    """The newest deletion of each, from the audit log."""
    entries = Entry.objects.filter(
        action="extension.deleted", object_id__in=[str(row.key) for row in rows]
    ).order_by("id")
    return dict(entries.values_list("object_id", "actor_label"))


def _days_left(deleted_at: datetime) -> str:
    left = deleted_at + KEPT_FOR - timezone.now()
    return counted(max(1, math.ceil(left.total_seconds() / DAY)), "day")


def _delete_words(extension: Extension, uses: list[Use], form: ReplacementForm | None) -> dict[str, object]:
    who = extension.user.name if extension.user is not None else ""
    places = "1 place routes" if len(uses) == 1 else f"{len(uses)} places route"
    return {
        "extension": extension,
        "uses": uses,
        "form": form,
        "question": f"Delete extension {extension.number}?",
        "verb": f"Delete extension {extension.number}",
        "loss": f"{who} loses this phone." if who else f"The phone of {extension.name} stops working.",
        "impact": f"{places} here and will change:",
    }

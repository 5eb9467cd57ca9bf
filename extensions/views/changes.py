"""The forms that add, change, switch and delete extensions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_extension
from extensions.forms import AddExtensionForm, EditExtensionForm, ReplacementForm
from extensions.forms.adding import NEW
from extensions.models import Extension
from extensions.views.asked import asked_department
from opbx.errors import DomainError
from opbx.references import Use, uses_of
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("extensions.write")
def extension_add(request: SignedInRequest) -> HttpResponse:
    actor = actor_of(request)
    form = AddExtensionForm(sent(request), actor=actor, department=asked_department(request))
    outcome = save_form(form, lambda values: services.add_extension(actor, **values))
    if outcome.result is not None:
        return _added(request, outcome.result)
    return render(request, "extensions/add.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("extensions.read")
def extension_edit(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    form = EditExtensionForm(sent(request), extension=extension)
    outcome = save_form(
        form, lambda values: services.update_extension(actor_of(request), extension, **values)
    )
    if outcome.result is not None:
        messages.success(request, f"Extension {outcome.result.number} was saved.")
        return redirect("extensions:detail", number=outcome.result.number)
    context = {"form": form, "extension": extension}
    return render(request, "extensions/edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("extensions.read")
def extension_set_enabled(request: SignedInRequest, number: str) -> HttpResponse:
    """POST switches (enabled=1 or 0); GET asks first, which the pages do when calls lead here."""
    extension = get_extension(request.user, number, for_change=True)
    if request.method == "GET":
        context = {
            "extension": extension,
            "uses": uses_of(extension),
            "question": f"Disable extension {number}?",
            "verb": f"Disable extension {number}",
        }
        return render(request, "extensions/disable.html", context)
    if request.POST.get("enabled") == "1":
        services.enable_extension(actor_of(request), extension)
        messages.success(request, f"Extension {number} is active.")
    else:
        services.disable_extension(actor_of(request), extension)
        messages.success(request, f"Extension {number} is disabled. Its phones no longer ring.")
    return redirect("extensions:detail", number=number)


@GET_AND_POST
@requires("extensions.read")
def extension_delete(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    uses = uses_of(extension)
    form = (
        ReplacementForm(request.POST if request.method == "POST" else None, leaving=extension)
        if uses
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            services.delete_extension(actor_of(request), extension, replacement=_replacement(form))
        except DomainError as error:
            # In use by now, though it was not when the page was shown: ask where its calls go.
            form = form or ReplacementForm(request.POST, leaving=extension)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Extension {number} was deleted.")
            return redirect("extensions:list")
    status = 422 if form is not None and form.errors else 200
    return render(request, "extensions/delete.html", _delete_words(extension, uses, form), status=status)


def _added(request: SignedInRequest, extension: Extension) -> HttpResponse:
    url = reverse("extensions:detail", args=[extension.number])
    again = f"{reverse('extensions:add')}{_with_department(extension)}"
    words = f"Extension {extension.number} was added."
    if extension.user is not None and request.POST.get("user_choice") == NEW:
        words += f" {extension.user.name} gets an invitation at {extension.user.email}."
    if request.POST.get("also"):
        toast(request, words, action="Open", url=url)
        return redirect(again)
    toast(request, words, action="Add another", url=again)
    return redirect(url)


def _with_department(extension: Extension) -> str:
    return f"?department={extension.department.key}" if extension.department is not None else ""


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


def _replacement(form: ReplacementForm | None) -> services.Replacement | None:
    if form is None:
        return None
    chosen = form.cleaned_data["replacement"]
    return services.Replacement(chosen if isinstance(chosen, Extension) else None)

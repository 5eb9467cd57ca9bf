"""The forms that add, change and switch extensions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_extension
from extensions.forms import AddExtensionForm, EditExtensionForm
from extensions.forms.adding import NEW
from extensions.models import Extension
from extensions.views.asked import asked_department
from extensions.views.consequences import unconfirmed
from opbx.references import uses_of
from opbx.web.lists import is_from_list, list_address
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
    if (consequences := unconfirmed(form, extension)) is not None:
        context = {"form": form, "extension": extension, "consequences": consequences}
        return render(request, "extensions/edit.html", context)
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
    if is_from_list(request):
        return redirect(list_address(request, "extensions:list"))
    return redirect("extensions:detail", number=number)


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

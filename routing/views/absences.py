"""The pages of absences: of the own extension, and for admins of any."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions.access import get_extension
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_absence, may_set_rules
from routing.forms.absences import AbsenceForm

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("forwarding.write")
def absence_add(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number)
    may_set_rules(request.user, extension)
    form = AbsenceForm(sent(request), extension=extension, user=request.user)
    outcome = save_form(form, lambda values: services.add_absence(actor_of(request), extension, **values))
    if outcome.result is not None:
        messages.success(request, f"The absence {outcome.result} was added.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": extension}
    return render(request, "routing/absence.html", context, status=outcome.status)


@GET_AND_POST
@requires("forwarding.write")
def absence_edit(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    absence = get_absence(request.user, number, key)
    extension = absence.extension
    form = AbsenceForm(sent(request), extension=extension, user=request.user, row=absence)
    outcome = save_form(form, lambda values: services.update_absence(actor_of(request), absence, **values))
    if outcome.result is not None:
        messages.success(request, f"The absence {outcome.result} was saved.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": extension, "absence": absence}
    return render(request, "routing/absence.html", context, status=outcome.status)


@GET_AND_POST
@requires("forwarding.write")
def absence_delete(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    absence = get_absence(request.user, number, key)
    if request.method == "POST":
        services.delete_absence(actor_of(request), absence)
        messages.success(request, f"The absence {absence} was deleted.")
        return redirect("extensions:detail", number=number)
    context = {
        "absence": absence,
        "extension": absence.extension,
        "question": f"Delete the absence {absence}?",
        "text": f"The phones of extension {number} ring again on these days.",
    }
    return render(request, "routing/absence_delete.html", context)

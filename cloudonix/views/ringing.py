"""The page for how several phones are rung."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import services
from cloudonix.forms import RingingForm
from cloudonix.overview import joins_targets
from opbx.web.saving import save_form, sent


@require_http_methods(["GET", "POST"])
@requires("cloudonix.write")
def ringing(request: SignedInRequest) -> HttpResponse:
    how = RingingForm.JOINED if joins_targets() else RingingForm.NUMBERS
    form = RingingForm(sent(request), initial={"how": how})
    outcome = save_form(
        form,
        lambda values: services.choose_how_to_ring(
            actor_of(request), joins_targets=values["how"] == RingingForm.JOINED
        ),
    )
    if outcome.is_saved:
        messages.success(request, "Saved. The next call is rung this way.")
        return redirect("cloudonix:settings")
    return render(request, "cloudonix/ringing.html", {"form": form}, status=outcome.status)

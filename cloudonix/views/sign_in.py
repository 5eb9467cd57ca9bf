"""The page for the registrar and the ports that phones are told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from cloudonix import services
from cloudonix.forms import SignInForm
from cloudonix.models import Connection
from opbx.web.saving import save_form, sent


@require_http_methods(["GET", "POST"])
@requires("cloudonix.write")
def sign_in(request: SignedInRequest) -> HttpResponse:
    row = Connection.current() or Connection()
    names = ("own_registrar", "tls_port", "udp_port", "tcp_port")
    initial = {name: getattr(row, name) for name in names}
    form = SignInForm(sent(request), initial=initial, registrar=row.registrar)
    outcome = save_form(form, lambda values: services.save_sign_in(actor_of(request), **values))
    if outcome.is_saved:
        messages.success(request, "Saved. Phones that are set up from now on use it.")
        return redirect("cloudonix:settings")
    return render(request, "cloudonix/sign_in.html", {"form": form}, status=outcome.status)

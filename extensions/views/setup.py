"""Setting up a phone: its settings for each app, and the pages behind a one-time link, which need no sign-in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.attempts import count_attempt
from accounts.client import client_address
from accounts.errors import LinkClosed
from accounts.views import entrance
from extensions import services
from extensions.access import get_sip_account
from extensions.errors import NoServerYet, NoSipPassword
from extensions.forms import SettingsChoice
from extensions.linphone import linphone_configuration
from extensions.sign_in import sign_in_server
from extensions.softphones import SOFTPHONES, sign_in_of, softphone_for


@require_GET
@requires("extensions.read")
def phone_settings(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """What to type into which field of an app (?app=, ?transport=); without the password."""
    account = get_sip_account(request.user, number, key)
    server = sign_in_server()
    context: dict[str, Any] = {"account": account, "extension": account.extension, "server": server}
    if server is not None:
        softphone = softphone_for(account, request.GET.get("app", ""))
        sign_in = sign_in_of(account, server, request.GET.get("transport", ""))
        choice = SettingsChoice(
            {"app": softphone.key, "transport": sign_in.transport},
            transports=[name for name, _ in server.transports],
        )
        context |= {"softphone": softphone, "settings": softphone.filled(sign_in), "choice": choice}
    return render(request, "extensions/phone_settings.html", context)


@require_http_methods(["GET", "POST"])
@entrance
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and uses nothing up, since messengers open every link for a preview; POST shows the sign-in once."""
    try:
        if request.method == "GET":
            account = services.find_provisioning_link(token).account
            return render(request, "extensions/setup_ask.html", {"account": account})
        given = services.use_provisioning_link(token=token, address=client_address(request))
    except (LinkClosed, NoServerYet, NoSipPassword):
        return _closed(request)
    context = {
        "given": given,
        "apps": [(softphone, softphone.filled(given.sign_in)) for softphone in SOFTPHONES],
        "password": given.password.reveal(),
    }
    return render(request, "extensions/setup.html", context)


@require_GET
@entrance
def linphone(request: HttpRequest, token: str) -> HttpResponse:
    """The settings as Linphone reads them, once; the app itself asks, so there is no button to press first."""
    try:
        given = services.use_linphone_link(token=token, address=client_address(request))
    except (LinkClosed, NoServerYet, NoSipPassword):
        return _closed(request)
    document = linphone_configuration(given.sign_in, given.password.reveal())
    return HttpResponse(document, content_type="application/xml")


def _closed(request: HttpRequest) -> HttpResponse:
    """A link that was used, is too old, or never existed. Who tries many of them is told to wait."""
    until = count_attempt("link", client_address(request))
    if until is None:
        return render(request, "extensions/setup_closed.html", status=410)
    response = render(request, "extensions/setup_closed.html", {"until": until}, status=429)
    response["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return response

"""Showing, handing over and resetting SIP passwords."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, recently_authenticated, requires
from extensions import services
from extensions.access import get_sip_account
from extensions.errors import TooManyReveals
from extensions.models import SipAccount
from extensions.views.pages import detail_page
from opbx.errors import DomainError


@require_http_methods(["GET", "POST"])
@never_cache
@requires("right.reveal_sip_passwords")
@recently_authenticated
def reveal(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """Answer "Show" with the extension's page that holds the password, for 30 seconds and for this answer only."""
    account = get_sip_account(request.user, number, key)
    if request.method == "GET":  # a reload, or back from signing in again
        return redirect("extensions:detail", number=number)
    try:
        secret = services.reveal_sip_password(actor_of(request), account)
    except DomainError as error:
        return _refused(request, account, error)
    return detail_page(request, account.extension, revealed_key=account.key, revealed=secret.reveal())


@require_http_methods(["GET", "POST"])
@never_cache
@requires("right.reveal_sip_passwords")
@recently_authenticated
def show_qr(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """Answer "Show QR code" with the extension's page that holds a new one-time link, for this answer only."""
    account = get_sip_account(request.user, number, key)
    if request.method == "GET":  # as above
        return redirect("extensions:detail", number=number)
    try:
        link = services.make_provisioning_link(actor_of(request), account)
    except DomainError as error:
        return _refused(request, account, error)
    return detail_page(request, account.extension, linked_key=account.key, link=link)


@require_http_methods(["GET", "POST"])
@requires("extensions.read")
@recently_authenticated
def rotate(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """Ask, saying what it means, then give the account a new password."""
    account = get_sip_account(request.user, number, key, for_change=True)
    if request.method == "GET":
        context = {
            "extension": account.extension,
            "account": account,
            "question": f"Reset the password of {account.username}?",
        }
        return render(request, "extensions/rotate.html", context)
    services.rotate_sip_password(actor_of(request), account)
    messages.success(
        request, f"{account.username} has a new password. Enter it on the phone, which signs out until then."
    )
    return redirect("extensions:detail", number=number)


def _refused(request: SignedInRequest, account: SipAccount, error: DomainError) -> HttpResponse:
    if isinstance(error, TooManyReveals):
        context = {"extension": account.extension, "error": error}
        response = render(request, "extensions/too_many_reveals.html", context, status=429)
        response["Retry-After"] = str(max(1, int((error.until - timezone.now()).total_seconds())))
        return response
    messages.error(request, error.message)
    return redirect("extensions:detail", number=account.extension.number)

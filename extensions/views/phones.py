"""The forms that add, rename and remove a phone (a SIP account) of an extension."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_extension, get_sip_account
from extensions.errors import LastSipAccount
from extensions.forms import PhoneForm
from extensions.models import SipAccount
from opbx.web.saving import save_form, sent

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("extensions.read")
def phone_add(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    form = PhoneForm(sent(request))
    outcome = save_form(form, lambda values: services.add_sip_account(actor_of(request), extension, **values))
    if outcome.result is not None:
        account = outcome.result
        messages.success(request, f"{account.label} was added. Sign it in as {account.username}.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": extension}
    return render(request, "extensions/phone_add.html", context, status=outcome.status)


@GET_AND_POST
@requires("extensions.read")
def phone_rename(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    account = get_sip_account(request.user, number, key, for_change=True)
    form = PhoneForm(sent(request), initial={"label": account.label})
    outcome = save_form(
        form, lambda values: services.rename_sip_account(actor_of(request), account, **values)
    )
    if outcome.is_saved:
        messages.success(request, "The phone’s label was saved.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": account.extension, "account": account}
    return render(request, "extensions/phone_rename.html", context, status=outcome.status)


@GET_AND_POST
@requires("extensions.read")
def phone_remove(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """Ask, saying which phone signs out and which stay; then remove it."""
    account = get_sip_account(request.user, number, key, for_change=True)
    if request.method == "GET":
        return _ask_to_remove(request, account, 200)
    try:
        services.remove_sip_account(actor_of(request), account)
    except LastSipAccount:
        return _ask_to_remove(request, account, 422)
    messages.success(request, f"{account.label} ({account.username}) was removed and signs out.")
    return redirect("extensions:detail", number=number)


def _ask_to_remove(request: SignedInRequest, account: SipAccount, status: int) -> HttpResponse:
    extension = account.extension
    others = extension.sip_accounts.exclude(pk=account.pk).order_by("-is_default", "pk")
    staying = [f"{label} ({username})" for label, username in others.values_list("label", "username")]
    rest = f" These phones still ring: {', '.join(staying)}."
    context = {
        "extension": extension,
        "question": f"Remove {account.label} from extension {extension.number}?",
        "loss": f"The phone that signs in as {account.username} signs out and rings no more."
        + (rest if staying else ""),
        "blocked": "" if staying else LastSipAccount(extension.number).message,
        "verb": f"Remove {account.label}",
    }
    return render(request, "extensions/phone_remove.html", context, status=status)

"""The forms that add, change, switch and remove a phone (a SIP account) of an extension."""

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
def phone_edit(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    account = get_sip_account(request.user, number, key, for_change=True)
    initial = {"label": account.label, "device_type": account.device_type}
    form = PhoneForm(sent(request), initial=initial)
    outcome = save_form(
        form, lambda values: services.update_sip_account(actor_of(request), account, **values)
    )
    if outcome.result is not None:
        messages.success(request, f"{outcome.result.label} was saved.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": account.extension, "account": account}
    return render(request, "extensions/phone_edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("extensions.read")
def phone_set_enabled(request: SignedInRequest, number: str, key: UUID) -> HttpResponse:
    """POST switches (enabled=1 or 0); GET asks first, which the pages do before the last ringing phone is off."""
    account = get_sip_account(request.user, number, key, for_change=True)
    if request.method == "GET":
        context = {
            "extension": account.extension,
            "question": f"Disable {account.label} of extension {number}?",
            "loss": f"The phone that signs in as {account.username} neither rings nor calls until it is enabled"
            f" again.{_who_still_rings(account)}",
            "verb": f"Disable {account.label}",
        }
        return render(request, "extensions/phone_disable.html", context)
    if request.POST.get("enabled") == "1":
        services.enable_sip_account(actor_of(request), account)
        messages.success(request, f"{account.label} is on again. It rings once it has signed in.")
    else:
        services.disable_sip_account(actor_of(request), account)
        messages.success(request, f"{account.label} is disabled. It neither rings nor calls.")
    return redirect("extensions:detail", number=number)


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
    is_last = not extension.sip_accounts.exclude(pk=account.pk).exists()
    context = {
        "extension": extension,
        "question": f"Remove {account.label} from extension {extension.number}?",
        "loss": f"The phone that signs in as {account.username} signs out and rings no more."
        + ("" if is_last else _who_still_rings(account)),
        "blocked": LastSipAccount(extension.number).message if is_last else "",
        "verb": f"Remove {account.label}",
    }
    return render(request, "extensions/phone_remove.html", context, status=status)


def _who_still_rings(account: SipAccount) -> str:
    """What is left of the extension without this phone, as a sentence that begins with a space."""
    number = account.extension.number
    others = account.extension.sip_accounts.filter(is_enabled=True).exclude(pk=account.pk)
    names = others.order_by("-is_default", "pk").values_list("label", "username")
    if not names:
        return f" No other phone of extension {number} is on: callers hear that it is not available."
    return f" These phones still ring: {', '.join(f'{label} ({username})' for label, username in names)}."

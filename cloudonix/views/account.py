"""The platform's page of its account at Cloudonix: enter the customer key, check it, forget it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, actor_of, recently_authenticated, requires
from audit.history import Line, history_in_words
from cloudonix import services
from cloudonix.forms import CustomerKeyForm
from cloudonix.models import PlatformAccount
from opbx.errors import DomainError
from opbx.web.saving import save_form, sent

PAGE = "cloudonix_account:settings"
SENTENCES = {
    "cloudonix_account.key_saved": "entered a customer key",
    "cloudonix_account.key_forgotten": "had OPBX forget the customer key",
    "cloudonix_account.works": "checked the customer key: it works",
    "cloudonix_account.refused": "checked the customer key: it does not work",
}


@require_GET
@never_cache
@requires("cloudonix_account.read")
def account(request: SignedInRequest) -> HttpResponse:
    """The page; asked by itself, whether it should load anew because a worker has checked the key."""
    if request.headers.get("HX-Request"):
        row = PlatformAccount.objects.first()
        return HttpResponse(status=204) if _is_being_checked(row) else HttpResponseClientRefresh()
    return _page(request, CustomerKeyForm())


@require_POST
@requires("cloudonix_account.write")
@recently_authenticated
def save(request: SignedInRequest) -> HttpResponse:
    form = CustomerKeyForm(sent(request))
    outcome = save_form(form, lambda values: services.save_customer_key(actor_of(request), **values))
    return redirect(PAGE) if outcome.is_saved else _page(request, form, status=outcome.status)


@require_POST
@requires("cloudonix_account.write")
def check(request: SignedInRequest) -> HttpResponse:
    try:
        services.check_customer_key(actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(PAGE)


@require_http_methods(["GET", "POST"])
@requires("cloudonix_account.write")
@recently_authenticated
def forget(request: SignedInRequest) -> HttpResponse:
    """Ask, saying what it means, then forget the key."""
    if request.method == "POST":
        services.forget_customer_key(actor_of(request))
        messages.success(request, "OPBX has forgotten the customer key.")
        return redirect(PAGE)
    return render(request, "cloudonix/account_forget.html")


def _page(request: SignedInRequest, form: CustomerKeyForm, *, status: int = 200) -> HttpResponse:
    row = PlatformAccount.objects.first()
    has_key = row is not None and bool(row.customer_key)
    context = {
        "account": row if has_key else None,
        "is_being_checked": _is_being_checked(row),
        "form": form,
        "form_title": "Replace the key" if has_key else "Enter a key",
        "history": _history(row) if row else [],
    }
    return render(request, "cloudonix/account.html", context, status=status)


def _is_being_checked(row: PlatformAccount | None) -> bool:
    return row is not None and bool(row.customer_key) and row.state == PlatformAccount.State.CHECKING


def _history(row: PlatformAccount) -> list[Line]:
    return history_in_words(row, SENTENCES, {"error": "Reason"}, limit=10)

"""The page of the connection: connect, watch, replace the request key, disconnect, retry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, actor_of, recently_authenticated, requires
from accounts.models import User
from cloudonix import overview, pairing, services, sync_state
from cloudonix.access import sign_in_server
from cloudonix.forms import ConnectionForm
from cloudonix.models import Connection
from cloudonix.views.checklist import PAGE as SET_UP
from cloudonix.views.checklist import set_up_page
from opbx.errors import DomainError
from opbx.web.pages import progress_fragment

SETTINGS = "cloudonix:settings"


@require_GET
@never_cache
@requires("cloudonix.read")
def settings_page(request: SignedInRequest) -> HttpResponse:
    return _page(request, _form(Connection.current()))


@require_POST
@requires("cloudonix.write")
@recently_authenticated
def connect(request: SignedInRequest) -> HttpResponse:
    """Keep domain and key; the worker connects and the page, or the set-up it came from, shows how far it is."""
    is_set_up = request.POST.get("from") == "set-up"
    form = _form(Connection.current(), request)
    if form.is_valid():
        try:
            services.save_connection(actor_of(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return redirect(SET_UP if is_set_up else SETTINGS)
    return set_up_page(request, form, status=422) if is_set_up else _page(request, form, status=422)


@require_GET
@never_cache
@requires("cloudonix.read")
def progress(request: SignedInRequest) -> HttpResponse:
    """The answer to the page's poll: the steps, or the whole page again once nothing moves any more."""
    row = Connection.current()
    if row is None:
        return HttpResponseClientRefresh()
    told = overview.progress_of(row, sync_state.sync_counts())
    if told.finished:
        return HttpResponseClientRefresh()
    return progress_fragment(request, told.steps, finished=False, poll_url=reverse("cloudonix:progress"))


@require_POST
@requires("cloudonix.write")
def check(request: SignedInRequest) -> HttpResponse:
    try:
        services.check_connection(actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(SETTINGS)


@require_http_methods(["GET", "POST"])
@requires("cloudonix.write")
@recently_authenticated
def rotate(request: SignedInRequest) -> HttpResponse:
    """Ask, saying what it means, then replace the key that Cloudonix sends with its requests."""
    row = Connection.current()
    if row is None or not row.api_key:
        return redirect(SETTINGS)
    if request.method == "POST" and _was_typed(request, row):
        services.rotate_request_key(actor_of(request))
        messages.success(request, "OPBX made a new request key and writes it to Cloudonix now.")
        return redirect(SETTINGS)
    return _question(request, row, "cloudonix/rotate.html")


@require_http_methods(["GET", "POST"])
@requires("cloudonix.write")
@recently_authenticated
def disconnect(request: SignedInRequest) -> HttpResponse:
    """Ask, saying what it means, then forget key and domain."""
    row = Connection.current()
    if row is None or not row.api_key:
        return redirect(SETTINGS)
    if request.method == "POST" and _was_typed(request, row):
        services.disconnect(actor_of(request))
        messages.success(request, "Cloudonix is disconnected. Calls do not work until you connect again.")
        return redirect(SETTINGS)
    return _question(request, row, "cloudonix/disconnect.html")


@require_POST
@requires("right.run_sync")
def retry(request: SignedInRequest) -> HttpResponse:
    """Try one parked item again (`item`), or all of them."""
    item = request.POST.get("item", "")
    count = services.retry_parked(actor_of(request), int(item) if item.isdecimal() else None)
    if count:
        text = ngettext("OPBX tries %d object again.", "OPBX tries %d objects again.", count) % count
        messages.success(request, text)
    else:
        messages.info(request, "That was tried again already.")
    return redirect(SETTINGS)


def _form(row: Connection | None, request: SignedInRequest | None = None) -> ConnectionForm:
    has_key = bool(row and row.api_key)
    if request is not None:
        return ConnectionForm(request.POST, has_key=has_key)
    return ConnectionForm(initial={"domain": row.domain if row else ""}, has_key=has_key)


def _page(request: SignedInRequest, form: ConnectionForm, *, status: int = 200) -> HttpResponse:
    row = Connection.current()
    counts = sync_state.sync_counts()
    context = {
        "connection": row,
        "server": sign_in_server(),
        "form": form,
        "counts": counts,
        "counts_in_words": sync_state.counts_in_words(),
        "progress": overview.progress_of(row, counts)
        if row and overview.tells_progress(row, counts)
        else None,
        "parked": sync_state.parked_items(),
        "history": overview.history_of_connection(row) if row else [],
        "last_event_at": overview.last_event_at(),
        "old_key_valid_until": overview.old_key_valid_until(),
        "joins_targets": overview.joins_targets(),
        "addresses": [
            ("Voice application", pairing.voice_url(), "voice application URL"),
            ("Session updates", pairing.session_update_url(), "session update URL"),
            ("Call detail records", pairing.cdr_url(), "CDR URL"),
        ],
        "may_change": request.user.has_perm("cloudonix.write"),
        "may_retry": request.user.has_perm("right.run_sync"),
        "owners": User.objects.active().filter(role="owner").order_by("name"),
    }
    return render(request, "cloudonix/settings.html", context, status=status)


def _was_typed(request: SignedInRequest, row: Connection) -> bool:
    return request.POST.get("typed", "").strip().lower() == str(row).lower()


def _question(request: SignedInRequest, row: Connection, template: str) -> HttpResponse:
    is_refused = request.method == "POST"
    context = {"connection": row, "counts": sync_state.sync_counts(), "is_refused": is_refused}
    return render(request, template, context, status=422 if is_refused else 200)

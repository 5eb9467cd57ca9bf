"""The call log and a call's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires, sees_own_only
from calls.access import get_call, may_see_events
from calls.blocking import caller_to_block, can_be_blocked, may_block, rule_about
from calls.disclosure import readable_document, readable_event
from calls.forms import BlockForm, CallFilter, TransferForm
from calls.journey import Step
from calls.models import Call, JourneyStep, RawEvent
from calls.pages import page_of
from calls.querysets import calls_visible_to
from calls.services import step_of, steps_of
from calls.story import answered_by, reason_words, story_of
from calls.transferring import RIGHT, can_be_sent_on, sender, transfer_call, transfer_news
from opbx.web.saving import save_form, sent
from opbx.web.toasts import toast_with_button
from routing.models import CallerRule
from routing.services import add_caller_rules

MOST_EVENTS = 100
_COLUMNS = (
    "key", "direction", "caller", "caller_name", "dialled", "state", "result", "started_at", "answered_at",
    "ended_at", "talk_seconds", "journey",
)  # fmt: skip


@require_GET
@never_cache
@requires("calls.list")
def call_list(request: SignedInRequest) -> HttpResponse:
    visible = calls_visible_to(request.user)
    filters = CallFilter(request.GET)
    page = page_of(filters.apply(visible).only(*_COLUMNS), request.GET)
    context = {
        "page": page,
        "filters": filters,
        "may_block": may_block(request.user),
        "is_own": sees_own_only(request.user, "calls"),
        # Only an empty page needs to know whether there is anything at all.
        "has_calls": bool(page.calls) or (filters.is_filtering and visible.exists()),
    }
    return render(request, "calls/list.html", context)


@dataclass(frozen=True)
class Document:
    """A step's CXML, or an event's body, as it is shown."""

    title: str
    at: datetime
    text: str


@require_GET
@never_cache
@requires("calls.read")
def call_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A call's page; while the call is live it asks for itself again, unless ?updates=off."""
    call = get_call(request.user, key)
    rows = list(JourneyStep.objects.filter(session_token=call.session_token).order_by("at", "id"))
    steps = [step_of(row) for row in rows]
    context = {
        "call": call,
        "story": story_of(call, steps, request.user),
        "answered_by": answered_by(call, steps),
        "reason": reason_words(call),
        "plan_versions": sorted({row.plan_version for row in rows if row.plan_version}),
        "documents": [
            Document(f"Step {number}", row.at, readable_document(row.cxml))
            for number, row in enumerate(rows, 1)
        ],
        "events": _events(call) if may_see_events(request.user) else None,
        "may_transfer": _may_transfer(request, call, steps),
        "news": transfer_news(call),
        "is_paused": request.GET.get("updates") == "off",
        "may_block": may_block(request.user) and can_be_blocked(call),
        "caller_rule": rule_about(call) if may_block(request.user) and can_be_blocked(call) else None,
    }
    return render(request, "calls/detail.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires("calls.read")
def call_block(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask, then block the caller of a call on all phone numbers; a button takes it back."""
    call = get_call(request.user, key)
    if not may_block(request.user):
        raise PermissionDenied("Only an Owner or a PBX Admin can block callers.")
    if not can_be_blocked(call):
        raise Http404("Only callers from outside can be blocked.")
    back = reverse("calls:detail", args=[call.key])
    form, rule = BlockForm(sent(request)), rule_about(call)
    blocked = "" if rule is None else f"{rule} is on the list already: {rule.get_verdict_display().lower()}."

    def block(values: dict[str, Any]) -> CallerRule:
        added, _ = add_caller_rules(
            actor_of(request), callers=caller_to_block(call), verdict=CallerRule.Verdict.BLOCK, **values
        )
        return added[0]

    outcome = save_form(form, block)
    if outcome.result is not None:
        undo = reverse("callers:delete", args=[outcome.result.key]) + "?" + urlencode({"next": back})
        toast_with_button(request, f"{outcome.result} is blocked.", button="Undo", url=undo)
        return redirect(back)
    context = {"call": call, "form": form, "blocked": blocked, "back": back, "rule": rule}
    return render(request, "calls/block.html", context, status=outcome.status)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(RIGHT)
def call_transfer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask where the caller of a live call goes, and have them sent there."""
    call = get_call(request.user, key)
    holder = sender(actor_of(request), call, steps_of(call.session_token))
    form = TransferForm(sent(request), holder=holder, user=request.user)
    outcome = save_form(form, lambda values: transfer_call(actor_of(request), call, **values))
    if outcome.result is not None:
        messages.success(request, f"The caller is sent to {outcome.result.words}.")
        return redirect("calls:detail", key=call.key)
    context = {"call": call, "form": form, "holder": holder, "can_be_sent_on": can_be_sent_on(call)}
    return render(request, "calls/transfer.html", context, status=outcome.status)


def _may_transfer(request: SignedInRequest, call: Call, steps: list[Step]) -> bool:
    if not steps or not can_be_sent_on(call):
        return False
    try:
        sender(actor_of(request), call, steps)
    except PermissionDenied:
        return False
    return True


def _events(call: Call) -> list[Document]:
    """The newest MOST_EVENTS events of a call, oldest first."""
    rows = RawEvent.objects.filter(session_token=call.session_token).order_by("-received_at", "-id")
    names = {"session_update": "Session update", "cdr": "CDR"}
    return [
        Document(names.get(row.kind, row.kind), row.received_at, readable_event(row.body))
        for row in reversed(rows[:MOST_EVENTS])
    ]

"""The pages of blocked and allowed callers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from opbx.bulk import sentence
from opbx.web.exports import csv_download
from opbx.web.lists import page_of, sorted_by
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_caller_rule
from routing.callers import ANONYMOUS
from routing.forms.callers import AddCallersForm, CallerFilter, EditCallerForm
from routing.history import history_of_caller_rule
from routing.models import CallerRule
from routing.views.row_bulk import ACTIONS, RowActs, row_bulk

GET_AND_POST = require_http_methods(["GET", "POST"])
SHOWN = 10  # of the rules that an act is meant for
NOUN = "rule"
COLUMNS: dict[str, tuple[Any, ...]] = {
    "caller": ("pattern", "value", "pk"),
    "verdict": ("verdict", "pattern", "value", "pk"),
    "until": ("expires_at", "pk"),
    "added": ("-created_at", "pk"),
}
EXPORTED = (
    "Caller",
    "Note",
    "Blocked or allowed",
    "Answer",
    "Phone number",
    "Active",
    "Until",
    "Added by",
    "Added",
)


@require_GET
@requires("callers.list")
def caller_list(request: SignedInRequest) -> HttpResponse:
    filters = CallerFilter(request.GET)
    rows = filters.apply(CallerRule.objects.select_related("phone_number"))
    now = timezone.now()
    context = {
        "page": page_of(request, sorted_by(request, rows, COLUMNS, default="added")),
        "filters": filters,
        "now": now,
        "totals": CallerRule.objects.aggregate(
            all=Count("pk"),
            blocked=Count("pk", filter=Q(verdict="block")),
            allowed=Count("pk", filter=Q(verdict="allow")),
            expired=Count("pk", filter=Q(expires_at__lte=now)),
        ),
        "bulk_actions": ACTIONS,
        "may_change": request.user.has_perm("callers.write"),
    }
    return render(request, "callers/list.html", context)


@require_GET
@requires("callers.list")
def caller_export(request: SignedInRequest) -> HttpResponse:
    """What the list shows with its filters; its first two columns can be pasted into the form that adds callers."""
    rows = CallerFilter(request.GET).apply(CallerRule.objects.select_related("phone_number"))
    lines = [
        (
            ANONYMOUS if rule.pattern == CallerRule.Pattern.ANONYMOUS else _written(rule),
            rule.note,
            rule.get_verdict_display(),
            rule.get_answer_display() if rule.verdict == CallerRule.Verdict.BLOCK else "",
            rule.phone_number.e164 if rule.phone_number is not None else "",
            rule.is_enabled,
            timezone.localtime(rule.expires_at).isoformat(timespec="minutes") if rule.expires_at else "",
            rule.added_by,
            timezone.localtime(rule.created_at).isoformat(timespec="minutes"),
        )
        for rule in sorted_by(request, rows, COLUMNS, default="added")
    ]
    return csv_download("callers.csv", EXPORTED, lines)


@GET_AND_POST
@requires("callers.write")
def caller_add(request: SignedInRequest) -> HttpResponse:
    form = AddCallersForm(sent(request), initial={"callers": request.GET.get("caller", "")[:60]})
    outcome = save_form(form, lambda values: services.add_caller_rules(actor_of(request), **values))
    if outcome.result is not None:
        added, result = outcome.result
        verb = "Blocked" if added[0].verdict == CallerRule.Verdict.BLOCK else "Allowed"
        level = messages.WARNING if result.skipped else messages.SUCCESS
        messages.add_message(request, level, sentence(result, verb, "caller"))
        return redirect("callers:add" if request.POST.get("also") else "callers:list")
    return render(request, "callers/add.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("callers.read")
def caller_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    rule = get_caller_rule(request.user, key, for_change=True)
    form = EditCallerForm(sent(request), rule=rule)
    outcome = save_form(form, lambda values: services.update_caller_rule(actor_of(request), rule, **values))
    if outcome.result is not None:
        messages.success(request, f"The rule for {outcome.result} was saved.")
        return redirect("callers:list")
    context = {"form": form, "rule": rule, "history": history_of_caller_rule(rule)}
    return render(request, "callers/edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("callers.read")
def caller_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask, then take the rule off the list; the button that takes a block back posts here as well."""
    rule = get_caller_rule(request.user, key, for_change=True)
    if request.method == "POST":
        services.delete_caller_rules(actor_of(request), [rule])
        was = "blocked" if rule.verdict == CallerRule.Verdict.BLOCK else "allowed whatever else blocks them"
        messages.success(request, f"{rule}: no longer {was}.")
        return redirect(_back(request))
    return render(request, "callers/delete.html", {"rule": rule})


RULES = RowActs(
    noun="rule",
    crumbs=(("Blocked callers", "callers:list"),),
    deletion="From the next call on their callers are served like everybody else.",
    rows=lambda: CallerRule.objects.order_by("-created_at", "pk"),
    matching=lambda query, rows: CallerFilter(query).apply(rows),
    switch=services.switch_caller_rules,
    delete=services.delete_caller_rules,
)


@require_POST
@requires("callers.write")
def caller_bulk(request: SignedInRequest) -> HttpResponse:
    return row_bulk(RULES, request)


def _back(request: SignedInRequest) -> str:
    """The page of this site that asked, which ?next= names; else the list."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if asked and is_ours else reverse("callers:list")


def _written(rule: CallerRule) -> str:
    """As the form that adds callers reads it."""
    return f"{rule.value}*" if rule.pattern == CallerRule.Pattern.PREFIX else rule.value

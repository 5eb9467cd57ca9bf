"""The rules of a phone number: adding, changing, ordering and deleting them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_number, get_number_rule
from routing.forms.numbers import NumberRuleForm

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("numbers.read")
def rule_add(request: SignedInRequest, digits: str) -> HttpResponse:
    number = get_number(request.user, digits, for_change=True)
    form = NumberRuleForm(sent(request))
    outcome = save_form(form, lambda values: services.add_number_rule(actor_of(request), number, **values))
    if outcome.result is not None:
        messages.success(request, f"The rule for {outcome.result} was added.")
        return redirect("routing:number_detail", digits=digits)
    return render(request, "routing/rule_form.html", {"form": form, "number": number}, status=outcome.status)


@GET_AND_POST
@requires("numbers.read")
def rule_edit(request: SignedInRequest, digits: str, key: UUID) -> HttpResponse:
    rule = get_number_rule(request.user, digits, key)
    form = NumberRuleForm(sent(request), rule=rule)
    outcome = save_form(form, lambda values: services.update_number_rule(actor_of(request), rule, **values))
    if outcome.result is not None:
        messages.success(request, f"The rule for {outcome.result} was saved.")
        return redirect("routing:number_detail", digits=digits)
    context = {"form": form, "number": rule.phone_number, "rule": rule}
    return render(request, "routing/rule_form.html", context, status=outcome.status)


@require_POST
@requires("numbers.read")
def rule_raise(request: SignedInRequest, digits: str, key: UUID) -> HttpResponse:
    services.raise_number_rule(actor_of(request), get_number_rule(request.user, digits, key))
    return redirect("routing:number_detail", digits=digits)


@require_POST
@requires("numbers.read")
def rule_delete(request: SignedInRequest, digits: str, key: UUID) -> HttpResponse:
    rule = get_number_rule(request.user, digits, key)
    services.delete_number_rule(actor_of(request), rule)
    messages.success(request, f"The rule for {rule} was deleted. Their calls go where all others go.")
    return redirect("routing:number_detail", digits=digits)

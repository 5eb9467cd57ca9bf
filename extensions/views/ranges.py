"""Adding a range: the form, the preview that says what would happen, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.forms import AddRangeForm
from extensions.services.ranges import Added, Plan, numbers_in_words
from extensions.views.asked import asked_department
from opbx.errors import DomainError
from opbx.web.counting import counted
from opbx.web.saving import CHECK, sent


@require_http_methods(["GET", "POST"])
@requires("extensions.write")
def extension_add_range(request: SignedInRequest) -> HttpResponse:
    """POST shows what would be added; POST with add=1 adds it."""
    form = AddRangeForm(sent(request), department=asked_department(request))
    plan, status = None, 200
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        if "add" in request.POST and CHECK not in request.POST:
            try:
                return _added(request, services.add_extensions(actor_of(request), **values))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            plan = services.plan_extensions(values["numbers"], values["department"])
    if form.errors and CHECK not in request.POST:
        status = 422
    context = {
        "form": form,
        "plan": plan,
        "sentence": _sentence(request.POST.get("numbers", ""), plan) if plan else "",
        "outside": numbers_in_words(plan.outside) if plan else "",
        "verb": f"Add {counted(len(plan.numbers), 'extension')}" if plan else "",
    }
    return render(request, "extensions/add_range.html", context, status=status)


def _sentence(typed: str, plan: Plan) -> str:
    """101-110 creates 9 extensions; 104 exists and will be skipped."""
    creates = counted(len(plan.numbers), "extension") if plan.numbers else "no extension"
    sentence = f"{typed.strip()[:80]} creates {creates}"
    if len(plan.skipped) == 1:
        sentence += f"; {plan.skipped[0].number} {plan.skipped[0].reason} and will be skipped"
    elif plan.skipped:
        sentence += f"; {len(plan.skipped)} numbers will be skipped"
    return f"{sentence}."


def _added(request: SignedInRequest, added: Added) -> HttpResponse:
    numbers = [extension.number for extension in added.extensions]
    verb = "was added" if len(numbers) == 1 else "were added"
    words = f"{counted(len(numbers), 'extension')} {verb}: {numbers_in_words(numbers)}."
    if added.skipped:
        reasons = "; ".join(f"{row.number} {row.reason}" for row in added.skipped[:3])
        more = f"; and {len(added.skipped) - 3} more" if len(added.skipped) > 3 else ""
        messages.warning(request, f"{words} {len(added.skipped)} skipped: {reasons}{more}.")
    else:
        messages.success(request, words)
    return redirect(reverse("extensions:list"))

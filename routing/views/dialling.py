"""The numbering plan, feature codes and the fall-back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions.internal_numbers import holders_in_words
from extensions.models import Department, InternalNumber
from opbx.web.lists import page_of
from opbx.web.saving import save_form, sent
from routing import services
from routing.engine.progress import MAX_HOPS
from routing.fallback import the_fallback
from routing.forms.dialling import FeatureCodesForm
from routing.forms.fallback import FallbackForm
from routing.history import history_of_fallback
from routing.models import OBJECT_COLUMNS, FeatureCode, SpeedDial

SHOWN = 10  # of the short numbers, which have a page of their own
GET_AND_POST = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Line:
    """A number that is taken. gap: how many numbers are free between the one before and this, 0 for none."""

    number: str
    holder: str
    gap: int = 0


@require_GET
@requires("dialling.list")
def numbering_plan(request: SignedInRequest) -> HttpResponse:
    """Every internal number and code in its order, with what has it and what is free between."""
    claims = sorted(InternalNumber.objects.all(), key=lambda claim: (len(claim.number), claim.number))
    numbers = [claim for claim in claims if claim.number.isdecimal()]
    page: Any = page_of(request, numbers)  # type: ignore[arg-type]  # a Paginator takes lists too
    codes = [claim for claim in claims if not claim.number.isdecimal()]
    words = holders_in_words([*page.object_list, *codes])
    context = {
        "page": page,
        "lines": _lines(page.object_list, words),
        "codes": [Line(claim.number, _sentence(words.get(claim.number, ""))) for claim in codes],
        "departments": Department.objects.exclude(first_number="").order_by("first_number"),
        "speed_dials": SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()).order_by("number")[:SHOWN],
        "speed_dial_count": SpeedDial.objects.count(),
        "fallback": the_fallback(),
        "may_change": request.user.has_perm("dialling.write"),
    }
    return render(request, "dialling/plan.html", context)


@GET_AND_POST
@requires("dialling.write")
def feature_codes(request: SignedInRequest) -> HttpResponse:
    form = FeatureCodesForm(sent(request), list(FeatureCode.objects.order_by("pk")))
    outcome = save_form(form, lambda _: services.set_feature_codes(actor_of(request), form.wanted))
    if outcome.is_saved:
        messages.success(
            request, "The feature codes were saved." if outcome.result else "Nothing was changed."
        )
        return redirect("dialling:plan")
    return render(request, "dialling/codes.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("dialling.write")
def fallback(request: SignedInRequest) -> HttpResponse:
    row = the_fallback()
    form = FallbackForm(sent(request), row=row)
    outcome = save_form(
        form,
        lambda values: services.set_fallback(
            actor_of(request), version=values["version"], destination=form.wanted
        ),
    )
    if outcome.is_saved:
        messages.success(request, "The fall-back was saved." if outcome.result else "Nothing was changed.")
        return redirect("dialling:plan")
    context = {"form": form, "history": history_of_fallback(row), "most_hops": MAX_HOPS}
    return render(request, "dialling/fallback.html", context, status=outcome.status)


def _lines(claims: list[InternalNumber], words: dict[str, str]) -> list[Line]:
    found, before = [], ""
    for claim in claims:
        gap = 0
        if len(before) == len(claim.number):
            gap = int(claim.number) - int(before) - 1
        found.append(Line(claim.number, _sentence(words.get(claim.number, "")), gap))
        before = claim.number
    return found


def _sentence(words: str) -> str:
    """What has a number, as the text of a cell: Ring group Sales."""
    words = words.removeprefix("the ")
    return words[:1].upper() + words[1:]

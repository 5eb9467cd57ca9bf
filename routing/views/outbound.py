"""The pages of outbound calls besides the classes: who has which, caller IDs, habits, and the test of a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions.access import get_extension
from extensions.models import Extension, ExtensionTemplate
from extensions.previewing import preview, save_unless_taken_back, wants_preview
from opbx.web.exports import csv_download
from opbx.web.saving import save_form, sent
from routing import services
from routing.access import get_outbound_template
from routing.forms.emergency import EmergencyForm
from routing.forms.limits import LimitsForm
from routing.forms.outbound import (
    ONE_CALL,
    CallerIdsForm,
    HabitsForm,
    HoldersForm,
    OutboundLayerForm,
    TestForm,
)
from routing.models import CallerIdRule, EmergencyCall, OutboundLayer
from routing.outbound import Layers, Place, organization_settings
from routing.outbound_inheritance import effects_of_layer, held_in_words
from routing.verdicts import explain

GET_AND_POST = require_http_methods(["GET", "POST"])
MORE = "more"  # the button that asks for more empty rows


@require_GET
@requires("outbound.list")
def test_number(request: SignedInRequest) -> HttpResponse:
    """What would happen to a number, without a call."""
    form = TestForm(request.GET if "number" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = explain(form.cleaned_data["extension"], form.cleaned_data["number"])
    return render(request, "outbound/test.html", {"form": form, "found": found})


@GET_AND_POST
@requires("outbound.write")
def holders(request: SignedInRequest) -> HttpResponse:
    form = HoldersForm(sent(request), settings=organization_settings())
    return _settings_page(
        request,
        form,
        services.set_class_holders,
        template="outbound/holders.html",
        said="Who has which calling class was saved.",
    )


@GET_AND_POST
@requires("outbound.write")
def habits(request: SignedInRequest) -> HttpResponse:
    form = HabitsForm(sent(request), settings=organization_settings())
    return _settings_page(
        request,
        form,
        services.set_dialling_habits,
        template="outbound/habits.html",
        said="How people dial was saved.",
    )


@GET_AND_POST
@requires("outbound.write")
def limits(request: SignedInRequest) -> HttpResponse:
    form = LimitsForm(sent(request), settings=organization_settings())
    return _settings_page(
        request,
        form,
        services.set_call_limits,
        template="outbound/limits.html",
        said="The limits were saved.",
    )


@GET_AND_POST
@requires("outbound.write")
def caller_ids(request: SignedInRequest) -> HttpResponse:
    settings = organization_settings()
    if MORE in request.POST:
        form = CallerIdsForm(settings=settings, typed=request.POST)
        return render(request, "outbound/caller_ids.html", {"form": form})
    form = CallerIdsForm(sent(request), settings=settings)
    return _settings_page(
        request,
        form,
        services.set_caller_ids,
        template="outbound/caller_ids.html",
        said="The shown numbers were saved.",
    )


@GET_AND_POST
@requires("outbound.write")
def emergency(request: SignedInRequest) -> HttpResponse:
    settings = organization_settings()
    calls = EmergencyCall.objects.order_by("-at")[:10]
    if MORE in request.POST:
        form = EmergencyForm(settings=settings, typed=request.POST)
        return render(request, "outbound/emergency.html", {"form": form, "calls": calls})
    form = EmergencyForm(sent(request), settings=settings)
    return _settings_page(
        request,
        form,
        services.set_emergency,
        template="outbound/emergency.html",
        said="Emergency calls were saved.",
        calls=calls,
    )


@require_GET
@requires("outbound.read")
def caller_ids_export(request: SignedInRequest) -> HttpResponse:
    """The table by extension range, narrowed to what contains ?q=."""
    rows = CallerIdRule.objects.select_related("number").order_by("first", "last")
    wanted = request.GET.get("q", "").strip()
    lines = [
        (rule.first, rule.last, rule.number.e164, rule.number.label)
        for rule in rows
        if wanted in f"{rule.first} {rule.last} {rule.number.e164}"
    ]
    return csv_download("caller-ids.csv", ("From", "To", "Number", "Label"), lines)


@GET_AND_POST
@requires("outbound.write")
def extension_layer(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number)
    return _layer_page(
        request,
        extension,
        back=reverse("extensions:detail", args=[number]),
        said=f"Outbound calls of extension {number} were saved.",
    )


@GET_AND_POST
@requires("outbound.write")
def template_layer(request: SignedInRequest, key: UUID) -> HttpResponse:
    template = get_outbound_template(request.user, key)
    return _layer_page(
        request,
        template,
        back=reverse("templates:detail", args=[key]),
        said=f"Outbound calls of template {template.name} were saved.",
    )


def _layer_page(
    request: SignedInRequest, owner: Extension | ExtensionTemplate, *, back: str, said: str
) -> HttpResponse:
    keys = {"extension": owner} if isinstance(owner, Extension) else {"template": owner}
    layer = OutboundLayer.objects.select_related("calling_class", "caller_id").filter(**keys).first()
    form = OutboundLayerForm(sent(request), layer=layer, inherited=_inherited(owner))
    if isinstance(owner, ExtensionTemplate) and wants_preview(request, form):
        effects = effects_of_layer(owner, **form.cleaned_data)
        if effects.changed:
            question = f"Save the outbound calls of template {owner.name}?"
            return preview(request, form, effects, question, template=owner)
    outcome = save_unless_taken_back(
        request, form, lambda values: services.set_outbound_layer(actor_of(request), owner, **values)
    )
    if outcome.is_saved:
        messages.success(request, said)
        _warn_of_one_call(request, form)
        return redirect(back)
    context = {"form": form, "owner": owner, "back": back, "is_extension": isinstance(owner, Extension)}
    return render(request, "outbound/layer.html", context, status=outcome.status)


def _inherited(owner: Extension | ExtensionTemplate) -> dict[str, str]:
    """What holds where this layer says nothing, in words."""
    place = Place()
    if isinstance(owner, Extension):
        role = owner.user.role if owner.user is not None else ""
        place = Place(None, owner.template_id, role, owner.number)
    held = held_in_words(Layers(), place)
    withheld = {"yes": "withheld", "no": "shown"}[held["outbound_withholds_number"]]
    return {name.removeprefix("outbound_"): words for name, words in held.items()} | {
        "withholds_number": withheld
    }


def _warn_of_one_call(request: SignedInRequest, form: forms.Form) -> None:
    if form.cleaned_data.get("call_limit") == 1:
        messages.warning(request, f"Calls at once: 1. {ONE_CALL}")


def _settings_page(
    request: SignedInRequest,
    form: forms.Form,
    save: Callable[..., None],
    *,
    template: str,
    said: str,
    **more: object,
) -> HttpResponse:
    def run(values: dict[str, Any]) -> None:
        save(actor_of(request), **values)

    outcome = save_form(form, run)
    if outcome.is_saved:
        messages.success(request, said)
        _warn_of_one_call(request, form)
        return redirect("outbound:list")
    return render(request, template, {"form": form, **more}, status=outcome.status)

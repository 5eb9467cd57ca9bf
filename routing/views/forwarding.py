"""The pages of forwarding rules, and the switches for do not disturb and the mobile."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, actor_of, requires
from extensions.access import get_extension
from extensions.effective import organization_defaults
from extensions.effects import Effects
from extensions.models import Extension, ExtensionDefaults, ExtensionTemplate
from extensions.previewing import preview, save_unless_taken_back, wants_preview
from opbx.errors import DomainError
from opbx.web.saving import sent
from routing import services
from routing.access import get_template_rules, may_set_rules
from routing.forms.forwarding import ForwardingForm
from routing.forwarding import Owner
from routing.history import history_of_default_rules
from routing.reach import reach_of
from routing.services.rule_effects import effects_of_rules

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("forwarding.write")
def extension_rules(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number)
    may_set_rules(request.user, extension)
    return _rules_page(
        request,
        extension,
        back=reverse("extensions:detail", args=[number]),
        saved=f"Forwarding of extension {number} was saved.",
        extension=extension,
    )


@GET_AND_POST
@requires("templates.write")
def template_rules(request: SignedInRequest, key: UUID) -> HttpResponse:
    template = get_template_rules(request.user, key)
    return _rules_page(
        request,
        template,
        back=reverse("forwarding:defaults"),
        saved=f"Forwarding of template {template.name} was saved.",
        template=template,
        reach=reach_of(template),
    )


@GET_AND_POST
@requires("templates.write")
def default_rules(request: SignedInRequest) -> HttpResponse:
    defaults = organization_defaults()
    return _rules_page(
        request,
        defaults,
        back=reverse("forwarding:defaults"),
        saved="Forwarding of all extensions was saved.",
        history=history_of_default_rules(defaults),
        reach=reach_of(defaults),
    )


@require_POST
@requires("forwarding.write")
def switch_do_not_disturb(request: SignedInRequest, number: str) -> HttpResponse:
    """on=1 or 0."""
    extension = get_extension(request.user, number)
    is_on = request.POST.get("on") == "1"
    services.set_do_not_disturb(actor_of(request), extension, on=is_on)
    if is_on:
        messages.success(request, f"Do not disturb is on. The phones of extension {number} do not ring.")
    else:
        messages.success(request, f"Do not disturb is off. The phones of extension {number} ring again.")
    return redirect("extensions:detail", number=number)


@require_POST
@requires("forwarding.write")
def switch_lock(request: SignedInRequest, number: str) -> HttpResponse:
    """on=1 or 0."""
    extension = get_extension(request.user, number)
    is_on = request.POST.get("on") == "1"
    services.set_locked(actor_of(request), extension, on=is_on)
    if is_on:
        messages.success(
            request, f"Extension {number} was locked. It calls inside and emergency numbers only."
        )
    else:
        messages.success(request, f"Extension {number} was unlocked.")
    return redirect("extensions:detail", number=number)


@require_POST
@requires("forwarding.write")
def switch_mobile(request: SignedInRequest, number: str) -> HttpResponse:
    """on=1 or 0."""
    extension = get_extension(request.user, number)
    is_on = request.POST.get("on") == "1"
    try:
        services.set_rings_mobile(actor_of(request), extension, on=is_on)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        done = "rings when the phones do not take a call" if is_on else "no longer rings"
        messages.success(request, f"The mobile of extension {number} {done}.")
    return redirect("extensions:detail", number=number)


def _rules_page(
    request: SignedInRequest, owner: Owner, *, back: str, saved: str, **more: object
) -> HttpResponse:
    form = ForwardingForm(sent(request), owner=owner, user=request.user)
    if not isinstance(owner, Extension) and wants_preview(request, form):
        effects = _effects(owner, form)
        if effects.changed:
            whose = f"template {owner.name}" if isinstance(owner, ExtensionTemplate) else "all extensions"
            return preview(request, form, effects, f"Save the forwarding of {whose}?", forwarding=True)
    outcome = save_unless_taken_back(
        request,
        form,
        lambda values: services.set_forwarding_rules(
            actor_of(request), owner, version=values["version"], rules=form.rules
        ),
    )
    if outcome.is_saved:
        messages.success(request, saved)
        return redirect(back)
    context = {"form": form, "owner": owner, "back": back, **more}
    return render(request, "routing/forwarding.html", context, status=outcome.status)


def _effects(owner: ExtensionTemplate | ExtensionDefaults, form: ForwardingForm) -> Effects:
    """What the rules would do; nothing when they cannot be saved, which the save then says at their place."""
    try:
        return effects_of_rules(owner, services.made_rules(owner, form.rules))
    except DomainError:
        return Effects((), ())

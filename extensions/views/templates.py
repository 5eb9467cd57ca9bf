"""Templates and the organization's defaults: each change tells first which extensions change with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import get_template
from extensions.attribute_words import ATTRIBUTES
from extensions.effective import organization_defaults, values_of
from extensions.effects import Effects, effects_of_changing, effects_of_defaults, effects_of_template
from extensions.forms.layers import DefaultsForm, TemplateForm, TemplateInsteadForm
from extensions.history import history_of_defaults, history_of_template
from extensions.models import CommonAttributes, Extension, ExtensionTemplate
from extensions.panels import layer_panels_of
from extensions.previewing import AGAIN, CONFIRMED, preview, save_unless_taken_back, wants_preview
from opbx.errors import DomainError
from opbx.web.counting import counted
from opbx.web.saving import save_form, sent
from tenants.context import current_organization

GET_AND_POST = require_http_methods(["GET", "POST"])
SHOWN_EXTENSIONS = 20


@require_GET
@requires("templates.list")
def template_list(request: SignedInRequest) -> HttpResponse:
    rows = ExtensionTemplate.objects.order_by("name", "pk")
    used = Count("extensions", filter=Q(extensions__deleted_at__isnull=True))
    context = {
        "templates": [(row, _said_by(row)) for row in rows.annotate(used=used)],
        "defaults": _said_by(organization_defaults()),
        "may_change": request.user.has_perm("templates.write"),
    }
    return render(request, "extensions/templates/list.html", context)


@require_GET
@requires("templates.read")
def template_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    template = get_template(request.user, key)
    defaults = organization_defaults()
    users = Extension.objects.filter(template=template).by_number()
    context = {
        "template": template,
        "lines": _lines(template, values_of(defaults), "as the organization"),
        "extensions": users[:SHOWN_EXTENSIONS],
        "used": users.count(),
        "panels": layer_panels_of(request.user, template),
        "history": history_of_template(template),
        "may_change": request.user.has_perm("templates.write"),
    }
    context["more"] = max(0, context["used"] - SHOWN_EXTENSIONS)
    return render(request, "extensions/templates/detail.html", context)


@GET_AND_POST
@requires("templates.write")
def template_add(request: SignedInRequest) -> HttpResponse:
    form = TemplateForm(sent(request))
    outcome = save_form(
        form,
        lambda values: services.add_template(
            actor_of(request), name=values["name"], description=values["description"], **form.attributes
        ),
    )
    if outcome.result is not None:
        messages.success(request, f"Template {outcome.result.name} was added.")
        return redirect("templates:detail", key=outcome.result.key)
    return render(request, "extensions/templates/add.html", {"form": form}, status=outcome.status)


@GET_AND_POST
@requires("templates.write")
def template_edit(request: SignedInRequest, key: UUID) -> HttpResponse:
    template = get_template(request.user, key)
    form = TemplateForm(sent(request), template=template)
    if wants_preview(request, form):
        effects = effects_of_template(template, form.attributes)
        if effects.changed:
            question = f"Save template {template.name}?"
            return preview(request, form, effects, question, template=template)
    outcome = save_unless_taken_back(
        request,
        form,
        lambda values: services.update_template(
            actor_of(request),
            template,
            version=values["version"],
            name=values["name"],
            description=values["description"],
            **form.attributes,
        ),
    )
    if outcome.result is not None:
        _tell(request, f"Template {form.cleaned_data['name']} was saved.", outcome.result)
        return redirect("templates:detail", key=key)
    context = {"form": form, "template": template}
    return render(request, "extensions/templates/edit.html", context, status=outcome.status)


@GET_AND_POST
@requires("templates.write")
def template_delete(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Ask what its extensions use instead, show what changes for them, then delete it."""
    template = get_template(request.user, key)
    users = list(Extension.objects.filter(template=template).select_related("template").by_number())
    form = TemplateInsteadForm(sent(request), leaving=template) if users else None
    question = f"Delete template {template.name}?"
    verb = f"Delete template {template.name}"
    if request.method == "POST" and AGAIN not in request.POST and (form is None or form.is_valid()):
        instead = services.TemplateInstead(form.cleaned_data["replacement"]) if form is not None else None
        if form is not None and instead is not None and CONFIRMED not in request.POST:
            effects = effects_of_changing(users, instead.template, keep_overrides=True)
            if effects.changed:
                return preview(request, form, effects, question, template=template, verb=verb, danger=True)
        try:
            services.delete_template(actor_of(request), template, instead=instead)
        except DomainError as error:
            # In use by now, though it was not when the page was shown.
            form = form or TemplateInsteadForm(request.POST, leaving=template)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Template {template.name} was deleted.")
            return redirect("templates:list")
    status = 422 if form is not None and form.errors else 200
    keep = "1 extension uses it and keeps" if len(users) == 1 else f"{len(users)} extensions use it and keep"
    context = {
        "template": template,
        "form": form,
        "loss": f"{keep} values of {'its' if len(users) == 1 else 'their'} own."
        " Before it is deleted you see what changes for them."
        if users
        else "No extension uses it.",
        "question": question,
        "verb": verb,
    }
    return render(request, "extensions/templates/delete.html", context, status=status)


@GET_AND_POST
@requires("templates.write")
def defaults_edit(request: SignedInRequest) -> HttpResponse:
    defaults = organization_defaults()
    form = DefaultsForm(sent(request), defaults=defaults, slug=current_organization().slug)
    if wants_preview(request, form):
        effects = effects_of_defaults(form.attributes)
        if effects.changed:
            return preview(request, form, effects, "Save the organization’s defaults?")
    outcome = save_unless_taken_back(
        request,
        form,
        lambda values: services.update_defaults(
            actor_of(request),
            version=values["version"],
            sip_usernames=values["sip_usernames"],
            **form.attributes,
        ),
    )
    if outcome.result is not None:
        _tell(request, "The defaults were saved.", outcome.result)
        return redirect("templates:defaults")
    context = {
        "form": form,
        "panels": layer_panels_of(request.user, defaults),
        "history": history_of_defaults(defaults),
    }
    return render(request, "extensions/templates/defaults.html", context, status=outcome.status)


def _tell(request: SignedInRequest, what: str, effects: Effects) -> None:
    count = len(effects.changed)
    changed = f" {counted(count, 'extension')} changed with it." if count else ""
    messages.success(request, what + changed)


def _said_by(layer: CommonAttributes) -> str:
    """What a layer sets, in one line; empty when it sets nothing."""
    words = [
        f"{attribute.label}: {attribute.words(value)}"
        for attribute in ATTRIBUTES
        if (value := getattr(layer, attribute.name)) is not None
    ]
    return ", ".join(words)


def _lines(layer: CommonAttributes, below: dict[str, Any], otherwise: str) -> Sequence[tuple[str, str, str]]:
    """(attribute, value, whose it is when it is not the layer's own)."""
    found = []
    for attribute in ATTRIBUTES:
        own = getattr(layer, attribute.name)
        value = below[attribute.name] if own is None else own
        found.append((attribute.label, attribute.words(value), otherwise if own is None else ""))
    return found

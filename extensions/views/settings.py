"""An extension's settings beside its template's, and which template extensions use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, actor_of, requires
from extensions import services
from extensions.access import extensions_for, get_extension
from extensions.effects import effects_of_changing
from extensions.forms.layers import ChangeTemplateForm, ExtensionSettingsForm
from extensions.models import Extension
from opbx.web.counting import counted
from opbx.web.saving import save_form, sent

GET_AND_POST = require_http_methods(["GET", "POST"])


@GET_AND_POST
@requires("extensions.read")
def extension_settings(request: SignedInRequest, number: str) -> HttpResponse:
    extension = get_extension(request.user, number, for_change=True)
    form = ExtensionSettingsForm(sent(request), extension=extension)
    outcome = save_form(
        form,
        lambda values: services.update_extension(
            actor_of(request), extension, version=values["version"], **form.attributes
        ),
    )
    if outcome.result is not None:
        messages.success(request, f"The settings of extension {number} were saved.")
        return redirect("extensions:detail", number=number)
    context = {"form": form, "extension": extension}
    return render(request, "extensions/settings.html", context, status=outcome.status)


@GET_AND_POST
@requires("extensions.write")
def change_template(request: SignedInRequest) -> HttpResponse:
    """Of the extensions in `numbers` (101,102): choose a template, see what changes, then do it."""
    numbers = (request.POST.get("numbers") or request.GET.get("numbers", "")).split(",")
    found = extensions_for(request.user).filter(number__in=numbers).select_related("template")
    rows = list(found.by_number())
    if not rows:
        messages.warning(request, "Select at least one extension first.")
        return redirect("extensions:list")
    chosen = request.POST if "template" in request.POST else None
    form = ChangeTemplateForm(chosen, initial=rows[0].template)
    is_chosen = chosen is not None and form.is_valid()
    if is_chosen and "confirmed" in request.POST:
        return _change(request, form, rows)
    context = _about(form, rows)
    if is_chosen and "again" not in request.POST:
        template, keep = form.cleaned_data["template"], form.cleaned_data["overrides"] == "keep"
        name = f"template {template.name}" if template is not None else "no template"
        context |= {
            "effects": effects_of_changing(rows, template, keep_overrides=keep),
            "question": f"Use {name} for {_who(rows)}?",
            "verb": f"Change template of {_who(rows)}",
        }
        return render(request, "extensions/templates/change_preview.html", context)
    return render(request, "extensions/templates/change.html", context, status=422 if form.errors else 200)


def choose_template(request: SignedInRequest, rows: list[Extension], *, back: str) -> HttpResponse:
    """The first page of change_template, for extensions that were selected in the list. back: the list as it was."""
    form = ChangeTemplateForm(initial=rows[0].template)
    return render(request, "extensions/templates/change.html", {**_about(form, rows), "back": back})


def _about(form: ChangeTemplateForm, rows: list[Extension]) -> dict[str, object]:
    return {
        "form": form,
        "extensions": rows,
        # One field, however many there are: Django takes no more than a thousand.
        "numbers": ",".join(row.number for row in rows),
        "who": _who(rows),
    }


def _change(request: SignedInRequest, form: ChangeTemplateForm, rows: list[Extension]) -> HttpResponse:
    services.change_template(
        actor_of(request),
        rows,
        template=form.cleaned_data["template"],
        keep_overrides=form.cleaned_data["overrides"] == "keep",
    )
    messages.success(request, f"The template of {_who(rows)} was changed.")
    if len(rows) == 1:
        return redirect("extensions:detail", number=rows[0].number)
    return redirect("extensions:list")


def _who(rows: list[Extension]) -> str:
    return f"extension {rows[0].number}" if len(rows) == 1 else counted(len(rows), "extension")

"""Forms: a field with label, hint, error and input in this order, the error summary, fieldsets, buttons."""

from __future__ import annotations

import json
from typing import Any

from django import forms, template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opbx.web.saving import CHECK
from opbx.web.tags.parts import render_component

register = template.Library()
DJANGO_ROWS = "10"  # what a Textarea has when its form says nothing
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag(takes_context=True)
def field(
    context: Context,
    bound: BoundField,
    width: str = "long",
    *,
    check: bool = False,
    optional: bool | None = None,
) -> SafeString:
    """check: the input asks the page's own form about itself when it was changed, and shows the answer.

    optional: False where a field that may be left out always has a choice made.
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    if check:
        _ask_when_changed(context, bound)
    values = {**field_values(bound, width), "check": check}
    if optional is not None:
        values["optional"] = optional
    return render_component(context, "field", values)


def _ask_when_changed(context: Context, bound: BoundField) -> None:
    place = f"#field-{bound.id_for_label}"
    bound.field.widget.attrs |= {
        "hx-post": context["request"].get_full_path(),
        "hx-trigger": "change",
        "hx-vals": json.dumps({CHECK: bound.html_name}),
        "hx-target": place,
        "hx-select": place,
        "hx-swap": "outerHTML",
    }


def field_values(bound: BoundField, width: str = "long") -> dict[str, Any]:
    """The context of ui/field.html: which kind of control this is, and its ready-made markup."""
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, GROUPS):
        kind = "group"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "checkbox"
    elif isinstance(widget, forms.PasswordInput):
        kind = "password"
    return {
        "field": bound,
        "id": bound.id_for_label or bound.auto_id,
        "kind": kind,
        "width": width,
        "optional": not bound.field.required and kind != "checkbox",
        "described_by": described_by(bound),
        "control": "" if kind == "group" else prepare_control(bound),
        "options": list(_options(bound)) if kind == "group" else [],
    }


def described_by(bound: BoundField) -> str:
    """The ids of the hint and of the error, which is how a screen reader finds them from the input."""
    ids = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def prepare_control(bound: BoundField) -> SafeString:
    """The widget's markup with the classes of this look, so that forms themselves stay plain."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {"class": _classes(bound)}
    if described_by(bound):
        attrs["aria-describedby"] = described_by(bound)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == DJANGO_ROWS:
        attrs["rows"] = 4
    return bound.as_widget(attrs=attrs)


def _classes(bound: BoundField) -> str:
    widget = bound.field.widget
    css = "form-control"
    if isinstance(widget, forms.CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):  # radios never come here: their options are drawn one by one
        css = "form-select"
    own = widget.attrs.get("class", "")
    return " ".join(part for part in (css, own, "is-invalid" if bound.errors else "") if part)


def _options(bound: BoundField) -> Any:  # noqa: ANN401 - a generator of dicts
    for option in bound.subwidgets:
        option.data["attrs"]["class"] = "form-check-input"
        word, _, hint = str(option.choice_label).partition("|")
        if hint:
            option.data["attrs"]["aria-describedby"] = f"{option.id_for_label}_hint"
        yield {"id": option.id_for_label, "control": option.tag(), "word": word, "hint": hint}


@register.simple_tag(takes_context=True)
def form_fields(context: Context, form: BaseForm) -> SafeString:
    rendered = [field(context, bound) for bound in form]
    return SafeString("".join(rendered))


@register.simple_block_tag(takes_context=True)
def fieldset(context: Context, content: str, legend: object, hint: object = "") -> SafeString:
    return render_component(context, "fieldset", {"content": content, "legend": legend, "hint": hint})


@register.simple_tag(takes_context=True)
def error_summary(context: Context, form: BaseForm) -> SafeString:
    """Every problem of a refused form, each a link to its field; nothing for a form without problems."""
    if not form.errors:
        return SafeString("")
    problems = [{"text": text, "url": ""} for text in form.non_field_errors()]
    for bound in form:
        url = "" if bound.is_hidden else f"#{_first_input_id(bound)}"
        problems += [{"text": text, "url": url} for text in bound.errors]
    return render_component(context, "error_summary", {"problems": problems})


def _first_input_id(bound: BoundField) -> str:
    if isinstance(bound.field.widget, GROUPS):
        return next((str(option.id_for_label) for option in bound.subwidgets), str(bound.auto_id))
    return str(bound.id_for_label or bound.auto_id)


@register.simple_tag
def error_prefix(form: BaseForm) -> SafeString:
    return format_html("{}", "Error: " if form.errors else "")


@register.simple_tag(takes_context=True)
def form_actions(context: Context, save: str = "Save changes", **options: Any) -> SafeString:  # noqa: ANN401 - ditto
    return render_component(context, "form_actions", {**options, "save": save})

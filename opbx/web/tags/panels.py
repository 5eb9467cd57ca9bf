"""Cards, facts, menus, banners, progress and the other building blocks of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opbx.web import formats
from opbx.web.qr import qr_markup
from opbx.web.tags.parts import LEVEL_ICONS, level_icon, part, render_component
from opbx.web.toasts import button_of

register = template.Library()
Changes = dict[str, Sequence[object]] | Iterable[tuple[str, object, object]]
STEP_WORDS = {"todo": "To do", "running": "Running", "done": "Done", "failed": "Failed"}


@register.simple_tag
def crumb(label: object, url_name: str, *args: object) -> SafeString:
    return format_html(
        '<li class="breadcrumb-item"><a href="{}">{}</a></li>', reverse(url_name, args=args), label
    )


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, **options: Any) -> SafeString:  # noqa: ANN401 - see ui/card.html
    return render_component(context, "card", {"content": content, **options})


@register.simple_block_tag(takes_context=True)
def facts(context: Context, content: str) -> SafeString:
    return render_component(context, "facts", {"content": content})


@register.simple_block_tag
def fact(content: str, label: object) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def row_list(content: str) -> SafeString:
    return format_html('<ul class="row-list">{}</ul>', content)


@register.simple_block_tag
def row_item(content: str, label: object) -> SafeString:
    return format_html("<li><span>{}</span><span>{}</span></li>", label, content)


@register.simple_block_tag(takes_context=True)
def fold(context: Context, content: str, title: object) -> SafeString:
    return render_component(context, "fold", {"content": content, "title": title})


@register.simple_block_tag(takes_context=True)
def menu(context: Context, content: str, label: object) -> SafeString:
    return render_component(context, "menu", {"content": content, "label": label})


@register.simple_tag(takes_context=True)
def stat(context: Context, label: object, value: object, hint: object = "", url: str = "") -> SafeString:
    return render_component(context, "stat", {"label": label, "value": value, "hint": hint, "url": url})


@register.simple_tag(takes_context=True)
def banner(context: Context, level: str, text: object, action: str = "", url: str = "") -> SafeString:
    values = {"level": level, "icon": level_icon(level), "text": text, "action": action, "url": url}
    return render_component(context, "banner", values)


@register.simple_tag(takes_context=True)
def empty_state(context: Context, title: object, **options: Any) -> SafeString:  # noqa: ANN401 - see the template
    return render_component(context, "empty_state", {"title": title, **options})


@register.simple_tag(takes_context=True)
def used_by(context: Context, uses: Iterable[object], empty: str = "Nothing routes here.") -> SafeString:
    return render_component(context, "used_by", {"uses": list(uses), "empty": empty})


@register.simple_block_tag(takes_context=True)
def confirm(context: Context, content: str, title: object, **options: Any) -> SafeString:  # noqa: ANN401 - ditto
    values: dict[str, Any] = {"danger": True, "content": content, "title": title, **options}
    values["impacts"] = list(options.get("impacts") or [])
    return render_component(context, "confirm", values)


@register.simple_tag(takes_context=True)
def audit_history(context: Context, entries: Iterable[object], empty: str = "No changes yet.") -> SafeString:
    rows = [
        {
            "at": part(entry, "at", None),
            "actor": part(entry, "actor_label"),
            "sentence": part(entry, "sentence") or part(entry, "action"),
            "changes": list(_changes(part(entry, "changes", {}))),
        }
        for entry in entries
    ]
    return render_component(context, "audit_history", {"entries": rows, "empty": empty})


def _changes(
    changes: dict[str, Sequence[object]] | Iterable[tuple[str, object, object]],
) -> Iterable[dict[str, Any]]:
    if isinstance(changes, dict):
        changes = [(name, *_pair(values)) for name, values in changes.items()]
    for name, old, new in changes:
        yield {"field": str(name).replace("_", " ").capitalize(), "old": old, "new": new}


def _pair(values: object) -> tuple[object, object]:
    match values:
        case [old, new]:
            return old, new
        case _:
            return None, values


@register.simple_tag(takes_context=True)
def journey(context: Context, steps: Iterable[object]) -> SafeString:
    rows = [
        {
            "elapsed": None
            if part(step, "elapsed", None) is None
            else formats.elapsed_clock(part(step, "elapsed")),
            "title": part(step, "title"),
            "url": part(step, "url"),
            "text": part(step, "text"),
            "level": part(step, "level"),
            "icon": LEVEL_ICONS.get(part(step, "level"), ""),
        }
        for step in steps
    ]
    return render_component(context, "journey", {"steps": rows})


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else formats.elapsed_clock(seconds)


@register.simple_tag(takes_context=True)
def progress(context: Context, steps: Iterable[object], **options: Any) -> SafeString:  # noqa: ANN401 - see template
    content = render_component(context, "progress", progress_values(steps, **options))
    return format_html('<div aria-live="polite">{}</div>', content)


def progress_values(steps: Iterable[object], **options: Any) -> dict[str, Any]:  # noqa: ANN401 - see ui/progress.html
    """The context of ui/progress.html, for the tag and for the view that answers the poll."""
    rows = [
        {
            "number": part(step, "number") or position,
            "title": part(step, "title"),
            "state": part(step, "state", "todo"),
            "word": STEP_WORDS[part(step, "state", "todo")],
            "text": part(step, "text"),
        }
        for position, step in enumerate(steps, 1)
    ]
    return {"finished": False, "poll_url": "", "next_url": "", "next_label": "", **options, "steps": rows}


@register.simple_tag(takes_context=True)
def credential(context: Context, label: str, value: object = "", **options: Any) -> SafeString:  # noqa: ANN401 - ditto
    values: dict[str, Any] = {"secret": False, "reveal_url": "", "revealed": "", **options}
    return render_component(context, "credential", {**values, "label": label, "value": value})


@register.simple_tag
def qr_code(text: object, label: str) -> SafeString:
    return qr_markup(str(text), label)


@register.simple_tag(takes_context=True)
def post_button(context: Context, url: str, label: str, **options: Any) -> SafeString:  # noqa: ANN401 - see template
    return render_component(context, "post_button", {"css": "btn", **options, "url": url, "label": label})


@register.simple_tag(takes_context=True)
def message_button(context: Context, message: Message) -> SafeString:
    """The button of a message, such as Undo; nothing for one without."""
    found = button_of(message.extra_tags)
    if found is None:
        return SafeString("")
    url, label = found
    return render_component(context, "post_button", {"url": url, "label": label, "css": "btn btn-sm"})

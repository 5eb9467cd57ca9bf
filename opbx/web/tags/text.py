"""Small pieces of text: icons, badges, times, phone numbers, values to copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from opbx.web import formats
from opbx.web.tags.parts import icon_markup, level_icon, render_component

register = template.Library()
DASH = "\N{EN DASH}"
DIRECTIONS = {
    "inbound": ("arrow-down-left", "Inbound"),
    "outbound": ("arrow-up-right", "Outbound"),
    "internal": ("arrows-left-right", "Internal"),
}


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    return icon_markup(name, css=css, label=label)


@register.simple_tag
def badge(level: str, word: str, icon: str = "") -> SafeString:
    """A pill; the word is required, because a colour alone says nothing."""
    if not str(word).strip():
        raise ValueError("A badge needs a word.")
    return format_html(
        '<span class="pill pill-{}">{}{}</span>', level, icon_markup(icon or level_icon(level)), word
    )


@register.simple_tag
def nothing(word: str = "None") -> SafeString:
    """A dash for the eye, a word for a screen reader."""
    return format_html(
        '<span class="text-muted"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        DASH,
        word,
    )


@register.simple_tag
def when(at: datetime | None, style: str = "relative", none: str = "Never") -> SafeString:
    if at is None:
        return format_html('<span class="text-muted">{}</span>', none)
    full = formats.full_time(at)
    if style == "full":
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), full)
    words = formats.relative_time(at)
    return format_html('<time datetime="{}" title="{}" class="num">{}</time>', at.isoformat(), full, words)


@register.simple_tag
def clock(at: datetime | None) -> SafeString:
    if at is None:
        return nothing()
    return format_html(
        '<time datetime="{}" title="{}" class="num">{}</time>',
        at.isoformat(),
        formats.full_time(at),
        formats.clock_time(at),
    )


@register.simple_tag
def duration(seconds: float | timedelta | None) -> SafeString:
    if seconds is None:
        return nothing()
    return format_html('<span class="num">{}</span>', formats.duration_words(seconds))


@register.simple_tag
def elapsed(seconds: float | timedelta | None) -> SafeString:
    if seconds is None:
        return nothing()
    return format_html('<span class="num">{}</span>', formats.elapsed_clock(seconds))


@register.filter
def phone(value: object) -> str:
    return formats.phone_words(str(value)) if value else ""


@register.simple_tag
def phone_number(value: object) -> SafeString:
    if not value:
        return nothing()
    return format_html('<span class="num">{}</span>', formats.phone_words(str(value)))


@register.simple_tag
def avatar(name: object) -> SafeString:
    return format_html('<span class="initials" aria-hidden="true">{}</span>', formats.initials(str(name)))


@register.simple_tag
def direction(name: str) -> SafeString:
    """An arrow with a name; a direction we do not know yet is written as it is."""
    if name not in DIRECTIONS:
        return format_html("{}", name)
    symbol, word = DIRECTIONS[name]
    return icon_markup(symbol, css="direction", label=word)


@register.simple_tag
def journey_line(parts: Iterable[object]) -> SafeString:
    then = format_html(
        '{}<span class="visually-hidden">, then </span>', icon_markup("chevron-right", css="sep")
    )
    words = format_html_join(then, "<span>{}</span>", ((part,) for part in parts))
    return format_html('<span class="journey-line">{}</span>', words)


@register.simple_tag(takes_context=True)
def copy_button(context: Context, value: object, label: str) -> SafeString:
    return render_component(context, "copy_button", {"value": value, "label": label})


@register.simple_tag(takes_context=True)
def code(context: Context, value: object, copy: str = "") -> SafeString:
    if value in ("", None):
        return nothing()
    return render_component(context, "code", {"value": value, "copy": copy})


@register.simple_tag(takes_context=True)
def cxml(context: Context, text: str, label: str = "document") -> SafeString:
    return render_component(context, "cxml", {"text": text, "label": label})

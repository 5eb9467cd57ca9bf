"""What the tags share: rendering a component template, icons, reading an object or a dict."""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.template.base import Template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

# One meaning per colour. The icon is what a person sees who does not see the colour.
LEVEL_ICONS = {
    "ok": "circle-check",
    "info": "clock",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "neutral": "circle-minus",
}


def render_component(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """Render templates/ui/<name>.html with these values, the request and the CSRF token, and nothing else."""
    component: Template = get_template(f"ui/{name}.html").template  # type: ignore[attr-defined]
    inherited = {key: context.get(key) for key in ("request", "csrf_token")}
    return component.render(context.new({**inherited, **values}))


def icon_markup(name: str, *, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration and hidden from screen readers."""
    classes = f"icon {css}".strip()
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


def level_icon(level: str) -> str:
    """The icon of a level; an unknown level is a bug of the page."""
    if level not in LEVEL_ICONS:
        raise ValueError(f"{level!r} is not a level; use one of {', '.join(LEVEL_ICONS)}.")
    return LEVEL_ICONS[level]


def part(thing: object, name: str, default: object = "") -> Any:  # noqa: ANN401 - whatever the page put there
    """The key of a dict or the attribute of an object, or the default."""
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)

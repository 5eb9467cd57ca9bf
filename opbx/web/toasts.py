"""A message with a link or a button: what was done, and where to see it or how to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html

BUTTON = "button:"


def toast(request: HttpRequest, text: str, *, action: str, url: str, level: int = messages.SUCCESS) -> None:
    """Say text on the next page, with a link named action."""
    messages.add_message(request, level, format_html('{} <a href="{}">{}</a>', text, url, action))


def toast_with_button(
    request: HttpRequest, text: str, *, button: str, url: str, level: int = messages.SUCCESS
) -> None:
    """Say text on the next page, with a button that posts to url; it stays until it is dismissed."""
    # The button's form needs the token of the page that it will stand on: the layout makes it.
    messages.add_message(request, level, text, extra_tags=f"{BUTTON}{url} {button}")


def button_of(tags: str | None) -> tuple[str, str] | None:
    """(url, label) of a message that toast_with_button made, from its extra_tags."""
    if not tags or not tags.startswith(BUTTON):
        return None
    url, _, label = tags.removeprefix(BUTTON).partition(" ")
    return url, label

"""A message with a link: what was done, and where to see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html


def toast(request: HttpRequest, text: str, *, action: str, url: str, level: int = messages.SUCCESS) -> None:
    """Say text on the next page, with a link named action."""
    messages.add_message(request, level, format_html('{} <a href="{}">{}</a>', text, url, action))

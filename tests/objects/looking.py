"""What tests read from pages."""

from __future__ import annotations

import html
import re


def page(response) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())

"""QR codes as SVG that stands in the page itself: nothing is fetched, and nothing that they say leaves the answer."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_markup(text: str, label: str) -> SafeString:
    """A picture of the text for cameras; label: what it is, for those who do not see it.

    Black on white in every theme, since many cameras do not read it the other way round.
    """
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff")
    return format_html(
        '<div class="qr" role="img" aria-label="{}">{}</div>',
        label,
        mark_safe(drawing),  # noqa: S308 - segno draws squares; the text is not in it
    )

"""What a subscriber's name says of the extension that it belongs to."""

from __future__ import annotations

import re


def number_in(msisdn: str, slug: str) -> str:
    """The extension's number in `101`, `101_acme` or `101_acme_2`; "" when the name says none."""
    found = re.fullmatch(rf"([0-9]{{1,20}})(?:_{re.escape(slug)}(?:_[0-9]{{1,3}})?)?", msisdn)
    return found.group(1) if found else ""

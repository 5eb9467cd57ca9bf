"""Slugs: the part of an organization's host name and of its SIP usernames."""

from __future__ import annotations

import re
import secrets

from django.utils.text import slugify

from tenants.models import Organization

MAX_LENGTH = 40
# Host names that belong to the platform or would mislead.
RESERVED = frozenset(
    {
        "admin",
        "api",
        "console",
        "help",
        "localhost",
        "mail",
        "platform",
        "simulator",
        "static",
        "status",
        "support",
        "www",
    }
)


def slug_for(name: str) -> str:
    """A free slug made from a name: "Müller & Söhne" becomes "muller-sohne", a second one "muller-sohne-2"."""
    base = slugify(name)[:MAX_LENGTH].strip("-")
    if not re.match(r"[a-z]", base):
        base = f"org-{base}".strip("-")[:MAX_LENGTH].strip("-")
    candidate, count = base, 1
    while candidate in RESERVED or Organization.objects.filter(slug=candidate).exists():
        count += 1
        suffix = f"-{count}"
        candidate = base[: MAX_LENGTH - len(suffix)].strip("-") + suffix
    return candidate


def schema_name_for(slug: str) -> str:
    """A schema name that no other organization had or will have, recognisable for an operator."""
    return f"t_{slug.replace('-', '_')}_{secrets.token_hex(3)}"

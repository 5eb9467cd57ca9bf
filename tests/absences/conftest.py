"""Acme's extensions and their owners, as the tests of forwarding have them; days that are ahead."""

from __future__ import annotations

from datetime import date, timedelta

from routing.absences import today
from tests.extensions.conftest import boss, make_extension
from tests.forwarding.conftest import anna, as_owner, as_user, bert, box_of, template, uma, umas

__all__ = [
    "anna",
    "as_owner",
    "as_user",
    "bert",
    "boss",
    "box_of",
    "make_extension",
    "template",
    "uma",
    "umas",
]


def ahead(days: int) -> date:
    """A day so many days from today on, inside acme."""
    return today() + timedelta(days=days)

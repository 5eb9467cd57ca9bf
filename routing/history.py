"""What people did to a phone number, in words."""

from __future__ import annotations

from audit.history import Line, history_in_words
from routing.models import PhoneNumber

SENTENCES = {"number.added": "added this number", "number.updated": "changed this number"}
FIELDS = {"label": "Label", "destination": "Goes to", "is_enabled": "Active"}


def history_of_number(number: PhoneNumber) -> list[Line]:
    return history_in_words(number, SENTENCES, FIELDS)

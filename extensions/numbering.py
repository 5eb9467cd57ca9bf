"""Which extension number comes next."""

from __future__ import annotations

import phonenumbers

from extensions.models import Extension
from tenants.context import current_organization

FIRST_NUMBER = 101


def next_free_number() -> str:
    """The lowest free number from 101 on, or from where the organization's own short numbers begin."""
    used = {
        int(number)
        for number in Extension.objects.filter(number__regex=r"^[1-9][0-9]{2,5}$").values_list(
            "number", flat=True
        )
    }
    number = min(used, default=FIRST_NUMBER)
    region = current_organization().region
    # A phone that dials 112 reaches the rescue service before any extension.
    while number in used or phonenumbers.is_emergency_number(str(number), region):
        number += 1
    return str(number)

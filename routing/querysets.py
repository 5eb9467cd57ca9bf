"""Named filters over phone numbers."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q

from routing.models.destinations import OBJECT_COLUMNS


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):  # type: ignore[name-defined]
    def matching(self, text: str) -> PhoneNumberQuerySet:
        """Those whose number, label or destination contains the text; spaces and a leading 0 do not count."""
        wanted = Q(label__icontains=text) | Q(destination_extension__number=text)
        for column in OBJECT_COLUMNS.values():
            wanted |= Q(**{f"{column}__name__icontains": text})
        digits = re.sub(r"[\s()/.+-]", "", text).lstrip("0")
        if digits.isdecimal():
            wanted |= Q(e164__contains=digits)
        return self.filter(wanted)

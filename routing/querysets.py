"""Named filters over phone numbers."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):  # type: ignore[name-defined]
    def matching(self, text: str) -> PhoneNumberQuerySet:
        """Those whose number, label or destination contains the text; spaces and a leading 0 do not count."""
        wanted = (
            Q(label__icontains=text)
            | Q(destination_extension__name__icontains=text)
            | Q(destination_extension__number=text)
            | Q(destination_voicemail_box__name__icontains=text)
        )
        digits = re.sub(r"[\s()/.+-]", "", text).lstrip("0")
        if digits.isdecimal():
            wanted |= Q(e164__contains=digits)
        return self.filter(wanted)

"""When an organization's sides are compared by themselves: every night, each at a moment of its own."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenants.context import current_organization

SWEEP = "cloudonix.drift"  # the kind of due work that compares
NIGHT_BEGINS, NIGHT_LASTS = 1, timedelta(hours=4)  # in the organization's own time


def next_night() -> datetime:
    """A moment of the next night, another one for each organization and night."""
    zone = ZoneInfo(current_organization().time_zone)
    now = timezone.now().astimezone(zone)
    begins = now.replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)
    if begins <= now:
        begins += timedelta(days=1)
    spread = random.uniform(0, NIGHT_LASTS.total_seconds())  # noqa: S311 - spreads the load, hides nothing
    return begins + timedelta(seconds=spread)

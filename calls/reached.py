"""Whether calls reach OPBX at all: the newest one of a kind that Cloudonix asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Max
from django.urls import reverse

from calls.journey import reason_text
from calls.models import Call, JourneyStep

# A call is folded within seconds; until then its steps, which are among the newest, tell of it.
NEWEST_STEPS = 200


class Origin(Enum):
    """Where a call comes from: the word of the voice route for it, and the directions of the call log."""

    OUTSIDE = ("inbound", (Call.Direction.INBOUND,))
    PHONE = ("subscriber", (Call.Direction.INTERNAL, Call.Direction.OUTBOUND))


@dataclass(frozen=True)
class Reached:
    """text: what OPBX did with it. url: of its page in the call log, "" while it has none."""

    at: datetime
    caller: str
    dialled: str
    text: str
    url: str = ""


def last_reached(origin: Origin, since: datetime) -> Reached | None:
    """The newest call from there that Cloudonix asked OPBX about; None when there was none since that time."""
    word, directions = origin.value
    newest = JourneyStep.objects.aggregate(pk=Max("pk"))["pk"] or 0
    step = (
        JourneyStep.objects.filter(
            pk__gt=newest - NEWEST_STEPS, event="arrived", direction=word, at__gte=since
        )
        .order_by("-pk")
        .first()
    )
    if step is not None:
        return Reached(step.at, step.caller, step.dialled, reason_text(step.reason))
    call = (
        Call.objects.filter(direction__in=directions, started_at__gte=since, journey_at__isnull=False)
        .order_by("-started_at")
        .first()
    )
    if call is None:
        return None
    url = reverse("calls:detail", args=[call.key])
    return Reached(call.started_at, call.caller, call.dialled, reason_text(call.reason), url)

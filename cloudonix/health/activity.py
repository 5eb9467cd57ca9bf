"""What our own tables tell about the connection: what came from Cloudonix lately, and how it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from calls.models import Call, JourneyStep, RawEvent
from cloudonix.models import Connection
from cloudonix.sync.tally import Share, Tally
from cloudonix.sync_state import SyncCounts, counts_in_words
from routing.engine.reasons import Reason
from tenants.context import current_organization
from tenants.models import InboxEvent

HOUR = timedelta(hours=1)
# A call's steps may be folded a while after its end; a younger call proves nothing.
STEPS_ARE_IN_AFTER = timedelta(minutes=3)
CDR_IS_IN_AFTER = timedelta(minutes=10)
# How many of the newest events are searched for one of a kind; beyond them it is told as not seen.
SEARCHED = 5_000
APOLOGIES = [
    reason.value for reason in (Reason.LINK_REFUSED, Reason.LOOP, Reason.TOO_MANY_HOPS, Reason.OUT_OF_TURN)
]


@dataclass(frozen=True)
class Activity:
    """counts: how far each kind of object is in step, by its name.

    requests: ours to Cloudonix in the last hour; None when nobody knows. voice: calls that got no good answer.
    without_cdr: calls of the last hour that ended a while ago and have no CDR.
    """

    counts: Sequence[tuple[str, SyncCounts]]
    connected_at: datetime | None
    last_session_update: datetime | None
    last_cdr: datetime | None
    last_voice_request: datetime | None
    requests: Share | None
    voice: Share
    without_cdr: int = 0


def activity() -> Activity:
    """The current organization's, as of now; a fixed number of queries."""
    kinds = InboxEvent.Kind
    calls = _calls_of_the_last_hour()
    return Activity(
        counts=counts_in_words(),
        connected_at=Connection.objects.values_list("connected_at", flat=True).first(),
        last_session_update=last_event(kinds.SESSION_UPDATE),
        last_cdr=last_event(kinds.CDR),
        last_voice_request=last_voice_request(),
        requests=Tally(current_organization().pk).last_hour(),
        voice=Share(calls["failed"], max(calls["all"], calls["failed"])),
        without_cdr=calls["without_cdr"],
    )


def last_event(kind: str) -> datetime | None:
    """When Cloudonix last reported something of this kind, folded or not."""
    newest = RawEvent.objects.aggregate(at=Max("pk"))["at"] or 0
    folded = RawEvent.objects.filter(pk__gt=newest - SEARCHED, kind=kind).aggregate(at=Max("received_at"))[
        "at"
    ]
    waiting = InboxEvent.objects.filter(organization=current_organization(), kind=kind).aggregate(
        at=Max("received_at")
    )["at"]
    return max((at for at in (folded, waiting) if at is not None), default=None)


def last_voice_request() -> datetime | None:
    """When Cloudonix last asked what to do with a call."""
    return JourneyStep.objects.order_by("-pk").values_list("at", flat=True).first()


def _calls_of_the_last_hour() -> dict[str, int]:
    """failed: those that were answered with an apology, or that were reported and never asked about."""
    now = timezone.now()
    apologies = (
        JourneyStep.objects.filter(at__gte=now - HOUR, reason__in=APOLOGIES)
        .values("session_token")
        .distinct()
        .count()
    )
    is_over = Q(state=Call.State.ENDED)
    # A phone that is switched off is refused by Cloudonix without asking us, so only calls from outside count.
    is_unasked = Q(journey_at__isnull=True, direction=Call.Direction.INBOUND)
    counts = Call.objects.filter(started_at__gte=now - HOUR).aggregate(
        all=Count("pk"),
        unasked=Count("pk", filter=is_over & is_unasked & Q(started_at__lt=now - STEPS_ARE_IN_AFTER)),
        without_cdr=Count("pk", filter=is_over & Q(has_cdr=False, ended_at__lt=now - CDR_IS_IN_AFTER)),
    )
    return {**counts, "failed": apologies + counts["unasked"]}

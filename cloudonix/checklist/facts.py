"""What the checklist is computed from. Nothing is stored for it but whether an organization hides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from audit.services import history_of
from calls.reached import Origin, Reached, last_reached
from cloudonix.health.check import last_look
from cloudonix.health.observed import Observed
from cloudonix.models import Connection, Topic
from cloudonix.pairing import STEPS
from cloudonix.sync_state import SyncCounts, counts_by_topic
from extensions.models import Extension
from opbx.web.formats import phone_words
from routing.models import PhoneNumber

SAVED = "cloudonix.connection_saved"


@dataclass(frozen=True)
class Saved:
    """Who entered domain and key, and when."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Facts:
    """connection: None before anyone entered a key. working_on: the pairing's current step, in words.

    webhook: the address of OPBX that Cloudonix was given. found: numbers of the domain that OPBX does not have.
    number_to_call: one that is live, as people read it. from_outside, from_phone: the newest call of that kind
    since the domain was connected.
    """

    connection: Connection | None
    saved: Saved | None
    working_on: str
    webhook: str
    observed: Observed | None
    extensions: int
    accounts: SyncCounts
    numbers: SyncCounts
    found: int
    number_to_call: str
    from_outside: Reached | None
    from_phone: Reached | None


def facts() -> Facts:
    """The current organization's, as of now; a fixed number of queries."""
    row = Connection.current()
    has_key = row is not None and bool(row.api_key)
    since = row.connected_at if row else None
    counts = counts_by_topic()
    observed = last_look() if has_key else None
    live = PhoneNumber.objects.filter(is_enabled=True, sync_state="in_sync").order_by("e164").first()
    return Facts(
        connection=row if has_key else None,
        saved=_saved(row) if row is not None and has_key else None,
        working_on=next((step.title for step in STEPS if row and step.key == row.step), ""),
        webhook=settings.PUBLIC_URL,
        observed=observed,
        extensions=Extension.objects.count(),
        accounts=counts[Topic.SUBSCRIBER],
        numbers=counts[Topic.NUMBER],
        found=_found(observed),
        number_to_call=phone_words(live.e164) if live else "",
        from_outside=last_reached(Origin.OUTSIDE, since) if since else None,
        from_phone=last_reached(Origin.PHONE, since) if since else None,
    )


def _saved(row: Connection) -> Saved | None:
    entry = next((one for one in history_of(row, 50) if one.action == SAVED), None)
    return Saved(entry.at, entry.actor_label) if entry else None


def _found(observed: Observed | None) -> int:
    if observed is None:
        return 0
    there = {f"+{source.removeprefix('+')}" for source in observed.numbers}
    return len(there - set(PhoneNumber.objects.filter(e164__in=there).values_list("e164", flat=True)))

"""What the Cloudonix page shows: the steps of the pairing, the state of the sync, what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from audit.history import Line, history_in_words
from calls.models import RawEvent
from cloudonix.models import Connection
from cloudonix.pairing import STEPS
from cloudonix.sync_state import SyncCounts
from tenants.context import current_organization
from tenants.models import Organization, RequestKey

# A pairing is told as steps for this long after its end, while its last step, the sync, still goes on.
TOLD_FOR = timedelta(minutes=10)
SENTENCES = {
    "cloudonix.connection_saved": "entered domain and key",
    "cloudonix.check_started": "checked the connection",
    "cloudonix.connected": "connected the domain",
    "cloudonix.connection_failed": "could not connect",
    "cloudonix.connection_lost": "found the connection refused",
    "cloudonix.request_key_rotated": "replaced the request key",
    "cloudonix.disconnected": "disconnected Cloudonix",
    "cloudonix.sign_in_changed": "changed where phones sign in",
    "cloudonix.ringing_changed": "changed how several phones are rung",
    "cloudonix.checklist_hidden": "hid the set-up checklist",
    "cloudonix.checklist_shown": "put the set-up checklist on the home page again",
    "cloudonix.compared": "asked for a comparison",
    "cloudonix.sync_asked": "synced what differed",
    "cloudonix.settings_overwritten": "had the domain's settings written again",
    "cloudonix.deletions_confirmed": "confirmed many deletions",
    "cloudonix.deletions_dropped": "kept what was to be deleted",
    "cloudonix.difference_ignored": "ignored a difference",
    "cloudonix.difference_not_ignored": "stopped ignoring a difference",
    "cloudonix.remote_deleted": "deleted what only Cloudonix had",
    "cloudonix.adopted": "took over what Cloudonix has",
    "cloudonix.imported": "imported from Cloudonix",
}
FIELDS = {
    "domain": "Domain",
    "error": "Reason",
    "own_registrar": "Registrar",
    "tls_port": "TLS port",
    "udp_port": "UDP port",
    "tcp_port": "TCP port",
    "object": "Object",
}


@dataclass(frozen=True)
class Progress:
    """steps: title, state (todo, running, done, failed), text. finished: nothing moves any more."""

    steps: list[dict[str, str]]
    finished: bool


def progress_of(row: Connection, counts: SyncCounts) -> Progress:
    """The five steps as they are now."""
    keys = [step.key for step in STEPS]
    at = keys.index(row.step) if row.step in keys else 0
    steps = [
        {"title": step.title, "state": _state_of_step(row, place - at, counts), "text": ""}
        for place, step in enumerate(STEPS)
    ]
    if row.state == Connection.State.FAILED:
        steps[at]["text"] = row.error
    elif row.is_connected:
        steps[-1]["text"] = _sync_in_words(counts)
    return Progress(steps, finished=all(step["state"] != "running" for step in steps))


def tells_progress(row: Connection, counts: SyncCounts) -> bool:
    """Whether the page shows the steps: while they go on and when one failed."""
    if row.is_connected:
        just_now = row.checked_at is not None and row.checked_at > timezone.now() - TOLD_FOR
        return just_now and counts.pending > 0
    return row.state in {Connection.State.CHECKING, Connection.State.FAILED}


def last_event_at() -> datetime | None:
    """When Cloudonix last reported something about a call."""
    return RawEvent.objects.order_by("-pk").values_list("received_at", flat=True).first()


def old_key_valid_until() -> datetime | None:
    """Until when requests with the request key before the current one are accepted; None when there is none."""
    return (
        RequestKey.objects.filter(organization=current_organization(), valid_until__gt=timezone.now())
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )


def joins_targets() -> bool:
    """Whether documents name several phones as one text; asked anew, because hosts remember their organization."""
    organization = Organization.objects.only("joins_targets").get(pk=current_organization().pk)
    return organization.joins_targets


def history_of_connection(row: Connection) -> list[Line]:
    return history_in_words(row, SENTENCES, FIELDS, limit=10)


def _state_of_step(row: Connection, distance: int, counts: SyncCounts) -> str:
    """distance: how many steps this one lies after the one that the pairing is at."""
    if distance < 0:
        return "done"
    if distance > 0:
        return "todo"
    if row.state == Connection.State.FAILED:
        return "failed"
    if row.is_connected:
        return "running" if counts.pending else "done"
    return "running"


def _sync_in_words(counts: SyncCounts) -> str:
    if not counts.total:
        return "There is nothing to sync yet."
    failed = f", {counts.failed} failed" if counts.failed else ""
    return f"{counts.in_sync} of {counts.total} in sync{failed}"

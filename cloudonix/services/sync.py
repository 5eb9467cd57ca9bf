"""Comparing, syncing and confirming: what whoever may run the sync can ask a worker for."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix import outbox, pairing
from cloudonix.drift import nights
from cloudonix.drift.found import Subject
from cloudonix.models import Connection, DriftCheck, Finding, OutboxItem, ParkedAs, Topic
from cloudonix.sync import deletions
from cloudonix.sync.objects import ask_for, living
from opbx.errors import DomainError
from tenants.due import make_due

RUN = "right.run_sync"
NOT_CONNECTED = "Cloudonix is not connected. Connect it first."


@transaction.atomic
def ask_to_compare(actor: Actor) -> DriftCheck:
    """Have a worker compare both sides; one that is running already answers for both. Raises DomainError."""
    require(actor, RUN)
    row = _connection()
    running = DriftCheck.objects.filter(state=DriftCheck.State.RUNNING).order_by("pk").first()
    if running is None:
        running = DriftCheck.objects.create(asked_by=asdict(actor))
        record(actor, "cloudonix.compared", row)
    make_due(nights.SWEEP)
    return running


@transaction.atomic
def sync_now(actor: Actor) -> int:
    """Make Cloudonix as wanted here wherever the last comparison found a difference; returns how many objects.

    What somebody ignores is left alone. Raises DomainError.
    """
    require(actor, RUN)
    row = _connection()
    findings = list(
        Finding.objects.select_for_update().filter(ignored_at=None).exclude(kind=Finding.Kind.ONLY_REMOTE)
    )
    for finding in findings:
        _overwrite(actor, row, finding)
    outbox.ask()
    record(actor, "cloudonix.sync_asked", row, {"objects": [None, len(findings)]})
    return len(findings)


@transaction.atomic
def overwrite_difference(actor: Actor, finding: Finding) -> None:
    """Write what is wanted here over what Cloudonix has. Raises DomainError."""
    require(actor, RUN)
    row = _connection()
    locked = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if locked is None:
        return  # done already
    if locked.kind == Finding.Kind.ONLY_REMOTE:
        raise DomainError(
            "Nothing here corresponds to it. Adopt it, delete it at Cloudonix, or ignore it.",
            code="only-remote",
        )
    _overwrite(actor, row, locked)


@transaction.atomic
def confirm_deletions(actor: Actor, topic: Topic, *, typed: str) -> int:
    """Let the worker delete what it held back; returns how many. typed: `delete 12`, with the number as of now.

    Raises DomainError (field typed).
    """
    require(actor, RUN)
    row = _connection()
    items = list(deletions.unconfirmed(topic).select_for_update())
    if not items:
        raise DomainError("These deletions were settled meanwhile.", code="settled", field="typed")
    if " ".join(typed.lower().split()) != phrase_for(len(items)):
        raise DomainError(
            f"Nothing was deleted. Type {phrase_for(len(items))} to delete them at Cloudonix.",
            code="not-confirmed",
            field="typed",
        )
    keys = [item.pk for item in items]
    OutboxItem.objects.filter(pk__in=keys).update(is_confirmed=True)
    OutboxItem.objects.filter(pk__in=keys, parked_as=ParkedAs.UNCONFIRMED).update(parked_as="", attempts=0)
    record(actor, "cloudonix.deletions_confirmed", row, {topic.value: [None, len(items)]})
    outbox.ask()
    return len(items)


@transaction.atomic
def keep_instead_of_deleting(actor: Actor, topic: Topic) -> int:
    """Leave at Cloudonix what was held back; the next comparison shows it as only there. Returns how many."""
    require(actor, RUN)
    items = deletions.waiting(topic).select_for_update()
    count = len(items)
    OutboxItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    if count:
        record(actor, "cloudonix.deletions_dropped", _connection(), {topic.value: [count, None]})
    return count


def phrase_for(count: int) -> str:
    """What a person types to say that so many deletions are meant."""
    return f"delete {count}"


def _overwrite(actor: Actor, row: Connection, finding: Finding) -> None:
    if finding.topic in {Subject.APPLICATION, Subject.DOMAIN}:
        _write_settings_again(actor, row)
    elif finding.object_key is not None:
        topic = Topic(finding.topic)
        ask_for(topic, [finding.object_key])
        for obj in living(topic).filter(key=finding.object_key):
            record(actor, "cloudonix.overwritten", obj)
    finding.delete()


def _write_settings_again(actor: Actor, row: Connection) -> None:
    """The steps of the pairing write and verify both; they are safe to repeat."""
    row = Connection.objects.select_for_update().get(pk=row.pk)
    if row.is_checking:
        return
    row.attempt += 1
    row.asked_by = asdict(actor)
    row.state, row.step, row.error = Connection.State.CHECKING, pairing.STEPS[0].key, ""
    row.save(update_fields=["attempt", "asked_by", "state", "step", "error"])
    record(actor, "cloudonix.settings_overwritten", row)
    make_due(pairing.SWEEP)


def _connection() -> Connection:
    row = Connection.current()
    if row is None or not (row.is_connected or row.is_checking):
        raise DomainError(NOT_CONNECTED, code="not-connected")
    return row

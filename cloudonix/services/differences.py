"""What an Owner decides about a difference: take Cloudonix's side over, ignore it, or delete what only it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix import outbox
from cloudonix.models import Connection, Finding, OutboxItem, Topic
from cloudonix.services.adopting import GONE, NOT_ADOPTABLE, insert, is_adoptable, take
from cloudonix.sync.kinds import KINDS
from opbx.configuration import configuration_changed
from opbx.errors import DomainError
from tenants.guard import guard_configuration


@dataclass(frozen=True)
class Adopted:
    """What became of one choice. error: "" when it worked."""

    finding: Finding
    error: str = ""


@transaction.atomic
def ignore_difference(actor: Actor, finding: Finding) -> None:
    """Leave a difference as it is until either side changes."""
    require(actor, "cloudonix.write")
    row = _locked(finding)
    row.ignored_at, row.ignored_by = timezone.now(), actor.label[:120]
    row.save(update_fields=["ignored_at", "ignored_by"])
    _record(actor, "cloudonix.difference_ignored", row)


@transaction.atomic
def stop_ignoring(actor: Actor, finding: Finding) -> None:
    """Show an ignored difference again among those that wait for a decision."""
    require(actor, "cloudonix.write")
    row = _locked(finding)
    row.ignored_at, row.ignored_by = None, ""
    row.save(update_fields=["ignored_at", "ignored_by"])
    _record(actor, "cloudonix.difference_not_ignored", row)


@transaction.atomic
def delete_remote(actor: Actor, finding: Finding, *, typed: str) -> None:
    """Have a worker delete what only Cloudonix has. typed: its name. Raises DomainError (field typed)."""
    require(actor, "cloudonix.write")
    row = _locked(finding)
    if not is_deletable(row):
        raise DomainError("OPBX cannot delete this one. Delete it at Cloudonix.", code="not-deletable")
    if typed.strip() != row.name:
        raise DomainError(
            f"Nothing was deleted. Type {row.name} to delete it at Cloudonix.",
            code="not-confirmed",
            field="typed",
        )
    topic = Topic(row.topic)
    frozen = {KINDS[topic].frozen_name: row.name, "remote_id": row.remote_id}
    outbox.enqueue(topic, row.key, frozen=frozen)
    OutboxItem.objects.filter(topic=topic, object_key=row.key).update(is_confirmed=True)
    _record(actor, "cloudonix.remote_deleted", row)
    row.delete()


@transaction.atomic
def adopt_difference(actor: Actor, finding: Finding, *, number: str = "") -> None:
    """Take over what Cloudonix has: its values into our object, or its object into OPBX.

    number: of the extension that a subscriber becomes; "" reads it from the subscriber's name. Raises DomainError.
    """
    require(actor, "cloudonix.write")
    organization = guard_configuration()
    row = _locked(finding)
    if not is_adoptable(row):
        raise DomainError(NOT_ADOPTABLE, code="not-adoptable")
    if row.kind == Finding.Kind.ONLY_REMOTE:
        made = insert(actor, organization, row, number=number)
        configuration_changed(actor, f"{made} was taken over from Cloudonix")
    else:
        take(actor, row)
    _record(actor, "cloudonix.adopted", row)
    row.delete()


@transaction.atomic
def import_from_domain(
    actor: Actor, findings: Sequence[Finding], *, numbers: Mapping[str, str]
) -> list[Adopted]:
    """Adopt many objects that only Cloudonix has, each on its own: one that is refused keeps none of the others.

    numbers: the finding's key → the number of its extension, where it is not in the subscriber's name.
    """
    require(actor, "cloudonix.write")
    organization = guard_configuration()
    results = []
    chosen = {finding.pk for finding in findings}
    rows = Finding.objects.select_for_update().filter(pk__in=chosen, kind=Finding.Kind.ONLY_REMOTE)
    for row in rows.order_by("topic", "name"):
        try:
            with transaction.atomic():
                insert(actor, organization, row, number=numbers.get(str(row.key), ""))
        except DomainError as error:
            results.append(Adopted(row, error.message))
        else:
            _record(actor, "cloudonix.imported", row)
            results.append(Adopted(row))
    done = [one.finding.pk for one in results if not one.error]
    Finding.objects.filter(pk__in=done).delete()
    if done:
        configuration_changed(actor, f"{len(done)} objects were imported from Cloudonix")
    return results


def is_deletable(finding: Finding) -> bool:
    """Whether OPBX can find the object by its name: patterns and doubles it cannot."""
    return finding.kind == Finding.Kind.ONLY_REMOTE and bool(finding.remote)


def _locked(finding: Finding) -> Finding:
    row = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if row is None:
        raise DomainError(GONE, code="settled")
    return row


def _record(actor: Actor, action: str, row: Finding) -> None:
    """In the history of the connection, by name: findings come and go."""
    connection = Connection.current()
    if connection is not None:
        record(actor, action, connection, {"object": [None, str(row)]})

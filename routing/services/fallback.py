"""Setting the organization's fall-back."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Model

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile
from routing.fallback import NOT_SET
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, DestinationKeywords, DestinationKind, Fallback
from routing.services.destinations import column_of, destination_words, leads_to, point, point_to
from tenants.guard import guard_configuration


@transaction.atomic
def set_fallback(actor: Actor, *, version: int, destination: DestinationKeywords | None) -> bool:
    """Send calls that go in a circle or too far to this destination; None: callers hear that it is not possible.

    version: the one that the editor saw. Returns whether anything changed. Raises ChangedMeanwhile and NotAcceptable.
    """
    require(actor, "dialling.write")
    guard_configuration()
    row = _rows().first() or Fallback.objects.create()
    if row.version != version:
        newest = audit.history_of(row, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, "the fall-back", current_version=row.version)
    before, words = (row.is_set, leads_to(row)), _words(row)
    row.is_set = destination is not None
    point(row, **(destination or {"destination_kind": DestinationKind.HANG_UP}))
    if (row.is_set, leads_to(row)) == before:
        return False
    _save(actor, row, words)
    configuration_changed(actor, "The fall-back was changed")
    return True


def redirect_fallback(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let the fall-back lead to another object than the leaving one, or hang up; in the caller's transaction."""
    for row in _rows().filter(**{column_of(type(leaving)): leaving}):
        words = _words(row)
        point_to(row, replacement)
        _save(actor, row, words)


def _rows() -> models.QuerySet[Fallback]:
    return Fallback.objects.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))


def _save(actor: Actor, row: Fallback, before: str) -> None:
    row.version += 1
    row.save(update_fields=["version", "is_set", *DESTINATION_FIELDS])
    audit.record(actor, "fallback.changed", row, {"destination": [before, _words(row)]})


def _words(row: Fallback) -> str:
    return destination_words(row) if row.is_set else NOT_SET

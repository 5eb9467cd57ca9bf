"""Whether the home page shows the set-up checklist."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix.models import Connection


@transaction.atomic
def set_checklist_hidden(actor: Actor, *, is_hidden: bool) -> None:
    """Hide the checklist from the home page for the whole organization, or show it there again."""
    require(actor, "extensions.write")
    row, _ = Connection.objects.get_or_create(only_row=True)
    if is_hidden == (row.checklist_hidden_at is not None):
        return
    row.checklist_hidden_at = timezone.now() if is_hidden else None
    row.save(update_fields=["checklist_hidden_at"])
    record(actor, "cloudonix.checklist_hidden" if is_hidden else "cloudonix.checklist_shown", row)

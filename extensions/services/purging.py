"""Removing deleted extensions for good when nobody can restore them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, ProtectedError
from django.utils import timezone

from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension, VoicemailBox
from extensions.services.deleting import KEPT_FOR
from opbx.logs import get_logger
from opbx.stored_files import remove_after_commit
from tenants.guard import guard_configuration

ACTOR = Actor.system("Retention")
AT_ONCE = 100
TRY_AGAIN = timedelta(days=1)
log = get_logger(__name__)


def purge_deleted_extensions() -> datetime:
    """Remove the current organization's extensions that were deleted 30 days ago; when it is due again.

    It is never "not known": a deletion that asks while this runs is due in 30 days, and so is this.
    """
    over = timezone.now() - KEPT_FOR
    due = Extension.with_deleted.filter(deleted_at__lte=over).order_by("deleted_at", "pk")
    removed = [_remove(row) for row in due[:AT_ONCE]]
    if any(removed) and due.exists():
        return timezone.now()
    # One that something still points to is tried again when that may be gone.
    oldest = Extension.with_deleted.filter(deleted_at__gt=over).aggregate(at=Min("deleted_at"))["at"]
    next_at = (oldest or timezone.now()) + KEPT_FOR
    return min(next_at, timezone.now() + TRY_AGAIN) if due.exists() else next_at


@transaction.atomic
def _remove(row: Extension) -> bool:
    guard_configuration()
    try:
        with transaction.atomic():
            audit.record(ACTOR, "extension.purged", row)
            for box in VoicemailBox.with_deleted.filter(extension=row):
                remove_after_commit(box.greeting_audio)
            row.delete()
    except ProtectedError as error:
        log.warning("extension_not_purged", extension=str(row.key), held_by=len(error.protected_objects))
        return False
    return True

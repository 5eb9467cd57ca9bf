"""Due work: rows that say "this organization needs that kind of work at that time", and the sweep that runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from opbx.logs import get_logger
from tenants import context
from tenants.models import DueWork, Organization

# A handler does what is due in the current organization and returns when it is due again, None for "not known".
# One that is asked for at later times (beyond the lease) never answers None: such a wish that comes while it runs
# is only kept by the time it returns.
Handler = Callable[[], datetime | None]
log = get_logger(__name__)
LEASE = timedelta(seconds=60)
CLAIM_LIMIT = 200

_handlers: dict[str, Handler] = {}


def register_sweep(kind: str, handler: Handler) -> None:
    """Name the function that does this kind of work; called when its app is ready."""
    _handlers[kind] = handler


def make_due(kind: str, at: datetime | None = None, *, organization: Organization | None = None) -> None:
    """Ask for work in an organization (the current one by default), at once or at a time; an earlier wish wins.

    Call it in the transaction of what makes it due. The message sent after commit is only a hint.
    """
    owner = organization or context.current_organization()
    moment = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.tenants_duework (organization_id, kind, due_at) VALUES (%s, %s, %s)"
            " ON CONFLICT ON CONSTRAINT tenants_due_work_once"
            " DO UPDATE SET due_at = LEAST(tenants_duework.due_at, EXCLUDED.due_at)",
            [owner.pk, kind, moment],
        )
    if at is None:
        _hint_after_commit(_Hint(kind, owner))


@dataclass(frozen=True)
class _Hint:
    kind: str
    owner: Organization

    def __call__(self) -> None:
        hint(self.kind, self.owner)


def _hint_after_commit(wanted: _Hint) -> None:
    """Have it sent once, however often one transaction asks: an import asks for each of its rows."""
    # What waits already lasts as long as ours would: of its savepoints those that are open are ours too.
    if not any(entry[1] == wanted for entry in connection.run_on_commit):
        transaction.on_commit(wanted)


def hint(kind: str, organization: Organization) -> None:
    """Send the message that saves waiting for the sweep; a broker that is away costs only that wait."""
    from kombu.exceptions import OperationalError  # noqa: PLC0415 - keep celery's imports out of model loading

    from tenants.tasks import run_due_work  # noqa: PLC0415 - tasks import this module

    with context.in_tenant(organization):
        try:
            run_due_work.delay(kind)
        except OperationalError as error:
            log.warning("hint_not_sent", kind=kind, organization=organization.pk, reason=type(error).__name__)


def claim_due(limit: int = CLAIM_LIMIT) -> list[tuple[int, str]]:
    """Take what is due in all organizations, as (organization id, kind), and lease it for a minute.

    A worker that dies leaves its rows to come due again when the lease is over.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = list(
            DueWork.objects.select_for_update(skip_locked=True)
            .filter(due_at__lte=now)
            .order_by("due_at")[:limit]
        )
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + LEASE)
    return [(row.organization_id, row.kind) for row in rows]


def run(kind: str) -> None:
    """Do one kind of due work in the current organization, then settle its row."""
    organization = context.current_organization()
    row = DueWork.objects.filter(organization=organization, kind=kind).first()
    if row is None:
        return
    lease = max(row.due_at, timezone.now() + LEASE)
    DueWork.objects.filter(pk=row.pk).update(due_at=lease)
    next_at = _handlers[kind]()
    # Whoever asked for more work meanwhile has moved due_at before the lease; then the row is left alone.
    mine = DueWork.objects.filter(pk=row.pk, due_at=lease)
    if next_at is None:
        mine.delete()
    else:
        mine.update(due_at=next_at)

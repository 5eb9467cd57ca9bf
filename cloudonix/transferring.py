"""Telling Cloudonix that a caller goes on somewhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from calls.models import CallTransfer
from calls.transferring import destination_of_transfer
from cloudonix.api import CloudonixClient, CloudonixError, Misconfigured, Rejected
from cloudonix.models import Connection
from cloudonix.sync.clients import client_for
from cloudonix.sync.dispatch import KEY_UNREADABLE
from cloudonix.sync.turns import alone
from cloudonix.webhooks.links import Ticket, continue_url
from opbx.crypto import SecretUnreadable
from opbx.logs import get_logger
from routing.engine.progress import Progress, SentOn
from tenants.context import current_organization
from tenants.models import Organization

log = get_logger(__name__)

LOCK = 0x09C1  # the first half of our advisory lock; the second is the organization
# Nobody waits longer for a caller to be gone; after this the wish is over and the page says so.
PATIENCE = timedelta(seconds=20)
AGAIN = timedelta(seconds=2)
OVER = "The call was over before Cloudonix was told."
TOO_LATE = "Cloudonix could not be told in time. Try again."
NOT_CONNECTED = "OPBX is not connected to Cloudonix."


def send_transfers() -> datetime | None:
    """Tell Cloudonix about every waiting transfer of the current organization; returns when to try again."""
    with alone(LOCK, current_organization().pk) as is_free:
        # Asked for twice at the same time, it would be done twice, and a phone would ring again.
        is_left = not is_free or not _all_ended()
    return timezone.now() + AGAIN if is_left else None


def _all_ended() -> bool:
    waiting = CallTransfer.objects.filter(state=CallTransfer.State.WAITING).select_related("call")
    ended = [_send(transfer) for transfer in waiting.order_by("asked_at")]
    return all(ended)


def _send(transfer: CallTransfer) -> bool:
    """Whether the transfer has come to an end, a good one or not."""
    try:
        problem = _problem_with(transfer)
    except SecretUnreadable:
        problem = KEY_UNREADABLE
    except (Misconfigured, Rejected) as error:
        problem = f"Cloudonix refused it: {error}"
    except CloudonixError as error:
        log.info("transfer_put_off", transfer=str(transfer.key), reason=str(error))
        return False
    _end(transfer, problem)
    return True


def _problem_with(transfer: CallTransfer) -> str:
    """Tell Cloudonix, if it is still time to; answers with why it was not done, "" when it was."""
    row = Connection.current()
    if timezone.now() - transfer.asked_at > PATIENCE:
        return TOO_LATE
    if row is None or not row.is_connected:
        return NOT_CONNECTED
    if not transfer.call.is_live:
        return OVER
    client, _ = client_for(row)
    return "" if _switch(client, transfer) else OVER


def _switch(client: CloudonixClient, transfer: CallTransfer) -> bool:
    organization = Organization.objects.get(pk=current_organization().pk)
    session = transfer.call.session_token
    start = Progress(state=SentOn(destination_of_transfer(transfer), transfer.extension_key))
    return client.switch_application(
        session, continue_url(Ticket(organization.pk, session, organization.plan_version, start))
    )


def _end(transfer: CallTransfer, error: str) -> None:
    state = CallTransfer.State.FAILED if error else CallTransfer.State.DONE
    CallTransfer.objects.filter(pk=transfer.pk, state=CallTransfer.State.WAITING).update(
        state=state, error=error[:300]
    )
    log.info(
        "caller_sent_on" if not error else "caller_not_sent_on", transfer=str(transfer.key), reason=error
    )

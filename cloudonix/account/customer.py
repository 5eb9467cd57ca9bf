"""The customer key: reading it, and asking Cloudonix whether it works."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.services import record
from cloudonix.api import Customer, CustomerClient, Misconfigured, Rejected, Unavailable
from cloudonix.models import PlatformAccount
from cloudonix.sync.clients import customer_client
from opbx.crypto import SecretUnreadable

LIMIT = "customer"  # whose requests the limiter counts for the account itself
REFUSED = (
    "Cloudonix refused this customer key. Make an API key of your account (not of a domain) in the Cloudonix "
    "Cockpit and enter it here."
)
UNREADABLE = "The stored customer key cannot be read with the keys in OPBX_KEY_RING. Enter it again."


def customer_of(row: PlatformAccount) -> CustomerClient:
    """A client with the stored key. Raises SecretUnreadable."""
    key = row.get_secret("customer_key")
    return customer_client(key.reveal() if key else "", LIMIT)


def check_account() -> None:
    """Ask Cloudonix whose key it is; due work of the platform. The row tells how it ended."""
    row = PlatformAccount.objects.first()
    if row is None or not row.customer_key:
        return
    asked_with = row.customer_key
    try:
        found = customer_of(row).get_customer()
    except Misconfigured:
        _note(row, asked_with, error=REFUSED)
    except Unavailable as error:
        _note(row, asked_with, error=f"{error} Check again in a minute.")
    except Rejected as error:
        _note(row, asked_with, error=f"Cloudonix refused to tell whose key this is: {error.reason}")
    except SecretUnreadable:
        _note(row, asked_with, error=UNREADABLE)
    else:
        _note(row, asked_with, found=found, error="" if found else REFUSED)


@transaction.atomic
def _note(row: PlatformAccount, asked_with: str, *, found: Customer | None = None, error: str = "") -> None:
    """Keep the answer, unless another key was entered meanwhile."""
    states = PlatformAccount.State
    fields = {
        "state": states.FAILED if error else states.WORKING,
        "error": error[:300],
        "checked_at": timezone.now(),
    }
    if found is not None:
        fields["customer_name"] = found.name or found.uuid or found.id
    if not PlatformAccount.objects.filter(pk=row.pk, customer_key=asked_with).update(**fields):
        return
    if row.state == fields["state"] and row.error == fields["error"]:
        return  # another worker told it already
    action = "cloudonix_account.refused" if error else "cloudonix_account.works"
    record(Actor(**row.asked_by), action, row, {"error": ["", error]} if error else {})

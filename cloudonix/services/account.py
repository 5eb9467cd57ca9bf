"""The writes of the platform's account at Cloudonix."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix.account import CHECK_SWEEP
from cloudonix.models import PlatformAccount
from cloudonix.services.connection import API_KEY
from opbx.errors import DomainError
from tenants.due import make_due


@transaction.atomic
def save_customer_key(actor: Actor, *, customer_key: str) -> None:
    """Keep the key and have a worker check it. Raises DomainError (field customer_key)."""
    require(actor, "cloudonix_account.write")
    customer_key = customer_key.strip()
    if not API_KEY.fullmatch(customer_key):
        raise DomainError(
            "This does not look like an API key. Copy the whole key, which starts with XI.",
            code="api-key-format",
            field="customer_key",
        )
    PlatformAccount.objects.get_or_create(only_row=True)
    row = PlatformAccount.objects.select_for_update().get()
    had = bool(row.customer_key)
    row.set_secret("customer_key", customer_key)
    row.customer_name = ""
    _ask(actor, row)
    record(actor, "cloudonix_account.key_saved", row, {"api_key": ["old" if had else "", "new"]})


@transaction.atomic
def check_customer_key(actor: Actor) -> None:
    """Ask Cloudonix once more with the stored key. Raises DomainError without one."""
    require(actor, "cloudonix_account.write")
    row = PlatformAccount.objects.select_for_update().first()
    if row is None or not row.customer_key:
        raise DomainError("There is no customer key yet. Enter one.", code="no-customer-key")
    _ask(actor, row)


@transaction.atomic
def forget_customer_key(actor: Actor) -> None:
    """No domain is made any more; those that were made stay, with keys of their own."""
    require(actor, "cloudonix_account.write")
    row = PlatformAccount.objects.select_for_update().first()
    if row is None or not row.customer_key:
        return
    record(actor, "cloudonix_account.key_forgotten", row, {"api_key": ["old", ""]})
    row.customer_key = row.customer_name = row.error = ""
    row.state, row.checked_at = PlatformAccount.State.CHECKING, None
    row.save()


def _ask(actor: Actor, row: PlatformAccount) -> None:
    row.state, row.error, row.asked_by = PlatformAccount.State.CHECKING, "", asdict(actor)
    row.save()
    make_due(CHECK_SWEEP)

"""The connection: enter it, check it, replace its request key, disconnect, retry what was set aside."""

from __future__ import annotations

import re
import secrets
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from accounts.permissions import require
from audit.actors import Actor
from audit.services import record
from cloudonix import pairing
from cloudonix.models import Connection, OutboxItem, Topic
from cloudonix.outbox.synced import SyncState
from cloudonix.sync import dispatch
from cloudonix.sync.objects import ask_for, forget_remote, living, mark_waiting
from opbx.errors import DomainError
from tenants import request_keys
from tenants.context import current_organization
from tenants.due import make_due
from tenants.models import CloudonixDomain

# 24 random bytes, written in 32 characters: the length that Cloudonix uses for this key itself.
REQUEST_KEY_BYTES = 24
DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?")
API_KEY = re.compile(r"[\x21-\x7e]{8,200}")


def save_connection(actor: Actor, *, domain: str, api_key: str = "") -> Connection:
    """Keep what was entered and have a worker connect; the connection's row tells how far it is.

    api_key: "" keeps the stored one. Raises DomainError (fields domain, api_key).
    """
    with transaction.atomic():
        row = _save(actor, domain=domain, api_key=api_key)
        make_due(pairing.SWEEP)
    return row


def connect_now(actor: Actor, *, domain: str, api_key: str) -> Connection:
    """Save, connect and sync in this process, for commands; raises DomainError with the sentence of the failed step."""
    row = connect_here(actor, domain=domain, api_key=api_key)
    dispatch.drain()
    return row


def connect_here(actor: Actor, *, domain: str, api_key: str) -> Connection:
    """Save and connect in this process; workers sync. Raises DomainError with the sentence of the failed step."""
    with transaction.atomic():
        row = _save(actor, domain=domain, api_key=api_key)
    pairing.run()
    row.refresh_from_db()
    if not row.is_connected:
        raise DomainError(row.error or "Cloudonix could not be connected.", code="connection-failed")
    return row


@transaction.atomic
def check_connection(actor: Actor) -> None:
    """Go through the steps again with what is stored."""
    require(actor, "cloudonix.write")
    row = _locked()
    _begin(actor, row)
    row.save()
    record(actor, "cloudonix.check_started", row)
    make_due(pairing.SWEEP)


@transaction.atomic
def rotate_request_key(actor: Actor) -> None:
    """Make a new key for Cloudonix's requests; the old one stays valid for a day after Cloudonix has the new one."""
    require(actor, "cloudonix.write")
    row = _locked()
    _new_request_key(row)
    _begin(actor, row)
    row.save()
    record(actor, "cloudonix.request_key_rotated", row, {"request_key": ["old", "new"]})
    make_due(pairing.SWEEP)


@transaction.atomic
def disconnect(actor: Actor) -> None:
    """Forget key and domain. Nothing is deleted at Cloudonix; its requests are refused from now on."""
    require(actor, "cloudonix.write")
    organization = current_organization()
    row = _locked()
    record(actor, "cloudonix.disconnected", row, {"domain": [row.domain_name or row.domain, ""]})
    row.api_key = row.request_key = ""
    row.domain = row.step = row.error = ""
    row.state, row.request_key_made_at, row.attempt = Connection.State.NOT_CONNECTED, None, row.attempt + 1
    _forget_remote(row)
    row.save()
    request_keys.forget_all(organization)
    CloudonixDomain.objects.filter(organization=organization).delete()
    for topic in Topic:
        living(topic).update(sync_state=SyncState.NOT_CONNECTED, sync_error="")


@transaction.atomic
def retry_parked(actor: Actor, item_id: int | None = None) -> int:
    """Try items again that were set aside: one, or all with None; returns how many."""
    require(actor, "right.run_sync")
    parked = OutboxItem.objects.exclude(parked_as="")
    items = list(parked if item_id is None else parked.filter(pk=item_id))
    for topic in Topic:
        keys = {item.object_key for item in items if item.topic == topic}
        if keys:
            ask_for(topic, keys)
            for row in living(topic).filter(key__in=keys):
                record(actor, "cloudonix.sync_retried", row)
    return len(items)


def _save(actor: Actor, *, domain: str, api_key: str) -> Connection:
    require(actor, "cloudonix.write")
    domain, api_key = domain.strip().rstrip(".").lower(), api_key.strip()
    Connection.objects.get_or_create(only_row=True)
    row = _locked()
    _check_input(domain, api_key, has_key=bool(row.api_key))
    changes = {}
    if domain != row.domain:
        changes["domain"] = [row.domain, domain]
        row.domain = domain
        _forget_remote(row)
    if api_key:
        changes["api_key"] = [row.api_key, "new"]
        row.set_secret("api_key", api_key)
        row.connected_at = None
    if not row.request_key:
        _new_request_key(row)
    _begin(actor, row)
    row.save()
    record(actor, "cloudonix.connection_saved", row, changes)
    return row


def _check_input(domain: str, api_key: str, *, has_key: bool) -> None:
    if not DOMAIN.fullmatch(domain):
        raise DomainError(
            "Enter the domain's name, for example acme.cloudonix.net, or its UUID.",
            code="domain-format",
            field="domain",
        )
    if not api_key and not has_key:
        raise DomainError("Enter an API key of this domain.", code="api-key-missing", field="api_key")
    if api_key and not API_KEY.fullmatch(api_key):
        raise DomainError(
            "This does not look like an API key. Copy the whole key, which starts with XI.",
            code="api-key-format",
            field="api_key",
        )


def _locked() -> Connection:
    row = Connection.objects.select_for_update().first()
    if row is None:
        raise DomainError(
            "Cloudonix is not connected yet. Enter a domain and an API key.", code="not-connected"
        )
    return row


def _begin(actor: Actor, row: Connection) -> None:
    """Start a new attempt; one that is still running finds itself overtaken and stops."""
    if not row.api_key:
        raise DomainError(
            "Cloudonix is not connected yet. Enter a domain and an API key.", code="not-connected"
        )
    row.attempt += 1
    row.asked_by = asdict(actor)
    row.state, row.step, row.error = Connection.State.CHECKING, pairing.STEPS[0].key, ""


def _new_request_key(row: Connection) -> None:
    row.set_secret("request_key", secrets.token_urlsafe(REQUEST_KEY_BYTES))
    row.request_key_made_at = timezone.now()


def _forget_remote(row: Connection) -> None:
    """The ids of one domain mean nothing in another: forget them, and the deletes that were waiting for it."""
    row.domain_name = row.domain_uuid = row.domain_id = row.registrar = row.application_id = ""
    row.connected_at = row.paused_until = None
    row.failures = 0
    forget_remote()
    mark_waiting()

"""Looking at the domain in a worker and keeping what was seen: on demand, after pairing, and every night."""

from __future__ import annotations

import msgspec
from django.utils import timezone

from cloudonix import pairing
from cloudonix.health.observed import Observed, look
from cloudonix.models import Connection, HealthCheck
from cloudonix.sync import dispatch, health
from cloudonix.sync.attempts import DOMAIN_GONE, KEY_REFUSED
from cloudonix.sync.clients import client_for, customer_client
from opbx.crypto import SecretUnreadable


def check_health() -> None:
    """Look at the current organization's domain and keep the result; does nothing without an API key.

    A key or a domain that stopped working ends the connection, as it does when the sync finds out.
    """
    row = Connection.current()
    if row is None or not row.api_key:
        return
    observed = _look(row)
    HealthCheck.objects.update_or_create(
        only_row=True, defaults={"observed": msgspec.to_builtins(observed), "checked_at": timezone.now()}
    )
    row.refresh_from_db()
    if row.is_connected and observed.outcome in _ENDS:
        health.connection_lost(row, _ENDS[observed.outcome])


_ENDS = {"refused": KEY_REFUSED, "gone": DOMAIN_GONE, "unreadable": dispatch.KEY_UNREADABLE}


def last_look() -> Observed | None:
    """What the last look showed; None before the first one, and when an older version of OPBX wrote it."""
    kept = HealthCheck.objects.values_list("observed", flat=True).first()
    if not kept:
        return None
    try:
        return msgspec.convert(kept, Observed)
    except msgspec.ValidationError:
        return None


def _look(row: Connection) -> Observed:
    try:
        client, _limiter = client_for(row)
        api_key, request_key = row.get_secret("api_key"), row.get_secret("request_key")
    except SecretUnreadable:
        return Observed(outcome="unreadable")
    if api_key is None:
        return Observed(outcome="refused")
    wanted = pairing.wanted_profile(request_key.reveal() if request_key else "")
    return look(client, customer_client(api_key.reveal(), row.domain), wanted)

"""PINs of 4 to 10 digits: kept as a keyed hash, and locked for a while after several wrong ones in a row.

A PIN this short could be tried out from any hash; the key, which no table holds, is what keeps a stolen
database from telling them.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from extensions.models import Extension, VoicemailBox
from opbx.errors import NotAcceptable

PIN = re.compile(r"[0-9]{4,10}")
PIN_HINT = "Enter 4 to 10 digits."
# What set_pin and remove_pin change: the caller saves these.
PIN_COLUMNS = ("pin_hash", "pin_failures", "pin_locked_until")
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

PinHolder = Extension | VoicemailBox


class PinCheck(Enum):
    """WRONG also where there is no PIN. LOCKED: nothing was compared; the next try is good after 15 minutes."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


def set_pin(row: PinHolder, pin: str) -> None:
    """Give the row a PIN and open its lock; the caller saves PIN_COLUMNS. Raises NotAcceptable (field "pin")."""
    pin = pin.strip()
    if not PIN.fullmatch(pin):
        raise NotAcceptable(PIN_HINT, field="pin")
    row.pin_hash = _keyed_hash(row, pin)
    row.pin_failures, row.pin_locked_until = 0, None


def remove_pin(row: PinHolder) -> None:
    """Leave the row without a PIN; the caller saves PIN_COLUMNS."""
    row.pin_hash, row.pin_failures, row.pin_locked_until = None, 0, None


@transaction.atomic
def check_pin(row: PinHolder, pin: str, *, now: datetime | None = None) -> PinCheck:
    """Compare what somebody entered, and count it: five wrong ones in a row lock the PIN for 15 minutes."""
    now = now or timezone.now()
    # Locked, so that many calls at once cannot try more often than one after the other.
    held = type(row).with_deleted.select_for_update().get(pk=row.pk)
    if held.pin_locked_until is not None and held.pin_locked_until > now:
        return PinCheck.LOCKED
    stored = bytes(held.pin_hash) if held.pin_hash is not None else None
    if stored is not None and hmac.compare_digest(stored, _keyed_hash(held, pin)):
        held.pin_failures, held.pin_locked_until = 0, None
        outcome = PinCheck.RIGHT
    else:
        held.pin_failures += 1
        outcome = PinCheck.WRONG
        if held.pin_failures >= MOST_FAILURES:
            held.pin_failures, held.pin_locked_until = 0, now + LOCKED_FOR
    held.save(update_fields=["pin_failures", "pin_locked_until"])
    return outcome


def _keyed_hash(row: PinHolder, pin: str) -> bytes:
    """Bound to the row, whose key exists once in the world, so that equal PINs look different everywhere."""
    key = sha256(b"extensions.pins\x00" + settings.SECRET_KEY.encode()).digest()
    message = f"{row.key}|{pin}".encode()
    return hmac.new(key, message, sha256).digest()

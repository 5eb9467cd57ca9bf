"""PINs of 4 to 10 digits: set, removed, and checked so that nobody finds one by trying.

A PIN has so few digits that any hash without a key gives it away: what is stored is keyed by the key ring, bound to
its row. The counting of wrong tries is what protects it from those who ask.
"""

from __future__ import annotations

import enum
import hmac
import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from extensions.models import HasPin
from opbx.crypto import keyed_hashes, place_of
from opbx.errors import NotAcceptable

MIN_DIGITS, MAX_DIGITS = 4, 10
PIN_HINT = f"Enter {MIN_DIGITS} to {MAX_DIGITS} digits."
# What set_pin and remove_pin change: the update_fields of a service that saves the row.
PIN_COLUMNS = ("pin_hash", "pin_failures", "pin_locked_until")

# So many wrong PINs in a row lock the row; each further as many lock it twice as long as before.
TRIES = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(hours=24)

_PURPOSE = b"opbx.pin"
_SHAPE = re.compile(rf"[0-9]{{{MIN_DIGITS},{MAX_DIGITS}}}", re.ASCII)
_COLUMN_OF_THE_KEYPAD = ("2580", "0852", "1470", "3690")

Row = TypeVar("Row", bound=HasPin)


class PinCheck(enum.Enum):
    """How a PIN that somebody entered compares with the row's."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"  # not looked at: too many were wrong before
    NOT_SET = "not-set"


def set_pin(row: HasPin, pin: str, *, column: str = "pin_hash", field: str = "pin") -> None:
    """Give the row a PIN and end a lock; the caller, who holds the row's lock, saves PIN_COLUMNS.

    column: where a second PIN of the row has its hash. Raises NotAcceptable for the form's field, for anything but
    4 to 10 digits that are not the first somebody would try.
    """
    pin = pin.strip()
    if not _SHAPE.fullmatch(pin):
        raise NotAcceptable(PIN_HINT, field=field)
    weakness = _why_easy_to_guess(pin, row.numbers_to_guess_from)
    if weakness:
        raise NotAcceptable(f"This PIN is easy to guess: {weakness}. Enter another one.", field=field)
    setattr(row, column, _hashes(row, pin, column)[0])
    _forget_failures(row)


def remove_pin(row: HasPin, *, column: str = "pin_hash") -> None:
    """Take the PIN away: none is right until another one is set. The caller saves PIN_COLUMNS."""
    setattr(row, column, None)
    _forget_failures(row)


def check_pin(row: Row, pin: str, now: datetime | None = None) -> PinCheck:
    """Compare what somebody entered, and count it. now: aware. See check_pins."""
    return check_pins(row, pin, now=now)[0]


def check_pins(
    row: Row, pin: str, columns: tuple[str, ...] = ("pin_hash",), *, now: datetime | None = None
) -> tuple[PinCheck, str]:
    """Compare what somebody entered with each PIN of the row, and count it once; and the column of the right one.

    Tries of one row stand in line at its lock, so that many at once are as few as one after the other. The count is
    committed before the answer is known to anybody: called outside of a transaction, which could take it back.
    The row itself is brought up to date.
    """
    with transaction.atomic(durable=True):
        rows = type(row)._base_manager  # noqa: SLF001 - Django's documented way to all rows
        locked: Row = rows.select_for_update(of=("self",)).get(pk=row.pk)
        result, column = _check(locked, pin, columns, now or timezone.now())
        if result in {PinCheck.RIGHT, PinCheck.WRONG}:
            locked.save(update_fields={*PIN_COLUMNS, *columns})
    for name in {*PIN_COLUMNS, *columns}:
        setattr(row, name, getattr(locked, name))
    return result, column


def _check(row: HasPin, pin: str, columns: tuple[str, ...], now: datetime) -> tuple[PinCheck, str]:
    stored = {column: bytes(value) for column in columns if (value := getattr(row, column)) is not None}
    if not stored:
        return PinCheck.NOT_SET, ""
    if row.pin_locked_until is not None and now < row.pin_locked_until:
        return PinCheck.LOCKED, ""
    right = ""
    for column, its_hash in stored.items():
        hashes = _hashes(row, pin, column)
        # All of them are compared, so that the time says nothing about which key was used.
        matches = [hmac.compare_digest(one, its_hash) for one in hashes]
        if any(matches):
            setattr(row, column, hashes[0])  # the ring may have a newer key by now
            right = column
    if right:
        _forget_failures(row)
        return PinCheck.RIGHT, right
    row.pin_failures = min(row.pin_failures + 1, 1000)
    row.pin_locked_until = None
    if row.pin_failures % TRIES == 0:
        doublings = min(row.pin_failures // TRIES - 1, 10)
        row.pin_locked_until = now + min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)
    return PinCheck.WRONG, ""


def _hashes(row: HasPin, pin: str, column: str) -> list[bytes]:
    return keyed_hashes(pin, purpose=_PURPOSE, place=place_of(row, column))


def _forget_failures(row: HasPin) -> None:
    row.pin_failures, row.pin_locked_until = 0, None


def _why_easy_to_guess(pin: str, known: tuple[str, ...]) -> str:
    """What makes it one of the first somebody would try; "" when nothing does."""
    if len(set(pin)) == 1:
        return "it is one digit repeated"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({1}, {9}):
        return "its digits follow each other"
    if any(pin == pin[:size] * (len(pin) // size) for size in (2, 3, 4, 5) if len(pin) > size):
        return "it repeats itself"
    if pin in _COLUMN_OF_THE_KEYPAD:
        return "it is a line on the keypad"
    if any(pin.strip("0") == number.strip("0") for number in known):
        return "it is the extension’s own number"
    return ""

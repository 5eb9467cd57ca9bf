"""Secrets at rest: an authenticated encrypted text field bound to its schema, table, column and row.

The key ring (OPBX_KEY_RING) is apart from SECRET_KEY, newest key first: the first encrypts, all decrypt.
A wrong key or a value moved to another row, table or tenant raises; nothing ever comes back as ciphertext.
"""

from __future__ import annotations

import base64
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models

NONCE_BYTES = 12


class SecretUnreadable(Exception):
    """A stored secret cannot be decrypted: the key is missing from the ring or the value was moved or altered."""


@dataclass(frozen=True)
class Secret:
    """A secret in clear, which no log line, repr or template shows by accident; `reveal()` says it on purpose."""

    _clear: str

    def reveal(self) -> str:
        return self._clear

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@lru_cache(maxsize=4)
def _keys(text: str) -> dict[str, bytes]:
    ring: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        try:
            ring[name] = base64.b64decode(encoded, validate=True)
            AESGCM(ring[name])  # refuses a key of another length
        except ValueError as error:
            raise ImproperlyConfigured(
                "OPBX_KEY_RING must read name:base64 of 32 random bytes, newest first, separated by commas."
            ) from error
    if not ring:
        raise ImproperlyConfigured("OPBX_KEY_RING is empty: set at least one key, for example v1:<base64>.")
    return ring


@lru_cache(maxsize=4)
def _ring(text: str) -> dict[str, AESGCM]:
    return {name: AESGCM(key) for name, key in _keys(text).items()}


def _place(schema: str, table: str, column: str, row: object) -> bytes:
    return f"{schema}|{table}|{column}|{row}".encode()


def encrypt(clear: str, *, place: bytes) -> str:
    """Encrypt with the newest key; place is authenticated, so the result opens only there."""
    name, cipher = next(iter(_ring(settings.KEY_RING).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, clear.encode(), place)
    return f"{name}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, place: bytes) -> Secret:
    """Open what `encrypt` made for the same place; raises SecretUnreadable."""
    name, _, encoded = stored.partition(":")
    cipher = _ring(settings.KEY_RING).get(name)
    if cipher is None:
        raise SecretUnreadable(f"The key {name!r} is not in OPBX_KEY_RING.")
    sealed = base64.b64decode(encoded)
    try:
        return Secret(cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place).decode())
    except InvalidTag as error:
        raise SecretUnreadable("A stored secret was altered or moved, or its key was replaced.") from error


def keyed_hashes(clear: str, *, purpose: bytes, place: bytes) -> list[bytes]:
    """What only somebody with the key ring can tell of a text that is too short to be hashed plainly, such as a PIN.

    One hash of 32 bytes for each key of the ring, the newest first. Bound to the purpose, so that none of the ring's
    other uses gives it away, and to the place, so that equal texts differ from row to row.
    """
    # Two steps: a key for the purpose, which no ciphertext is made with, then the hash itself.
    derived = [hmac.digest(key, purpose, "sha256") for key in _keys(settings.KEY_RING).values()]
    return [
        hmac.digest(key, place + b"\x00" + clear.encode("utf-8", "surrogatepass"), "sha256")
        for key in derived
    ]


def place_of(row: models.Model, column: str) -> bytes:
    """Where a value lies: schema, table, column and the row's stable UUID `key`."""
    key: Any = row.key  # type: ignore[attr-defined]  # every such model has one
    # The tables live in the schema that is current.
    schema: str = connection.schema_name  # type: ignore[attr-defined]  # added by django-tenants
    return place_in(schema, type(row), column, key)


def place_in(schema: str, model: type[models.Model], column: str, key: object) -> bytes:
    """`place_of` for whoever reads the row of a schema without entering it. key: of the row, as a UUID or its text."""
    return _place(schema, model._meta.db_table, column, key)  # noqa: SLF001 - Django's documented Meta API


class SecretColumn(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The encrypted text as it lies in the database. Use `set_secret` and `get_secret` on the row, never the value."""

    def value_from_object(self, obj: models.Model) -> str:  # noqa: ARG002 - Django's signature
        return "(secret)"  # what model forms, serializers and dumps see


class HoldsSecrets(models.Model):
    """A row with SecretColumns; `secret_row` is made before the first insert so that the place is known."""

    class Meta:
        abstract = True

    def set_secret(self, column: str, clear: str) -> None:
        setattr(self, column, encrypt(clear, place=place_of(self, column)) if clear else "")

    def get_secret(self, column: str) -> Secret | None:
        """The secret of this column, None when it is not set; raises SecretUnreadable."""
        stored = getattr(self, column)
        return decrypt(stored, place=place_of(self, column)) if stored else None

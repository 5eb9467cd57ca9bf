"""Keyed hashes of the bearer secrets that Cloudonix sends; the secrets themselves are not kept here."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings

_PURPOSE = b"opbx.request-key"


@lru_cache(maxsize=8)
def _hash_key(secret_key: str) -> bytes:
    # Another use of the same secret must not yield a value that opens this door.
    return hashlib.sha256(_PURPOSE + b"\x00" + secret_key.encode()).digest()


def hash_of(bearer: str) -> bytes:
    """What RequestKey.key_hash holds for this secret."""
    return _hash(settings.SECRET_KEY, bearer)


def hashes_of(bearer: str) -> list[bytes]:
    """What may lie in the table: also hashes made before the last change of OPBX_SECRET_KEY."""
    return [_hash(key, bearer) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hash(secret_key: str, bearer: str) -> bytes:
    return hmac.digest(_hash_key(secret_key), bearer.encode("utf-8", "surrogatepass"), "sha256")

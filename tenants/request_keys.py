"""Keyed hashes of the bearer secrets that Cloudonix sends; the secrets themselves are not kept here."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from tenants.models import Organization, RequestKey

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


def store(organization: Organization, bearer: str) -> None:
    """Let the secret open the organization's door, from now on and without an end. Storing it twice is one."""
    RequestKey.objects.update_or_create(
        key_hash=hash_of(bearer), defaults={"organization": organization, "valid_until": None}
    )


def retire_others(organization: Organization, bearer: str, *, valid_until: datetime) -> None:
    """Give every other secret of the organization an end, and forget those that have passed theirs."""
    others = RequestKey.objects.filter(organization=organization).exclude(key_hash__in=hashes_of(bearer))
    others.filter(valid_until__isnull=True).update(valid_until=valid_until)
    others.filter(valid_until__lte=timezone.now()).delete()


def forget_all(organization: Organization) -> None:
    """No secret opens the organization's door any more."""
    RequestKey.objects.filter(organization=organization).delete()

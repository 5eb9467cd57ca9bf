"""Who sends a request: the bearer tells the organization, and the domain it names must be that one's."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from cloudonix.webhooks.payloads import Request
from opbx.errors import Unauthenticated
from tenants import request_keys, statements

MAX_BEARER = 512
# What the platform writes when a session belongs to no domain.
NO_DOMAIN = frozenset({"", "null", "none", "nulldomain", "undefined"})
_NAMES_OF_A_DOMAIN = ("name", "uuid", "id", "alias", "aliases", "domain")

# The keyed hash is looked up by equality: without the key nobody can steer the comparison, so its timing
# tells nothing. Two rows of one organization are valid while its secret is rotated.
_SELECT_BY_HASHES = """
    SELECT o.id, o.schema_name, o.status, o.plan_version, o.voice_language, o.do_not_disturb,
        o.locked_extensions, d.names
    FROM public.tenants_requestkey k
    JOIN public.tenants_organization o ON o.id = k.organization_id
    LEFT JOIN public.tenants_cloudonixdomain d ON d.organization_id = o.id
    WHERE k.key_hash IN ({hashes}) AND (k.valid_until IS NULL OR k.valid_until > now())
      AND o.status <> 'deleted' AND o.provisioned_at IS NOT NULL
"""


class Credential(msgspec.Struct, frozen=True):
    """What the bearer proved: the organization, and all that the next step needs of its shared rows."""

    organization_id: int
    schema: str
    status: str
    plan_version: int
    voice_language: str
    do_not_disturb: frozenset[UUID]
    domain_names: tuple[str, ...]
    locked: frozenset[UUID] = frozenset()

    @property
    def is_active(self) -> bool:
        return self.status == "active"


@lru_cache(maxsize=8)
def _select(hashes: int) -> str:
    return _SELECT_BY_HASHES.format(hashes=", ".join(["%s"] * hashes))


def authenticate(request: Request) -> Credential:
    """Return whose secret the request carries; one statement. Raises Unauthenticated."""
    scheme, _, bearer = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    bearer = bearer.strip()
    if scheme.lower() != "bearer" or not bearer:
        raise Unauthenticated("The request carries no bearer.")
    if len(bearer) > MAX_BEARER:
        raise Unauthenticated("The bearer is too long.")
    hashes = request_keys.hashes_of(bearer)
    row = statements.one_row(_select(len(hashes)), hashes, is_the_same_for_all=True)
    if row is None:
        raise Unauthenticated("The bearer is unknown or no longer valid.")
    organization_id, schema, status, plan_version, voice_language, do_not_disturb, locked, names = row
    return Credential(
        organization_id=organization_id,
        schema=schema,
        status=status,
        plan_version=plan_version,
        voice_language=voice_language,
        do_not_disturb=frozenset(do_not_disturb),
        domain_names=tuple(names or ()),
        locked=frozenset(locked),
    )


def check_domain(credential: Credential, *mentions: object) -> None:
    """Refuse a request that names a domain other than the organization's; raises Unauthenticated.

    mentions: what the header and the body say, as text, number or an object that describes the domain.
    No mention leaves the bearer alone to decide, and so does an organization whose domain is not known yet.
    """
    if not credential.domain_names:
        return
    for mention in mentions:
        names = _names_in(mention)
        if names and not any(name in credential.domain_names for name in names):
            raise Unauthenticated("The request names another organization's domain.")


def _names_in(mention: Any) -> list[str]:  # noqa: ANN401 - JSON from outside
    if isinstance(mention, dict):
        lower = {str(key).lower(): value for key, value in mention.items()}
        return [name for key in _NAMES_OF_A_DOMAIN for name in _names_in(lower.get(key))]
    if isinstance(mention, list):
        return [name for part in mention[:20] if not isinstance(part, list) for name in _names_in(part)]
    if mention is None or isinstance(mention, bool):
        return []
    name = str(mention).strip().rstrip(".").lower()
    return [] if name in NO_DOMAIN else [name]

"""A look at the domain: what is there, compared with what pairing writes. Nothing is changed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cloudonix import pairing
from cloudonix.api import (
    Application,
    ApplicationSpec,
    CloudonixClient,
    CloudonixError,
    CustomerClient,
    Domain,
    Misconfigured,
    Unavailable,
)
from cloudonix.sync.numbers import APPLICATION_NAME

MOST_NUMBERS = 200  # as many as are kept; the count is right beyond it
MISSING = "missing"


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What a look showed; no key or password is in it.

    outcome: how the first question ended; everything else is known only when it is "read".
    latency_ms: how long Cloudonix took for that answer.
    key_level: what the key reaches, as far as it can be seen from outside.
    application: what is wrong with our voice application, in words of its fields; ("missing",) when there is none.
    profile: which of our settings the domain does not have, by name.
    numbers: the exact numbers that lead to an application of the domain, as they are written there.
    """

    outcome: Literal["read", "refused", "gone", "silent", "unreadable"]
    detail: str = ""
    latency_ms: int = 0
    key_level: Literal["domain", "customer", "unknown"] = "unknown"
    domain_name: str = ""
    is_active: bool = False
    application: tuple[str, ...] = ()
    is_default: bool = False
    profile: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    number_count: int = 0


def look(client: CloudonixClient, customer: CustomerClient, wanted_profile: dict[str, Any]) -> Observed:
    """Read the domain, its application and its numbers, and how far the key reaches.

    No trouble with Cloudonix is raised: what could not be read is told as such.
    """
    try:
        domain = client.get_domain()
        latency_ms = round(client.last_answer_seconds * 1000)
        if domain is None:
            return Observed(outcome="gone", latency_ms=latency_ms)
        applications = client.list_applications()
        numbers = [one.source for one in client.list_dnids() if one.is_exact and one.source]
    except Misconfigured as error:
        return Observed(outcome="refused", detail=str(error))
    except CloudonixError as error:
        return Observed(outcome="silent", detail=str(error))
    ours = next((one for one in applications if one.name == APPLICATION_NAME), None)
    return Observed(
        outcome="read",
        latency_ms=latency_ms,
        key_level=_level(customer),
        domain_name=domain.domain,
        is_active=domain.active,
        application=_wrong_in(ours),
        is_default=ours is not None and domain.default_application == ours.id,
        profile=_wrong_in_profile(domain, wanted_profile),
        numbers=tuple(numbers[:MOST_NUMBERS]),
        number_count=len(numbers),
    )


def _level(customer: CustomerClient) -> Literal["domain", "customer", "unknown"]:
    try:
        return "customer" if customer.get_customer() is not None else "unknown"
    except Misconfigured:
        return "domain"
    except (Unavailable, CloudonixError):
        return "unknown"


def _wrong_in(application: Application | None) -> tuple[str, ...]:
    if application is None:
        return (MISSING,)
    wanted = ApplicationSpec(name=APPLICATION_NAME, url=pairing.voice_url())
    fields = {"URL": "url", "type": "type", "method": "method", "state": "active"}
    return tuple(word for word, name in fields.items() if getattr(application, name) != getattr(wanted, name))


def _wrong_in_profile(domain: Domain, wanted: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in wanted.items() if domain.profile.get(name) != value)

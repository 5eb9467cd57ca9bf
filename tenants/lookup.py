"""Which organization a host name belongs to, kept in process for a few seconds.

A change made in this process is seen at once, one made in another within TTL_SECONDS.
"""

from __future__ import annotations

import time

from tenants.models import HostName, Organization

TTL_SECONDS = 2.0
MAX_HOSTS = 10_000

_found: dict[str, tuple[float, Organization]] = {}


def organization_of_host(host: str) -> Organization | None:
    """The organization of a lower-case host name without port; None for an unknown one (never cached)."""
    kept = _found.get(host)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    row = HostName.objects.select_related("tenant").filter(domain=host).first()
    if row is None:
        _found.pop(host, None)
        return None
    organization: Organization = row.tenant
    if len(_found) >= MAX_HOSTS:
        _found.clear()
    _found[host] = (time.monotonic() + TTL_SECONDS, organization)
    return organization


def forget_hosts() -> None:
    """Drop what is kept; every service that changes an organization or a host name calls this after commit."""
    _found.clear()

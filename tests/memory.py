"""What a process remembers between requests."""

from __future__ import annotations


def forget_everything() -> None:
    """Remember no more than a process that has just begun."""
    from django.core.cache import caches

    from routing.plans import forget_plans
    from tenants.lookup import forget_hosts

    forget_hosts()
    forget_plans()
    for name in ("default", "shared"):
        caches[name].clear()

"""Acme's owner as actor, and trunks made by the services."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.services import add_trunk
from tenants.context import in_tenant
from tests.extensions.conftest import boss

__all__ = ["boss"]
LINE = {
    "host": "sip.carrier.example",
    "port": 5060,
    "transport": "udp",
    "direction": "public-outbound",
    "metric": 10,
}


@pytest.fixture
def make_trunk(acme, boss) -> Callable:
    """make_trunk("carrier-out", host="198.51.100.20") adds a trunk to acme."""

    def make(name: str = "carrier-out", **more):
        with in_tenant(acme):
            return add_trunk(boss, name=name, **{**LINE, **more})

    return make

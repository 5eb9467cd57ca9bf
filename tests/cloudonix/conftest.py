"""The simulator, the gate and the domain of the sync tests, without the wait for the rate limit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cloudonix.sync import limiter
from tests.cloudonix.front import Front
from tests.sync.conftest import _gate, add_account, connected, domain, gate, later, simulator

__all__ = ["_gate", "add_account", "connected", "domain", "gate", "later", "simulator"]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """The limit has tests of its own (tests/sync/test_limiter.py); the simulator's is switched off."""
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


@pytest.fixture
def front(settings, simulator) -> Iterator[Front]:
    """OPBX as the simulator reaches it; calls take no time, because the simulator's clock jumps."""
    with Front() as front:
        settings.PUBLIC_URL = front.url
        simulator.control("/clock", {"mode": "instant"})
        yield front
        simulator.control("/clock", {"mode": "real"})

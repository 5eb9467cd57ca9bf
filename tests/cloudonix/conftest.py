"""The simulator, the gate and the domain of the sync tests."""

from __future__ import annotations

from tests.sync.conftest import _gate, add_account, connected, domain, gate, later, simulator

__all__ = ["_gate", "add_account", "connected", "domain", "gate", "later", "simulator"]

"""An organization's connection to Cloudonix, what is still to be told, where both sides differ; the platform's own."""

from __future__ import annotations

from cloudonix.models.connections import Connection
from cloudonix.models.drift import DriftCheck, Finding, Voice
from cloudonix.models.health import HealthCheck
from cloudonix.models.orders import DomainOrder
from cloudonix.models.platform import PlatformAccount
from cloudonix.outbox.models import OutboxItem, ParkedAs, Topic

__all__ = [
    "Connection",
    "DomainOrder",
    "DriftCheck",
    "Finding",
    "HealthCheck",
    "OutboxItem",
    "ParkedAs",
    "PlatformAccount",
    "Topic",
    "Voice",
]

"""An organization's connection to Cloudonix, what is still to be told, and where both sides differ."""

from __future__ import annotations

from cloudonix.models.connections import Connection
from cloudonix.models.drift import DriftCheck, Finding
from cloudonix.models.platform import PlatformAccount
from cloudonix.outbox.models import OutboxItem, ParkedAs, Topic

__all__ = ["Connection", "DriftCheck", "Finding", "OutboxItem", "ParkedAs", "PlatformAccount", "Topic"]
